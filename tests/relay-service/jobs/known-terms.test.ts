import { expect, test } from '@jest/globals';
import { createKnownTerms } from '../../../relay-service/src/jobs/known-terms.ts';

const terms = { Sales: { Day: 7, Type: 'DAYSAFTERBILLDATE' } };

test('what was read is known so long, by organisation and contact, however the id is written', () => {
  let now = 0;
  const known = createKnownTerms(() => now);
  known.note('T1', 'ABC', terms);
  known.note('T1', 'none', null);
  now = 60;
  expect(known.recall('t1', 'abc', 60)?.terms).toEqual(terms);
  expect(known.recall('T1', 'none', 60)?.terms).toBeNull();
  expect(known.recall('T2', 'ABC', 60)).toBeUndefined();
  expect(known.recall('T1', 'ABC', 59)).toBeUndefined();
});

test('what was read first is forgotten first, so that memory is bounded', () => {
  const known = createKnownTerms(() => 0);
  for (let index = 0; index <= 20_000; index++) known.note('T', String(index), null);
  expect(known.recall('T', '0', 1)).toBeUndefined();
  expect(known.recall('T', '1', 1)).toBeDefined();
  expect(known.recall('T', '20000', 1)).toBeDefined();
});
