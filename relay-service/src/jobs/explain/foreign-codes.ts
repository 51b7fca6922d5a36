/** Codes of accounts and tax types of another connection: a row's id says nothing in a file, so the row is taken from an expand. */
import type { Row } from '../../dataverse/rows.ts';
import { isObject } from './files.ts';

/** `stl3_SalesAccountId` beside `_stl3_salesaccountid_value`. */
const expandedAs = (row: Row, lookup: string): Row | undefined => {
  const name = lookup.slice(1, -'_value'.length);
  const [, expanded] = Object.entries(row).find(([property]) => property.toLowerCase() === name) ?? [];
  return isObject(expanded) ? expanded : undefined;
};

const codeOf = (row: Row | undefined): string | undefined =>
  [row?.['stl3_code'], row?.['stl3_xeroid']].find((value): value is string => typeof value === 'string' && value !== '');

/** @returns row id -> code in Xero, of all lookups to accounts and tax types that were expanded, however deep */
export const foreignCodesIn = (row: Row): Readonly<Record<string, string>> => {
  const codes: Record<string, string> = {};
  for (const [name, value] of Object.entries(row)) {
    const code = /^_stl3_\w*(?:account|taxtype)id_value$/.test(name) ? codeOf(expandedAs(row, name)) : undefined;
    if (code !== undefined && typeof value === 'string') codes[value] = code;
    for (const inner of [value].flat()) if (isObject(inner)) Object.assign(codes, foreignCodesIn(inner));
  }
  return codes;
};
