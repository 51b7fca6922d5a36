/** The Accounting API: what is read and what is written, over a request that was let in. */
import { randomUUID } from 'node:crypto';
import type { Family, PostedInvoice } from './check-invoice.ts';
import type { Contact, Invoice, Item, Organisation } from './organisation.ts';
import type { Posting, Saved } from './save-invoices.ts';
import { createInvoice, updateInvoice } from './save-invoices.ts';
import type { JournalRow, XeroState } from './state.ts';
import { commit } from './state.ts';
import { parseWhere } from './where.ts';
import { wireContact, wireDate, wireInvoice, wireSaved } from './wire.ts';

/** A request as the API sees it. */
export interface ApiRequest {
  readonly method: string;
  /** Below `/api.xro/2.0/`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly modifiedSince: number | null;
  readonly posting: Posting;
}
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Commits that this answer reports. */
  readonly journal: readonly JournalRow[];
}

const ok = (body: unknown, journal: readonly JournalRow[] = []): ApiAnswer => ({ status: 200, body, journal });
const envelope = (name: string, rows: readonly unknown[], more: object = {}): object => ({
  Id: randomUUID(),
  Status: 'OK',
  ProviderName: 'Stellarise Connector',
  DateTimeUTC: wireDate(0),
  ...more,
  [name]: rows,
});

const lists = (value: string | undefined): Set<string> | null =>
  value === undefined ? null : new Set(value.split(',').map((part) => decodeURIComponent(part).toLowerCase()));

const paged = <Row>(rows: readonly Row[], query: ApiRequest['query']): { readonly rows: readonly Row[]; readonly more: object } => {
  if (query['page'] === undefined) return { rows, more: {} };
  const page = Number(query['page']);
  const pageSize = Math.min(1000, Number(query['pageSize'] ?? 100));
  return {
    rows: rows.slice((page - 1) * pageSize, page * pageSize),
    more: { pagination: { page, pageSize, pageCount: Math.ceil(rows.length / pageSize), itemCount: rows.length } },
  };
};

const documentsOf = (organisation: Organisation, family: Family): Invoice[] =>
  family === 'Invoices' ? organisation.invoices : organisation.creditNotes;

const readDocuments = (
  state: XeroState,
  organisation: Organisation,
  { query, modifiedSince, posting }: ApiRequest,
  family: Family,
): ApiAnswer => {
  const where = query['where'] === undefined ? () => true : parseWhere(query['where']);
  const ids = lists(query['IDs']);
  const numbers = lists(query['InvoiceNumbers']);
  const contacts = lists(query['ContactIDs']);
  const statuses = lists(query['Statuses']);
  const rows = documentsOf(organisation, family).filter(
    (invoice) =>
      invoice.ListedFrom <= state.now() &&
      (modifiedSince === null || invoice.UpdatedDateUTC >= modifiedSince) &&
      (ids?.has(invoice.InvoiceID.toLowerCase()) ?? true) &&
      (numbers?.has(invoice.InvoiceNumber.toLowerCase()) ?? true) &&
      (contacts?.has(invoice.ContactID.toLowerCase()) ?? true) &&
      (statuses?.has(invoice.Status.toLowerCase()) ?? true) &&
      (query['createdByMyApp'] !== 'true' || invoice.CreatedByClient === posting.clientId) &&
      where({ ...invoice, CreditNoteNumber: invoice.InvoiceNumber, Contact: { ContactID: invoice.ContactID } }),
  );
  const { rows: page, more } = paged(rows, query);
  return ok(
    envelope(
      family,
      page.map((invoice) => wireInvoice(organisation, invoice, query['page'] !== undefined)),
      more,
    ),
  );
};

const summarised = (request: ApiRequest): boolean => request.query['summarizeErrors'] !== 'false';

const savedAnswer = (organisation: Organisation, request: ApiRequest, saved: readonly Saved[], family: Family): ApiAnswer => {
  const elements = saved.map((each) => wireSaved(organisation, each));
  const journal = saved.flatMap(({ journal }) => journal ?? []);
  if (summarised(request) && saved.some(({ invoice }) => !invoice))
    return {
      status: 400,
      journal,
      body: {
        ErrorNumber: 10,
        Type: 'ValidationException',
        Message: 'A validation exception occurred',
        Elements: elements.filter((_, index) => !saved[index]?.invoice),
      },
    };
  return ok(envelope(family, elements), journal);
};

const writeDocuments = (state: XeroState, organisation: Organisation, request: ApiRequest, family: Family): ApiAnswer => {
  const posted = (request.body?.[family] ?? []) as readonly PostedInvoice[];
  const id = ONE_DOCUMENT.exec(request.path)?.[2];
  const existing = (document: PostedInvoice): Invoice | undefined =>
    documentsOf(organisation, family).find(
      ({ InvoiceID, InvoiceNumber, Type }) =>
        InvoiceID === (id ?? document.InvoiceID ?? document.CreditNoteID) ||
        (Type === 'ACCREC' && document.InvoiceNumber?.toLowerCase() === InvoiceNumber.toLowerCase()),
    );
  const saved = posted.map((document): Saved => {
    const known = request.method === 'POST' ? existing(document) : undefined;
    if (request.method === 'POST' && !known && (document.InvoiceID ?? document.CreditNoteID) !== undefined)
      return { invoice: null, posted: document, errors: ['The document with the supplied id could not be found'], journal: null };
    return known
      ? updateInvoice(state, organisation, known, document, request.posting)
      : createInvoice(state, organisation, document, request.posting, family);
  });
  return savedAnswer(organisation, request, saved, family);
};

const readContacts = (organisation: Organisation, { query, modifiedSince }: ApiRequest): ApiAnswer => {
  const where = query['where'] === undefined ? () => true : parseWhere(query['where']);
  const ids = lists(query['IDs']);
  const term = query['searchTerm']?.toLowerCase();
  const rows = organisation.contacts.filter(
    (contact) =>
      (query['includeArchived'] === 'true' || contact.ContactStatus === 'ACTIVE') &&
      (modifiedSince === null || contact.UpdatedDateUTC >= modifiedSince) &&
      (ids?.has(contact.ContactID.toLowerCase()) ?? true) &&
      (term === undefined ||
        [contact.Name, contact.EmailAddress, contact.ContactNumber].some((text) => text?.toLowerCase().includes(term))) &&
      where(contact as unknown as Readonly<Record<string, unknown>>),
  );
  const { rows: page, more } = paged(rows, query);
  return ok(envelope('Contacts', page.map(wireContact), more));
};

const contactErrors = (organisation: Organisation, posted: Partial<Contact>): string[] => {
  const name = posted.Name ?? '';
  const same = (left: string | undefined, right: string | undefined): boolean =>
    right !== undefined && right !== '' && left?.toLowerCase() === right.toLowerCase();
  const others = organisation.contacts.filter(
    ({ ContactStatus, ContactID }) => ContactStatus === 'ACTIVE' && ContactID !== posted.ContactID,
  );
  return [
    ...(name.trim() === '' ? ['The contact name must be specified'] : []),
    ...(name.length > 255 ? ['The contact name must not exceed 255 characters'] : []),
    ...(/[<>]/.test(name) ? ['The contact name must not contain < or >'] : []),
    ...(others.some((contact) => same(contact.Name, name))
      ? [`The contact name ${name} is already assigned to another contact. The contact name must be unique across all active contacts.`]
      : []),
    ...(others.some((contact) => same(contact.ContactNumber, posted.ContactNumber))
      ? ['The contact number is already assigned to another contact.']
      : []),
    ...(posted.EmailAddress !== undefined && posted.EmailAddress !== '' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(posted.EmailAddress)
      ? ['Email address must be valid']
      : []),
  ];
};

const writeContacts = (state: XeroState, organisation: Organisation, request: ApiRequest): ApiAnswer => {
  const journal: JournalRow[] = [];
  const elements = ((request.body?.['Contacts'] ?? []) as readonly Partial<Contact>[]).map((posted) => {
    const known =
      request.method === 'POST'
        ? organisation.contacts.find(
            ({ ContactID, ContactNumber }) =>
              ContactID === posted.ContactID || (posted.ContactNumber !== undefined && ContactNumber === posted.ContactNumber),
          )
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
      ContactID: known?.ContactID ?? randomUUID(),
      Name: (posted.Name ?? known?.Name ?? '').trim(),
      UpdatedDateUTC: state.now(),
    };
    if (known) Object.assign(known, contact);
    else organisation.contacts.push(contact);
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

const wireItem = ({ UpdatedDateUTC, ...item }: Item): object => ({ ...item, UpdatedDateUTC: wireDate(UpdatedDateUTC) });

const writeItems = (state: XeroState, organisation: Organisation, request: ApiRequest): ApiAnswer => {
  const journal: JournalRow[] = [];
  const elements = ((request.body?.['Items'] ?? []) as readonly Partial<Item>[]).map((posted) => {
    const known = organisation.items.find(({ Code }) => Code.toLowerCase() === posted.Code?.toLowerCase());
    const errors = [
      ...((posted.Code ?? '') === '' ? ['Item code must be specified'] : []),
      ...((posted.Code ?? '').length > 30 ? ['Item code must not exceed 30 characters'] : []),
      ...((posted.Name ?? '').length > 50 ? ['Item name must not exceed 50 characters'] : []),
      ...(known && request.method === 'PUT' ? [`Price List Item with Code '${posted.Code ?? ''}' already exists`] : []),
    ];
    if (errors.length > 0) return { ...posted, StatusAttributeString: 'ERROR', ValidationErrors: errors.map((Message) => ({ Message })) };
    const item: Item = {
      ItemID: randomUUID(),
      IsSold: true,
      IsPurchased: false,
      IsTrackedAsInventory: false,
      ...known,
      ...posted,
      Code: posted.Code ?? '',
      UpdatedDateUTC: state.now(),
    };
    if (known) Object.assign(known, item);
    else organisation.items.push(item);
    journal.push(
      commit(state, {
        kind: known ? 'update' : 'create',
        tenantId: organisation.tenantId,
        documentType: 'item',
        id: item.ItemID,
        number: item.Code,
        contactId: null,
        reference: item.Name ?? null,
        url: null,
        lineDescriptions: [],
        total: null,
        status: null,
        idempotencyKey: request.posting.idempotencyKey,
      }),
    );
    return { ...wireItem(item), StatusAttributeString: 'OK' };
  });
  const wrong = elements.filter((element) => 'ValidationErrors' in element);
  if (summarised(request) && wrong.length > 0)
    return {
      status: 400,
      journal,
      body: { ErrorNumber: 10, Type: 'ValidationException', Message: 'A validation exception occurred', Elements: wrong },
    };
  return ok(envelope('Items', elements), journal);
};

const readItems = (organisation: Organisation, { query }: ApiRequest): ApiAnswer => {
  const where = query['where'] === undefined ? () => true : parseWhere(query['where']);
  return ok(
    envelope('Items', organisation.items.filter((item) => where(item as unknown as Readonly<Record<string, unknown>>)).map(wireItem)),
  );
};

const organisationAnswer = ({
  Name,
  ShortCode,
  CountryCode,
  BaseCurrency,
  IsDemoCompany,
  Timezone,
  tenantId,
  PeriodLockDate,
  EndOfYearLockDate,
}: Organisation): object => ({
  Name,
  LegalName: Name,
  PaysTax: true,
  Version: CountryCode,
  OrganisationType: 'COMPANY',
  BaseCurrency,
  CountryCode,
  IsDemoCompany,
  OrganisationStatus: 'ACTIVE',
  Timezone,
  ShortCode,
  OrganisationID: tenantId,
  ...(PeriodLockDate === undefined ? {} : { PeriodLockDate: wireDate(Date.parse(PeriodLockDate)) }),
  ...(EndOfYearLockDate === undefined ? {} : { EndOfYearLockDate: wireDate(Date.parse(EndOfYearLockDate)) }),
});

/** One invoice or credit note: its family and id. */
const ONE_DOCUMENT = /^(Invoices|CreditNotes)\/([0-9a-f-]{36})$/i;

const notYet = /^(CreditNotes\/[^/]+\/Allocations|Payments|Allocations|Invoices\/[^/]+\/(History|Email|OnlineInvoice))/;

/** Answers one request. Unknown paths are 404; what later work needs answers 501 with its name. */
export const answerApi = (state: XeroState, organisation: Organisation, request: ApiRequest): ApiAnswer => {
  const read = request.method === 'GET';
  const write = request.method === 'PUT' || request.method === 'POST';
  const [, one, id] = ONE_DOCUMENT.exec(request.path) ?? [];
  const family = one ?? request.path;
  if (read)
    switch (request.path) {
      case 'Organisation':
        return ok(envelope('Organisations', [organisationAnswer(organisation)]));
      case 'Accounts':
        return ok(envelope('Accounts', organisation.accounts));
      case 'TaxRates':
        return ok(envelope('TaxRates', organisation.taxRates));
      case 'Currencies':
        return ok(envelope('Currencies', organisation.currencies));
      case 'BrandingThemes':
        return ok(
          envelope(
            'BrandingThemes',
            organisation.brandingThemes.map((theme) => ({ ...theme, CreatedDateUTC: wireDate(theme.CreatedDateUTC) })),
          ),
        );
      case 'TrackingCategories':
        return ok(envelope('TrackingCategories', organisation.trackingCategories));
      case 'Contacts':
        return readContacts(organisation, request);
      case 'Items':
        return readItems(organisation, request);
      case 'Invoices':
      case 'CreditNotes':
        return readDocuments(state, organisation, request, request.path);
    }
  if (family === 'Invoices' || family === 'CreditNotes') {
    if (read) {
      const document = documentsOf(organisation, family).find(({ InvoiceID }) => InvoiceID === id);
      return document
        ? ok(envelope(family, [wireInvoice(organisation, document)]))
        : { status: 404, body: 'The resource you are looking for cannot be found', journal: [] };
    }
    if (write && (id === undefined || request.method === 'POST')) return writeDocuments(state, organisation, request, family);
  }
  if (write && request.path === 'Contacts') return writeContacts(state, organisation, request);
  if (write && request.path === 'Items') return writeItems(state, organisation, request);
  if (notYet.test(request.path))
    return { status: 501, body: { Title: 'Not in the stand-in yet', Detail: `${request.method} ${request.path}` }, journal: [] };
  return { status: 404, body: 'The resource you are looking for cannot be found', journal: [] };
};
