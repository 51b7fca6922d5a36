/** Contacts at Xero: looked up in batches, made in batches. */
import type { Contacts } from 'xero-node/dist/gen/model/accounting/contacts.js';
import type { XeroContactSummary } from '../core/contact-ladder.ts';
import type { ContactChange, ContactInXero } from '../core/contact-changes.ts';
import type { ContactToMake } from '../core/document.ts';
import { portions } from '../core/portions.ts';
import { asModel } from './as-model.ts';
import type { XeroClient } from './client.ts';
import { errorsOf } from './documents.ts';

interface WireContact extends Partial<XeroContactSummary> {
  readonly HasValidationErrors?: boolean;
  readonly StatusAttributeString?: string;
  readonly ValidationErrors?: readonly { readonly Message?: string }[];
}

/** Keeps the address of the request below what gateways take. */
const CONDITIONS_AT_ONCE = 20;
const PAGE_SIZE = 1000;

// The filter language knows no escape for a double quote: such a name is left to the other look-ups.
const condition = (field: string, value: string): string[] => (value === '' || value.includes('"') ? [] : [`${field}=="${value}"`]);

export interface ContactsWanted {
  readonly contactNumbers: readonly string[];
  readonly accountNumbers: readonly string[];
  readonly names: readonly string[];
  readonly emails?: readonly string[];
}

/** Contacts by id, archived ones included; those that are gone are absent. */
export const findContactsByIds = async (client: XeroClient, ids: readonly string[]): Promise<ContactInXero[]> => {
  const found: ContactInXero[] = [];
  for (const some of portions(ids, CONDITIONS_AT_ONCE)) {
    const answer = await client.request({
      call: (api, tenantId) => api.getContacts(tenantId, undefined, undefined, undefined, some, 1, true, undefined, undefined, PAGE_SIZE),
    });
    found.push(...((answer['Contacts'] ?? []) as readonly ContactInXero[]));
  }
  return found;
};

/** Contacts that bear one of these numbers, account numbers, names or e-mail addresses; archived ones included. */
export const findContacts = async (client: XeroClient, by: ContactsWanted): Promise<XeroContactSummary[]> => {
  const conditions = [
    ...by.contactNumbers.flatMap((value) => condition('ContactNumber', value)),
    ...by.accountNumbers.flatMap((value) => condition('AccountNumber', value)),
    ...(by.emails ?? []).flatMap((value) => condition('EmailAddress', value)),
    ...by.names.flatMap((value) => condition('Name', value.trim().replaceAll(/\s+/g, ' '))),
  ];
  const found = new Map<string, XeroContactSummary>();
  for (const some of portions(conditions, CONDITIONS_AT_ONCE)) {
    const where = some.join(' OR ');
    for (let page = 1; ; page++) {
      const answer = await client.request({
        call: (api, tenantId) =>
          api.getContacts(tenantId, undefined, where, undefined, undefined, page, true, undefined, undefined, PAGE_SIZE),
      });
      const contacts = (answer['Contacts'] ?? []) as readonly XeroContactSummary[];
      for (const contact of contacts) found.set(contact.ContactID, contact);
      if (contacts.length < PAGE_SIZE) break;
    }
  }
  return [...found.values()];
};

/** Contacts that hold this text in their name, number or address; of very many, the first page. */
export const searchContacts = async (client: XeroClient, term: string): Promise<readonly XeroContactSummary[]> => {
  const answer = await client.request({
    call: (api, tenantId) => api.getContacts(tenantId, undefined, undefined, undefined, undefined, 1, false, undefined, term, PAGE_SIZE),
  });
  return (answer['Contacts'] ?? []) as readonly XeroContactSummary[];
};

/** A page of all contacts, archived ones included. */
export interface ContactPage {
  readonly contacts: readonly XeroContactSummary[];
  /** There may be more on the next page. */
  readonly more: boolean;
  /** Newest change among them by Xero's own clock; null where there are none. */
  readonly changedAt: Date | null;
}

const changedAtOf = (wires: readonly { readonly UpdatedDateUTC?: string }[]): Date | null => {
  const times = wires.flatMap(({ UpdatedDateUTC }) => /\/Date\((\d+)/.exec(UpdatedDateUTC ?? '')?.[1] ?? []).map(Number);
  return times.length === 0 ? null : new Date(Math.max(...times));
};

/** Reads a page of all contacts, or of those that changed since then. */
export const listContacts = async (client: XeroClient, since: Date | null, page: number): Promise<ContactPage> => {
  const answer = await client.request({
    call: (api, tenantId) =>
      api.getContacts(tenantId, since ?? undefined, undefined, undefined, undefined, page, true, undefined, undefined, PAGE_SIZE),
  });
  const contacts = (answer['Contacts'] ?? []) as readonly (XeroContactSummary & { readonly UpdatedDateUTC?: string })[];
  return { contacts, more: contacts.length >= PAGE_SIZE, changedAt: changedAtOf(contacts) };
};

/**
 * Changes what `change` holds of one contact, and nothing else.
 * @throws {RemoteError} where Xero refused it (status 400, its words in `detail`) or did not answer
 */
export const updateContact = async (
  client: XeroClient,
  change: ContactChange,
  call: { readonly idempotencyKey: string; readonly timeoutMs: number },
): Promise<void> => {
  const body = { Contacts: [change] };
  await client.request({
    write: { body, timeoutMs: call.timeoutMs },
    call: (api, tenantId) => api.updateContact(tenantId, change.ContactID, asModel<Contacts>(body), call.idempotencyKey),
  });
};

export interface MadeContact {
  readonly id: string | null;
  readonly contactNumber: string | null;
  readonly errors: readonly string[];
}

/** Creates contacts; matched by ContactNumber, never by position. */
export const putContacts = async (
  client: XeroClient,
  contacts: readonly ContactToMake[],
  call: { readonly idempotencyKey: string; readonly timeoutMs: number },
): Promise<MadeContact[]> => {
  const body = { Contacts: contacts };
  const answer = await client.request({
    write: { body, timeoutMs: call.timeoutMs },
    call: (api, tenantId) => api.createContacts(tenantId, asModel<Contacts>(body), false, call.idempotencyKey),
  });
  return ((answer['Contacts'] ?? []) as readonly WireContact[]).map((contact) => {
    const errors = contact.HasValidationErrors === true || contact.StatusAttributeString === 'ERROR' ? errorsOf(contact) : [];
    return { id: errors.length === 0 ? (contact.ContactID ?? null) : null, contactNumber: contact.ContactNumber ?? null, errors };
  });
};
