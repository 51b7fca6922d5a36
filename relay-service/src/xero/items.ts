/** Items at Xero: looked up by code, made in batches. */
import type { Items } from 'xero-node/dist/gen/model/accounting/items.js';
import type { ItemToMake } from '../core/document.ts';
import { asModel } from './as-model.ts';
import type { XeroClient } from './client.ts';
import { errorsOf } from './documents.ts';

const CONDITIONS_AT_ONCE = 40;

export interface FoundItem {
  readonly code: string;
}

/** Items that bear one of these codes. */
export const findItems = async (client: XeroClient, codes: readonly string[]): Promise<FoundItem[]> => {
  const found: FoundItem[] = [];
  const askable = codes.filter((code) => code !== '' && !code.includes('"'));
  for (let start = 0; start < askable.length; start += CONDITIONS_AT_ONCE) {
    const where = askable
      .slice(start, start + CONDITIONS_AT_ONCE)
      .map((code) => `Code=="${code}"`)
      .join(' OR ');
    const answer = await client.request({ call: (api, tenantId) => api.getItems(tenantId, undefined, where) });
    found.push(...((answer['Items'] ?? []) as readonly { readonly Code: string }[]).map(({ Code }) => ({ code: Code })));
  }
  return found;
};

/** Creates items; matched by Code, never by position. */
export const putItems = async (
  client: XeroClient,
  items: readonly ItemToMake[],
  call: { readonly idempotencyKey: string; readonly timeoutMs: number },
): Promise<{ readonly code: string | null; readonly errors: readonly string[] }[]> => {
  const body = { Items: items };
  const answer = await client.request({
    write: { body, timeoutMs: call.timeoutMs },
    call: (api, tenantId) => api.createItems(tenantId, asModel<Items>(body), false, undefined, call.idempotencyKey),
  });
  const answered = (answer['Items'] ?? []) as readonly {
    Code?: string;
    StatusAttributeString?: string;
    ValidationErrors?: { Message?: string }[];
  }[];
  return answered.map((item) => ({
    code: item.Code ?? null,
    errors: item.StatusAttributeString === 'ERROR' || item.ValidationErrors ? errorsOf(item) : [],
  }));
};
