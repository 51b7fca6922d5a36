/** Sees to it that the items a call names exist in Xero. */
import { randomUUID } from 'node:crypto';
import type { ItemToMake, XeroDocument } from '../core/document.ts';
import { portions } from '../core/portions.ts';
import type { StoredConnection } from '../store/connections.ts';
import { findItems, listItems, putItems } from '../xero/items.ts';
import { allEnded } from './all-ended.ts';
import type { Services } from './services.ts';

/** Items of one call; Xero takes up to 500. */
const AT_ONCE = 100;
/** So many unknown ones are not asked for by code any more. */
const MANY = 40;
const timeoutOf = (elements: number): number => 30_000 + 500 * elements;

/** Xero's words for an item that somebody else has made meanwhile. */
const EXISTS = /already exists/i;

const make = async (services: Services, stored: StoredConnection, some: readonly ItemToMake[]): Promise<void> => {
  const made = await putItems(services.xero(stored), some, { idempotencyKey: randomUUID(), timeoutMs: timeoutOf(some.length) });
  services.knownItems.add(
    stored.tenant_id,
    made.flatMap(({ code, name, errors }) => (code !== null && errors.every((error) => EXISTS.test(error)) ? [{ code, name }] : [])),
  );
  await services.atStep('items-made');
};

/** Few are asked for by code; where many are new, all items are read in one call. */
const lookUp = async (services: Services, stored: StoredConnection, items: readonly ItemToMake[]): Promise<void> => {
  const { knownItems } = services;
  const xero = services.xero(stored);
  const found =
    items.length < MANY
      ? await findItems(
          xero,
          items.map(({ Code }) => Code),
        )
      : await listItems(xero);
  knownItems.add(stored.tenant_id, found);
  if (items.length >= MANY) knownItems.setComplete(stored.tenant_id);
  knownItems.noteAbsent(
    stored.tenant_id,
    items.flatMap(({ Code }) => (knownItems.has(stored.tenant_id, Code) ? [] : [Code])),
  );
};

/**
 * Looks up those that are not known yet and makes what is missing, if the settings allow it.
 * @returns the codes that Xero does not know, without case; lines of them go without item code
 */
export const missingItemCodes = async (
  services: Services,
  stored: StoredConnection,
  items: readonly ItemToMake[],
  mayMake: boolean,
): Promise<ReadonlySet<string>> => {
  const { knownItems } = services;
  const wanted = new Map(items.map((item) => [item.Code.toLowerCase(), item]));
  const unknown = () => [...wanted.values()].filter(({ Code }) => !knownItems.has(stored.tenant_id, Code));
  const toLookUp = unknown().filter(({ Code }) => !knownItems.isAbsent(stored.tenant_id, Code));
  if (toLookUp.length > 0) await lookUp(services, stored, toLookUp);
  const missing = mayMake ? unknown() : [];
  await allEnded(portions(missing, AT_ONCE).map((some) => make(services, stored, some)));
  return new Set(unknown().map(({ Code }) => Code.toLowerCase()));
};

/** The document without the item codes that Xero does not know. */
export const withoutItems = (document: XeroDocument, missing: ReadonlySet<string>): XeroDocument => ({
  ...document,
  LineItems: document.LineItems.map(({ ItemCode, ...line }) =>
    ItemCode !== undefined && !missing.has(ItemCode.toLowerCase()) ? { ...line, ItemCode } : line,
  ),
});

/** Item codes that documents name. */
export const itemCodesOf = (documents: readonly XeroDocument[]): string[] => [
  ...new Set(documents.flatMap(({ LineItems }) => LineItems.flatMap(({ ItemCode }) => ItemCode ?? []))),
];
