/** Contacts of an organisation: read, made, changed. */
import { randomUUID } from 'node:crypto';
import type { ApiAnswer, ApiRequest } from './answers.ts';
import { envelope, lists, ok, paged, summarised } from './answers.ts';
import type { Contact, Organisation } from './organisation.ts';
import type { JournalRow, XeroState } from './state.ts';
import { commit } from './state.ts';
import { candidates, forget, having } from './look-up.ts';
import { anything, parseWhere } from './where.ts';
import { wireContact } from './wire.ts';

/** GET /Contacts. */
export const readContacts = (organisation: Organisation, { query, modifiedSince }: ApiRequest): ApiAnswer => {
  const where = query['where'] === undefined ? anything : parseWhere(query['where']);
  const ids = lists(query['IDs']);
  const term = query['searchTerm']?.toLowerCase();
  const byList = ids && [...ids].map((text) => ({ property: 'ContactID', text }));
  const named = ['ContactID', 'ContactNumber', 'AccountNumber', 'EmailAddress', 'Name'] as const;
  const rows = candidates(organisation.contacts, byList ?? where.equals, named).filter(
    (contact) =>
      (query['includeArchived'] === 'true' || contact.ContactStatus === 'ACTIVE') &&
      (modifiedSince === null || contact.UpdatedDateUTC >= modifiedSince) &&
      (ids?.has(contact.ContactID.toLowerCase()) ?? true) &&
      (term === undefined ||
        [contact.Name, contact.EmailAddress, contact.ContactNumber].some((text) => text?.toLowerCase().includes(term))) &&
      where.test(contact as unknown as Readonly<Record<string, unknown>>),
  );
  const { rows: page, more } = paged(rows, query);
  return ok(
    envelope(
      'Contacts',
      page.map((contact) => wireContact(contact, query['page'] !== undefined)),
      more,
    ),
  );
};

const contactErrors = (organisation: Organisation, posted: Partial<Contact>): string[] => {
  const name = posted.Name ?? '';
  const others = (property: 'Name' | 'ContactNumber', value: string | undefined): boolean =>
    having(organisation.contacts, property, value).some(
      ({ ContactStatus, ContactID }) => ContactStatus === 'ACTIVE' && ContactID !== posted.ContactID,
    );
  return [
    ...(name.trim() === '' ? ['The contact name must be specified'] : []),
    ...(name.length > 255 ? ['The contact name must not exceed 255 characters'] : []),
    ...(/[<>]/.test(name) ? ['The contact name must not contain < or >'] : []),
    ...(others('Name', name)
      ? [`The contact name ${name} is already assigned to another contact. The contact name must be unique across all active contacts.`]
      : []),
    ...(others('ContactNumber', posted.ContactNumber) ? ['The contact number is already assigned to another contact.'] : []),
    ...(posted.EmailAddress !== undefined && posted.EmailAddress !== '' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(posted.EmailAddress)
      ? ['Email address must be valid']
      : []),
  ];
};

/** GET /Contacts/{id}; null where there is none. */
export const readContact = (organisation: Organisation, id: string): ApiAnswer | null => {
  const [contact] = having(organisation.contacts, 'ContactID', id);
  return contact ? ok(envelope('Contacts', [wireContact(contact)])) : null;
};

type Typed = Readonly<Record<string, string>>;

/** Addresses and phones that are posted take the place of those of their type, and leave the others. */
const byType = <Row extends Typed>(type: string, known: readonly Row[] = [], posted: readonly Row[] = []): Row[] => [
  ...known.filter((each) => !posted.some((other) => other[type] === each[type])),
  ...posted,
];

/** PUT and POST /Contacts, and POST /Contacts/{id}. */
export const writeContacts = (state: XeroState, organisation: Organisation, request: ApiRequest, id?: string): ApiAnswer => {
  const journal: JournalRow[] = [];
  const elements = ((request.body?.['Contacts'] ?? []) as readonly Partial<Contact>[]).map((posted) => {
    const known =
      request.method === 'POST'
        ? (having(organisation.contacts, 'ContactID', id ?? posted.ContactID)[0] ??
          having(organisation.contacts, 'ContactNumber', posted.ContactNumber).find(
            ({ ContactNumber }) => ContactNumber === posted.ContactNumber,
          ))
        : undefined;
    const errors = contactErrors(organisation, known ? { ...known, ...posted, ContactID: known.ContactID } : posted);
    if (errors.length > 0)
      return {
        ...posted,
        HasValidationErrors: true,
        StatusAttributeString: 'ERROR',
        ValidationErrors: errors.map((Message) => ({ Message })),
      };
    const contact: Contact = {
      ContactStatus: 'ACTIVE',
      ...known,
      ...posted,
      ...(posted.Phones ? { Phones: byType('PhoneType', known?.Phones, posted.Phones) } : {}),
      ...(posted.Addresses ? { Addresses: byType('AddressType', known?.Addresses, posted.Addresses) } : {}),
      ContactID: known?.ContactID ?? randomUUID(),
      Name: (posted.Name ?? known?.Name ?? '').trim(),
      UpdatedDateUTC: state.now(),
    };
    if (known) {
      Object.assign(known, contact);
      forget(organisation.contacts);
    } else organisation.contacts.push(contact);
    journal.push(
      commit(state, {
        kind: known ? 'update' : 'create',
        tenantId: organisation.tenantId,
        documentType: 'contact',
        id: contact.ContactID,
        number: contact.ContactNumber ?? null,
        contactId: contact.ContactID,
        reference: contact.Name,
        url: null,
        lineDescriptions: [],
        total: null,
        status: contact.ContactStatus,
        idempotencyKey: request.posting.idempotencyKey,
      }),
    );
    return { ...wireContact(contact), StatusAttributeString: 'OK' };
  });
  const wrong = elements.filter((element) => 'ValidationErrors' in element);
  if (summarised(request) && wrong.length > 0)
    return {
      status: 400,
      journal,
      body: { ErrorNumber: 10, Type: 'ValidationException', Message: 'A validation exception occurred', Elements: wrong },
    };
  return ok(envelope('Contacts', elements), journal);
};
