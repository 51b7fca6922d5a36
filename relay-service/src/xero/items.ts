/** Items at Xero: looked up by code, made in batches. */
import type { Items } from 'xero-node/dist/gen/model/accounting/items.js';
import type { ItemToMake } from '../core/document.ts';
import type { XeroItemSummary } from '../core/item-code.ts';
import { portions } from '../core/portions.ts';
import { asModel } from './as-model.ts';
import type { XeroClient } from './client.ts';
import { errorsOf } from './documents.ts';

const CONDITIONS_AT_ONCE = 40;

export interface FoundItem {
  readonly code: string;
  readonly name: string;
  /** Xero counts its stock. */
  readonly tracked: boolean;
}

const foundIn = (answer: Readonly<Record<string, unknown>>): FoundItem[] =>
  ((answer['Items'] ?? []) as readonly XeroItemSummary[]).map(({ Code, Name, IsTrackedAsInventory }) => ({
    code: Code,
    name: Name ?? '',
    tracked: IsTrackedAsInventory === true,
  }));

/** Items that bear one of these codes. */
export const findItems = async (client: XeroClient, codes: readonly string[]): Promise<FoundItem[]> => {
  const found: FoundItem[] = [];
  const askable = codes.filter((code) => code !== '' && !code.includes('"'));
  for (const some of portions(askable, CONDITIONS_AT_ONCE)) {
    const where = some.map((code) => `Code=="${code}"`).join(' OR ');
    const answer = await client.request({ call: (api, tenantId) => api.getItems(tenantId, undefined, where) });
    found.push(...foundIn(answer));
  }
  return found;
};

/** Every item, in one call: Xero does not page them. */
export const listItems = async (client: XeroClient): Promise<FoundItem[]> =>
  foundIn(await client.request({ call: (api, tenantId) => api.getItems(tenantId) }));

/** Creates items; matched by Code, never by position. */
export const putItems = async (
  client: XeroClient,
  items: readonly ItemToMake[],
  call: { readonly idempotencyKey: string; readonly timeoutMs: number },
): Promise<{ readonly code: string | null; readonly name: string; readonly errors: readonly string[] }[]> => {
  const body = { Items: items };
  const answer = await client.request({
    write: { body, timeoutMs: call.timeoutMs },
    call: (api, tenantId) => api.createItems(tenantId, asModel<Items>(body), false, undefined, call.idempotencyKey),
  });
  const answered = (answer['Items'] ?? []) as readonly {
    Code?: string;
    Name?: string;
    StatusAttributeString?: string;
    ValidationErrors?: { Message?: string }[];
  }[];
  return answered.map((item) => ({
    code: item.Code ?? null,
    name: item.Name ?? '',
    errors: item.StatusAttributeString === 'ERROR' || item.ValidationErrors ? errorsOf(item) : [],
  }));
};
