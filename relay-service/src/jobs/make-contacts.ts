/** Contacts that Xero lacks are made in batches, matched by our customer id; what is in doubt is looked up before it is made again. */
import { randomUUID } from 'node:crypto';
import { causeOfXeroError } from '../core/cause-of-xero-error.ts';
import type { ContactToMake } from '../core/document.ts';
import type { Customer } from '../core/invoice.ts';
import { portions } from '../core/portions.ts';
import { putContacts } from '../xero/contacts.ts';
import { allEnded } from './all-ended.ts';
import type { FoundContact } from './find-contacts.ts';
import type { AskedOfConnection } from './read-asked.ts';
import type { Services } from './services.ts';

/** Contacts of one call; Xero advises 50 to 100. */
const AT_ONCE = 100;
const timeoutOf = (elements: number): number => 30_000 + 500 * elements;
/** Xero's words for a name or number that somebody else has given away meanwhile. */
const TAKEN_MEANWHILE = /already assigned|must be unique/i;

/** A customer with the contact that is to be made for it. */
export interface Wanted {
  readonly customer: Customer;
  readonly contact: ContactToMake;
}
export interface Made {
  /** By customer id. */
  readonly found: ReadonlyMap<string, FoundContact>;
  /** Xero has given the name or the number to another contact since it was looked up. */
  readonly takenMeanwhile: readonly Customer[];
}

const makeSome = async (services: Services, work: AskedOfConnection, toMake: readonly Wanted[]): Promise<Made> => {
  const found = new Map<string, FoundContact>();
  const takenMeanwhile: Customer[] = [];
  const made = await putContacts(
    services.xero(work.stored),
    toMake.map(({ contact }) => contact),
    { idempotencyKey: randomUUID(), timeoutMs: timeoutOf(toMake.length) },
  ).catch((problem: unknown) => {
    // Whatever became of it has to be found at Xero, not in what was read before.
    services.contactBooks.distrust(work.stored.tenant_id);
    throw problem;
  });
  await services.atStep('contacts-made');
  for (const { customer, contact } of toMake) {
    const element = made.find(({ contactNumber }) => contactNumber?.toLowerCase() === customer.id.toLowerCase());
    const errors = element?.errors ?? [];
    if (element?.id) {
      found.set(customer.id, { contactId: element.id, made: true });
      // Nobody has given it terms yet.
      services.knownTerms.note(work.stored.tenant_id, element.id, null);
      const { Name, EmailAddress = null } = contact;
      services.contactBooks.note(work.stored.tenant_id, {
        ContactID: element.id,
        Name,
        ContactStatus: 'ACTIVE',
        ContactNumber: customer.id,
        AccountNumber: contact.AccountNumber ?? null,
        EmailAddress,
      });
    } else if (errors.some((error) => TAKEN_MEANWHILE.test(error))) takenMeanwhile.push(customer);
    else if (errors.length > 0) found.set(customer.id, { reason: causeOfXeroError(errors.join(' ')) });
  }
  if (takenMeanwhile.length > 0) services.contactBooks.distrust(work.stored.tenant_id);
  return { found, takenMeanwhile };
};

/** Makes contacts, some calls side by side. A call that is refused or in doubt fails the round, and the next one looks up first. */
export const makeContacts = async (services: Services, work: AskedOfConnection, toMake: readonly Wanted[]): Promise<Made> => {
  const made = await allEnded(portions(toMake, AT_ONCE).map((some) => makeSome(services, work, some)));
  return {
    found: new Map(made.flatMap(({ found }) => [...found])),
    takenMeanwhile: made.flatMap(({ takenMeanwhile }) => takenMeanwhile),
  };
};
