/** The Accounting API: what is read and what is written, over a request that was let in. */
import { randomUUID } from 'node:crypto';
import { addNote, allocate, email } from './after-posting.ts';
import type { ApiAnswer, ApiRequest } from './answers.ts';
import { envelope, lists, ok, paged, summarised } from './answers.ts';
import type { Family, PostedInvoice } from './check-invoice.ts';
import { readContact, readContacts, writeContacts } from './contacts.ts';
import type { Invoice, Item, Organisation } from './organisation.ts';
import type { Saved } from './save-invoices.ts';
import { createInvoice, updateInvoice } from './save-invoices.ts';
import type { JournalRow, XeroState } from './state.ts';
import { commit } from './state.ts';
import { candidates, having } from './look-up.ts';
import { anything, parseWhere } from './where.ts';
import { wireDate, wireInvoice, wireSaved } from './wire.ts';

const documentsOf = (organisation: Organisation, family: Family): Invoice[] =>
  family === 'Invoices' ? organisation.invoices : organisation.creditNotes;

const readDocuments = (
  state: XeroState,
  organisation: Organisation,
  { query, modifiedSince, posting }: ApiRequest,
  family: Family,
): ApiAnswer => {
  const where = query['where'] === undefined ? anything : parseWhere(query['where']);
  const ids = lists(query['IDs']);
  const numbers = lists(query['InvoiceNumbers']);
  const contacts = lists(query['ContactIDs']);
  const statuses = lists(query['Statuses']);
  const byList = ids
    ? [...ids].map((text) => ({ property: 'InvoiceID', text }))
    : numbers && [...numbers].map((text) => ({ property: 'InvoiceNumber', text }));
  const rows = candidates(documentsOf(organisation, family), byList ?? where.equals, ['InvoiceID', 'InvoiceNumber']).filter(
    (invoice) =>
      invoice.ListedFrom <= state.now() &&
      (modifiedSince === null || invoice.UpdatedDateUTC >= modifiedSince) &&
      (ids?.has(invoice.InvoiceID.toLowerCase()) ?? true) &&
      (numbers?.has(invoice.InvoiceNumber.toLowerCase()) ?? true) &&
      (contacts?.has(invoice.ContactID.toLowerCase()) ?? true) &&
      (statuses?.has(invoice.Status.toLowerCase()) ?? true) &&
      (query['createdByMyApp'] !== 'true' || invoice.CreatedByClient === posting.clientId) &&
      where.test({ ...invoice, CreditNoteNumber: invoice.InvoiceNumber, Contact: { ContactID: invoice.ContactID } }),
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
    having(documentsOf(organisation, family), 'InvoiceID', id ?? document.InvoiceID ?? document.CreditNoteID)[0] ??
    having(documentsOf(organisation, family), 'InvoiceNumber', document.InvoiceNumber).find(({ Type }) => Type === 'ACCREC');
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

const readAccounts = (organisation: Organisation, { modifiedSince }: ApiRequest): ApiAnswer =>
  ok(
    envelope(
      'Accounts',
      organisation.accounts
        .map(({ UpdatedDateUTC = LONG_AGO, ...account }) => ({ ...account, UpdatedDateUTC }))
        .filter(({ UpdatedDateUTC }) => modifiedSince === null || UpdatedDateUTC >= modifiedSince)
        .map(({ UpdatedDateUTC, ...account }) => ({ ...account, UpdatedDateUTC: wireDate(UpdatedDateUTC) })),
    ),
  );

const wireItem = ({ UpdatedDateUTC, ...item }: Item): object => ({ ...item, UpdatedDateUTC: wireDate(UpdatedDateUTC) });

const writeItems = (state: XeroState, organisation: Organisation, request: ApiRequest): ApiAnswer => {
  const journal: JournalRow[] = [];
  const elements = ((request.body?.['Items'] ?? []) as readonly Partial<Item>[]).map((posted) => {
    const known = having(organisation.items, 'Code', posted.Code)[0];
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
  const where = query['where'] === undefined ? anything : parseWhere(query['where']);
  return ok(
    envelope(
      'Items',
      candidates(organisation.items, where.equals, ['Code'])
        .filter((item) => where.test(item as unknown as Readonly<Record<string, unknown>>))
        .map(wireItem),
    ),
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
  PaymentTerms,
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
  PaymentTerms: PaymentTerms ?? {},
});

const LONG_AGO = Date.UTC(2025, 0, 6);

/** One invoice or credit note: its family and id. */
const ONE_DOCUMENT = /^(Invoices|CreditNotes)\/([0-9a-f-]{36})$/i;

/** What may be done to one document beside changing it. */
const AFTER = /^(Invoices|CreditNotes)\/([0-9a-f-]{36})\/(Allocations|Email|History)$/i;
const afterwards = {
  'PUT CreditNotes Allocations': allocate,
  'POST Invoices Email': email,
  'PUT Invoices History': addNote,
  'PUT CreditNotes History': addNote,
} as const;

const afterPosting = (state: XeroState, organisation: Organisation, { method, path, body, posting }: ApiRequest): ApiAnswer | null => {
  const [, family = '', id, what = ''] = AFTER.exec(path) ?? [];
  const act = Object.entries(afterwards).find(([name]) => name === `${method} ${family} ${what}`)?.[1];
  if (!act) return null;
  const document = having(documentsOf(organisation, family as Family), 'InvoiceID', id)[0];
  return document ? act({ state, organisation, document, body, idempotencyKey: posting.idempotencyKey }) : notFound;
};

const ONE_CONTACT = /^Contacts\/([0-9a-f-]{36})$/i;
const notFound: ApiAnswer = { status: 404, body: 'The resource you are looking for cannot be found', journal: [] };
const notYet = /^(Payments|Allocations|Invoices\/[^/]+\/OnlineInvoice)/;

export type { ApiAnswer, ApiRequest } from './answers.ts';

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
        return readAccounts(organisation, request);
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
      const document = having(documentsOf(organisation, family), 'InvoiceID', id)[0];
      return document ? ok(envelope(family, [wireInvoice(organisation, document)])) : notFound;
    }
    if (write && (id === undefined || request.method === 'POST')) return writeDocuments(state, organisation, request, family);
  }
  if (write && request.path === 'Contacts') return writeContacts(state, organisation, request);
  const contactId = ONE_CONTACT.exec(request.path)?.[1];
  if (contactId !== undefined && read) return readContact(organisation, contactId) ?? notFound;
  if (contactId !== undefined && request.method === 'POST') return writeContacts(state, organisation, request, contactId);
  const after = afterPosting(state, organisation, request);
  if (after) return after;
  if (write && request.path === 'Items') return writeItems(state, organisation, request);
  if (notYet.test(request.path))
    return { status: 501, body: { Title: 'Not in the stand-in yet', Detail: `${request.method} ${request.path}` }, journal: [] };
  return notFound;
};
