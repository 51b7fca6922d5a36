/** Look-ups of documents at Xero: by number, by id, and among the app's own. */
import type { FoundDocument } from '../core/doubts.ts';
import type { XeroClient } from './client.ts';
import type { WireInvoice } from './documents.ts';
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
  readonly own?: boolean;
}

const readPage = async (client: XeroClient, query: Query, page: number): Promise<FoundDocument[]> => {
  const answer = await client.request({
    call: (api, tenantId) =>
      api.getInvoices(
        tenantId,
        query.modifiedSince,
        undefined,
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
  return ((answer['Invoices'] ?? []) as readonly WireInvoice[]).flatMap((wire) => documentOf(wire) ?? []);
};

const readAll = async (client: XeroClient, query: Query): Promise<FoundDocument[]> => {
  const found: FoundDocument[] = [];
  for (let page = 1; ; page++) {
    const documents = await readPage(client, query, page);
    found.push(...documents);
    if (documents.length < PAGE_SIZE) return found;
  }
};

/** Documents that bear one of these numbers, in every status. */
export const findByNumbers = async (client: XeroClient, numbers: readonly string[]): Promise<FoundDocument[]> => {
  const found: FoundDocument[] = [];
  for (const chunk of chunks(numbers)) found.push(...(await readAll(client, { numbers: chunk })));
  return found;
};

/** Documents by their ids. */
export const findByIds = async (client: XeroClient, ids: readonly string[]): Promise<FoundDocument[]> => {
  const found: FoundDocument[] = [];
  for (const chunk of chunks(ids)) found.push(...(await readAll(client, { ids: chunk })));
  return found;
};

/** Documents that this app made or changed since then, all pages, in every status. */
export const findOwnSince = (client: XeroClient, since: Date): Promise<FoundDocument[]> =>
  readAll(client, { modifiedSince: since, own: true });
