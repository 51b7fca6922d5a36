/** Contacts at Xero: looked up in batches, made in batches. */
import type { Contacts } from 'xero-node/dist/gen/model/accounting/contacts.js';
import type { XeroContactSummary } from '../core/contact-ladder.ts';
import type { ContactToMake } from '../core/document.ts';
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
export const findContactsByIds = async (client: XeroClient, ids: readonly string[]): Promise<XeroContactSummary[]> => {
  const found: XeroContactSummary[] = [];
  for (let start = 0; start < ids.length; start += CONDITIONS_AT_ONCE) {
    const some = ids.slice(start, start + CONDITIONS_AT_ONCE);
    const answer = await client.request({
      call: (api, tenantId) => api.getContacts(tenantId, undefined, undefined, undefined, some, 1, true, undefined, undefined, PAGE_SIZE),
    });
    found.push(...((answer['Contacts'] ?? []) as readonly XeroContactSummary[]));
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
  for (let start = 0; start < conditions.length; start += CONDITIONS_AT_ONCE) {
    const where = conditions.slice(start, start + CONDITIONS_AT_ONCE).join(' OR ');
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
