/** Contacts of nearly the same name are looked for however many customers are new at once. */
import { expect, test } from '@jest/globals';
import { createContactBooks } from '../../../relay-service/src/jobs/contact-book.ts';
import type { Verb, XeroClient } from '../../../relay-service/src/xero/client.ts';

const contact = (Name: string) => ({ ContactID: Name, Name, ContactStatus: 'ACTIVE' as const });
const names = Array.from({ length: 11 }, (_, index) => `Harbour Yard ${'abcdefghijk'.charAt(index)} Pty Ltd`);

let calls = 0;
/** @param pages of all contacts, a thousand on each but the last */
const organisationOf = (pages: number): XeroClient => {
  calls = 0;
  const getContacts = (...given: readonly unknown[]) => {
    const page = given[5] as number;
    const term = given[8] as string | undefined;
    if (term !== undefined) return { Contacts: [contact(`${term} Limited`)] };
    return { Contacts: page < pages ? Array.from({ length: 1000 }, () => contact('Somebody')) : names.map(contact) };
  };
  return {
    tenantId: 'tenant-1',
    enter: () => Promise.reject(new Error('no write')),
    request: ({ call }: Verb) => {
      calls += 1;
      return call({ getContacts } as never, 'tenant-1');
    },
  };
};

test.each([
  ['read whole', 2],
  ['too large to be read whole', 51],
])('eleven names in an organisation that is %s', async (_, pages) => {
  const found = await createContactBooks().findNear(organisationOf(pages), names);
  expect(found).toHaveLength(names.length);
});

test('in a small organisation the clicks of a while share one call, and what was made meanwhile is known', async () => {
  const [client, books] = [organisationOf(1), createContactBooks()];
  for (const name of names.slice(0, 5)) expect(await books.findNear(client, [name])).toHaveLength(1);
  books.note('tenant-1', contact('Quay Nine Limited'));
  expect(await books.findNear(client, ['Quay Nine'])).toMatchObject([{ Name: 'Quay Nine Limited' }]);
  expect(calls).toBe(1);
});

test('in a large one a few names are searched for, and it is not read anew each time', async () => {
  const [client, books] = [organisationOf(51), createContactBooks()];
  for (const name of names.slice(0, 3)) expect(await books.findNear(client, [name])).toHaveLength(1);
  expect(calls).toBe(2 + 3);
});
