import { expect, test } from '@jest/globals';
import { mergedIntoUnread } from '../../../relay-service/src/core/contact-candidates.ts';

const contact = (ContactID: string, MergedToContactID?: string) => ({
  ContactID,
  Name: 'Somebody',
  ContactStatus: 'ACTIVE',
  ...(MergedToContactID === undefined ? {} : { MergedToContactID }),
});

test('merges that lead out of what was read name what is to be read', () => {
  expect(mergedIntoUnread([contact('A', 'b'), contact('c', 'a'), contact('d', 'B')])).toEqual(['b']);
  expect(mergedIntoUnread([contact('a'), contact('b', '')])).toEqual([]);
});
