/** Look-ups of documents at Xero: by number, by id, and among the app's own. */
import type { FoundDocument } from '../core/doubts.ts';
import type { XeroClient } from './client.ts';
import type { XeroDocument } from '../core/document.ts';
import { isCreditNote } from '../core/document-kinds.ts';
import { RemoteError } from '../errors.ts';
import type { WireDocument } from './documents.ts';
import { documentOf } from './documents.ts';

/** Numbers or ids of one request: its address must stay short. */
const AT_ONCE = 40;
const PAGE_SIZE = 1000;

const chunks = <Item>(items: readonly Item[]): Item[][] => {
  const result: Item[][] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) result.push(items.slice(start, start + AT_ONCE));
  return result;
};

interface Query {
  readonly modifiedSince?: Date;
  readonly ids?: string[];
  readonly numbers?: string[];
  readonly where?: string;
  readonly own?: boolean;
}

const readPage = async (client: XeroClient, query: Query, page: number): Promise<FoundDocument[]> => {
  const answer = await client.request({
    call: (api, tenantId) =>
      api.getInvoices(
        tenantId,
        query.modifiedSince,
        query.where,
        undefined,
        query.ids,
        query.numbers,
        undefined,
        undefined,
        page,
        true,
        query.own,
        4,
        undefined,
        PAGE_SIZE,
      ),
  });
  return ((answer['Invoices'] ?? []) as readonly WireDocument[]).flatMap((wire) => documentOf(wire) ?? []);
};

const readCreditNotes = async (client: XeroClient, modifiedSince: Date, page: number): Promise<FoundDocument[]> => {
  const answer = await client.request({
    call: (api, tenantId) => api.getCreditNotes(tenantId, modifiedSince, undefined, undefined, page, 4, PAGE_SIZE),
  });
  return ((answer['CreditNotes'] ?? []) as readonly WireDocument[]).flatMap((wire) => documentOf(wire) ?? []);
};

const allPages = async (read: (page: number) => Promise<FoundDocument[]>): Promise<FoundDocument[]> => {
  const found: FoundDocument[] = [];
  for (let page = 1; ; page++) {
    const documents = await read(page);
    found.push(...documents);
    if (documents.length < PAGE_SIZE) return found;
  }
};

/** Sales invoices and bills that bear one of these numbers, in every status. */
export const findByNumbers = async (client: XeroClient, numbers: readonly string[]): Promise<FoundDocument[]> => {
  const found: FoundDocument[] = [];
  // The list of numbers is separated by commas, so one that holds a comma is asked for alone; the filter knows no escape for a quote.
  const apart = numbers.filter((number) => number.includes(','));
  const listed = numbers.filter((number) => !number.includes(','));
  for (const chunk of chunks(listed)) found.push(...(await allPages((page) => readPage(client, { numbers: chunk }, page))));
  for (const number of apart.filter((text) => !text.includes('"')))
    found.push(...(await allPages((page) => readPage(client, { where: `InvoiceNumber=="${number}"` }, page))));
  return found;
};

/** Invoices and bills that this app made or changed since then, all pages, in every status. */
export const findOwnSince = (client: XeroClient, since: Date): Promise<FoundDocument[]> =>
  allPages((page) => readPage(client, { modifiedSince: since, own: true }, page));

/** Credit notes that anybody made or changed since then; Xero does not say which app made one. */
export const findCreditNotesSince = (client: XeroClient, since: Date): Promise<FoundDocument[]> =>
  allPages((page) => readCreditNotes(client, since, page));

const findCreditNote = async (client: XeroClient, id: string): Promise<FoundDocument[]> => {
  try {
    const answer = await client.request({ call: (api, tenantId) => api.getCreditNote(tenantId, id, 4) });
    return ((answer['CreditNotes'] ?? []) as readonly WireDocument[]).flatMap((wire) => documentOf(wire) ?? []);
  } catch (problem) {
    if (problem instanceof RemoteError && problem.status === 404) return [];
    throw problem;
  }
};

/** Which document, by id; the type says where Xero keeps it. */
export interface DocumentRef {
  readonly id: string;
  readonly type: XeroDocument['Type'];
}

/** Documents by their ids; those that are no longer there are left out. Credit notes cost a call each. */
export const findByIds = async (client: XeroClient, refs: readonly DocumentRef[]): Promise<FoundDocument[]> => {
  const invoices = refs.filter(({ type }) => !isCreditNote(type)).map(({ id }) => id);
  const found: FoundDocument[] = [];
  for (const chunk of chunks(invoices)) found.push(...(await allPages((page) => readPage(client, { ids: chunk }, page))));
  for (const { id } of refs.filter(({ type }) => isCreditNote(type))) found.push(...(await findCreditNote(client, id)));
  return found;
};
