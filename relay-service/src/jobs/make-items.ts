/** Sees to it that the items a call names exist in Xero. */
import { randomUUID } from 'node:crypto';
import type { ItemToMake, XeroDocument } from '../core/document.ts';
import type { StoredConnection } from '../store/connections.ts';
import { findItems, putItems } from '../xero/items.ts';
import type { Services } from './services.ts';

const PUT_TIMEOUT_MS = 30_000;

/**
 * Looks the items up and makes what is missing, if the settings allow it.
 * @returns the codes that Xero knows; lines of others go without item code
 */
export const knownItemCodes = async (
  services: Services,
  stored: StoredConnection,
  items: readonly ItemToMake[],
  mayMake: boolean,
): Promise<ReadonlySet<string>> => {
  const wanted = new Map(items.map((item) => [item.Code.toLowerCase(), item]));
  if (wanted.size === 0) return new Set();
  const xero = services.xero(stored);
  const known = new Set(
    (
      await findItems(
        xero,
        [...wanted.values()].map(({ Code }) => Code),
      )
    ).map(({ code }) => code.toLowerCase()),
  );
  const missing = [...wanted].filter(([code]) => !known.has(code)).map(([, item]) => item);
  if (missing.length > 0 && mayMake)
    for (const { code, errors } of await putItems(xero, missing, { idempotencyKey: randomUUID(), timeoutMs: PUT_TIMEOUT_MS }))
      if (code !== null && errors.length === 0) known.add(code.toLowerCase());
  return known;
};

/** The document without the item codes that Xero does not know. */
export const withKnownItems = (document: XeroDocument, known: ReadonlySet<string>): XeroDocument => ({
  ...document,
  LineItems: document.LineItems.map(({ ItemCode, ...line }) =>
    ItemCode !== undefined && known.has(ItemCode.toLowerCase()) ? { ...line, ItemCode } : line,
  ),
});
