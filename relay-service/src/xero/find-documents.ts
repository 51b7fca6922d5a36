/** Look-ups of documents at Xero: by number, by id, and among those of late. */
import type { FoundDocument } from '../core/doubts.ts';
import type { XeroClient } from './client.ts';
import { readIfThere } from './client.ts';
import type { XeroDocument } from '../core/document.ts';
import { invoiceKey, invoiceOfLink } from '../core/marker.ts';
import { isCreditNote } from '../core/document-kinds.ts';
import { portions } from '../core/portions.ts';
import type { WireDocument } from './documents.ts';
import { documentOf } from './documents.ts';

/** Numbers or ids of one request: its address must stay short. */
const AT_ONCE = 40;
const PAGE_SIZE = 1000;

interface Query {
  readonly modifiedSince?: Date;
  readonly ids?: string[];
  readonly numbers?: string[];
  readonly where?: string;
  readonly own?: boolean;
}

const readPage = async (client: XeroClient, query: Query, page: number): Promise<readonly WireDocument[]> => {
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
  return (answer['Invoices'] ?? []) as readonly WireDocument[];
};

const readCreditNotes = async (client: XeroClient, modifiedSince: Date, page: number): Promise<readonly WireDocument[]> => {
  const answer = await client.request({
    call: (api, tenantId) => api.getCreditNotes(tenantId, modifiedSince, undefined, undefined, page, 4, PAGE_SIZE),
  });
  return (answer['CreditNotes'] ?? []) as readonly WireDocument[];
};

/** A page is the last one where Xero sent fewer, whatever of it is of no interest here: else what stands on the next would be taken for absent. */
const allWires = async (read: (page: number) => Promise<readonly WireDocument[]>): Promise<WireDocument[]> => {
  const found: WireDocument[] = [];
  for (let page = 1; ; page++) {
    const wires = await read(page);
    found.push(...wires);
    if (wires.length < PAGE_SIZE) return found;
  }
};
const allPages = async (read: (page: number) => Promise<readonly WireDocument[]>): Promise<FoundDocument[]> =>
  (await allWires(read)).flatMap((wire) => documentOf(wire) ?? []);

/** Sales invoices and bills that bear one of these numbers, in every status; a number that holds both a comma and a quote cannot be asked for. */
export const findByNumbers = async (client: XeroClient, numbers: readonly string[]): Promise<FoundDocument[]> => {
  const found: FoundDocument[] = [];
  // The list of numbers is separated by commas, so one that holds a comma is asked for alone; the filter knows no escape for a quote.
  const apart = numbers.filter((number) => number.includes(','));
  const listed = numbers.filter((number) => !number.includes(','));
  for (const some of portions(listed, AT_ONCE)) found.push(...(await allPages((page) => readPage(client, { numbers: some }, page))));
  for (const number of apart.filter((text) => !text.includes('"')))
    found.push(...(await allPages((page) => readPage(client, { where: `InvoiceNumber=="${number}"` }, page))));
  return found;
};

/** Invoices and bills that were made or changed since then, all pages, in every status. @param own only those of the Xero app that asks */
export const findInvoicesSince = (client: XeroClient, since: Date, own: boolean): Promise<FoundDocument[]> =>
  allPages((page) => readPage(client, { modifiedSince: since, own }, page));

const changedAt = ({ UpdatedDateUTC }: WireDocument): number => Number(/\/Date\((\d+)/.exec(UpdatedDateUTC ?? '')?.[1] ?? 0);

/** Before this, nothing was made of the invoices and bills that link to an environment, by the Xero app that asks; null = it made none. */
export const firstInvoiceLinkedTo = async (client: XeroClient, host: string): Promise<number | null> => {
  const own = await allWires((page) => readPage(client, { own: true }, page));
  const linked = own.filter(({ Url }) => invoiceOfLink(Url)?.startsWith(invoiceKey(host, '')) === true);
  return linked.length === 0 ? null : Math.min(...linked.map(changedAt));
};

/** Credit notes that anybody made or changed since then; Xero does not say which app made one. */
export const findCreditNotesSince = (client: XeroClient, since: Date): Promise<FoundDocument[]> =>
  allPages((page) => readCreditNotes(client, since, page));

const findCreditNote = async (client: XeroClient, id: string): Promise<FoundDocument[]> => {
  const answer = await readIfThere(client, (api, tenantId) => api.getCreditNote(tenantId, id, 4));
  return ((answer['CreditNotes'] ?? []) as readonly WireDocument[]).flatMap((wire) => documentOf(wire) ?? []);
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
  for (const some of portions(invoices, AT_ONCE)) found.push(...(await allPages((page) => readPage(client, { ids: some }, page))));
  for (const { id } of refs.filter(({ type }) => isCreditNote(type))) found.push(...(await findCreditNote(client, id)));
  return found;
};
