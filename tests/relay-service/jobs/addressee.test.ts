import { expect, test } from '@jest/globals';
import { addresseeOfFormer } from '../../../relay-service/src/jobs/addressee.ts';
import { ADOPTED } from '../../../relay-service/src/store/adopted-postings.ts';

test.each([
  ['made since', 30, null, 20, 10, undefined],
  ['made before, asked for before', 10, null, 20, 15, 'never'],
  ['made before, asked for nobody knows when', 10, null, 20, null, 'never'],
  ['made before, asked for since', 10, null, 20, 25, 'asked'],
  ['taken up, asked for before', 30, ADOPTED, null, 25, 'never'],
  ['taken up, asked for since', 30, ADOPTED, null, 35, 'asked'],
] as const)('what may go out once more of a document: %s', (_case, created_at, cause, look_first_before, at, repeats) => {
  const requestedAt = at === null ? null : new Date(at).toISOString();
  const addressee = { requestedAt, afterwards: {} } as Parameters<typeof addresseeOfFormer>[0];
  expect(addresseeOfFormer(addressee, { cause, created_at }, { look_first_before }).afterwards?.repeats).toBe(repeats);
});
