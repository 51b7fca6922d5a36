/** The body of a create or update, held to the model: names, types, lengths, choices, binds, and what may be written when. */
import { fixedOf, numberOf, roundTo } from '../xero/arithmetic.ts';
import type { Column, TableDefinition } from './column.ts';
import { isThere } from './installed-version.ts';
import { lookupOf, tableOfSet } from './model.ts';
import { Refusal } from './refusal.ts';
import type { Environment, Reference, Value } from './state.ts';
import { rowsOf } from './state.ts';

const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const edm: Readonly<Record<Column['type'], string>> = {
  text: 'Edm.String',
  memo: 'Edm.String',
  whole: 'Edm.Int32',
  choice: 'Edm.Int32',
  bigint: 'Edm.Int64',
  decimal: 'Edm.Decimal',
  money: 'Edm.Decimal',
  yesno: 'Edm.Boolean',
  date: 'Edm.Date',
  instant: 'Edm.DateTimeOffset',
  id: 'Edm.Guid',
  lookup: 'Edm.Guid',
};
// Date.parse alone takes 31 February for a day of March.
const isDay = (value: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value);
const isInstant = (value: string): boolean => /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value));

const fits: Readonly<Record<Column['type'], (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  memo: (value) => typeof value === 'string',
  whole: (value) => Number.isInteger(value),
  choice: (value) => Number.isInteger(value),
  bigint: (value) => Number.isInteger(value),
  decimal: (value) => typeof value === 'number' && Number.isFinite(value),
  money: (value) => typeof value === 'number' && Number.isFinite(value),
  yesno: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && isDay(value),
  instant: (value) => typeof value === 'string' && isInstant(value),
  id: (value) => typeof value === 'string' && GUID.test(value),
  lookup: () => false,
};

const invalid = (message: string): Refusal => new Refusal(400, '0x80040203', message);

const inRange = (name: string, column: Column, value: unknown): void => {
  if (typeof value === 'string' && column.max !== undefined && value.length > column.max)
    throw new Refusal(
      400,
      '0x80044331',
      `A validation error occurred. The length of the '${name}' attribute exceeded the maximum allowed length of '${String(column.max)}'.`,
    );
  if (typeof value !== 'number') return;
  if (column.options && !(value in column.options))
    throw new Refusal(
      400,
      '0x80044330',
      `A validation error occurred. The value '${String(value)}' of '${name}' is outside of the accepted values.`,
    );
  if (column.type !== 'choice' && (value < (column.min ?? -Infinity) || value > (column.max ?? Infinity)))
    throw new Refusal(400, '0x80044330', `A validation error occurred. The value of '${name}' is outside the valid range.`);
};

const stored = (column: Column, value: string | number | boolean): Value => {
  if (typeof value === 'number' && column.type === 'decimal') return numberOf(roundTo(fixedOf(value), column.precision ?? 2));
  if (typeof value === 'string' && column.type === 'instant') return new Date(value).toISOString().replace(/\.\d+Z$/, 'Z');
  return column.type === 'id' ? String(value).toLowerCase() : value;
};

const bindOf = (
  environment: Environment,
  table: TableDefinition,
  property: string,
  value: unknown,
): { readonly name: string; readonly column: Column; readonly value: Value } => {
  const navigation = property.slice(0, -'@odata.bind'.length);
  const found = lookupOf(table, navigation);
  if (!found)
    throw new Refusal(
      400,
      '0x80048d19',
      `Error identified in Payload provided by the user for Entity :'${table.setName}'. An undeclared property '${navigation}' which only has property annotations in the payload but no property value was found.`,
    );
  const { name, column } = found;
  if (value === null) return { name, column, value: null };
  const [, set = '', id = ''] =
    /^(?:https?:\/\/[^/]+\/api\/data\/v9\.\d)?\/?([a-z0-9_]+)\(([0-9a-f-]{36})\)$/i.exec(typeof value === 'string' ? value : '') ?? [];
  const target = tableOfSet(set);
  if (!column.navigations?.some((each) => each.name === navigation && each.target === target.logicalName))
    throw new Refusal(400, '0x80048d19', `'${navigation}' cannot point to ${target.logicalName}.`);
  const reference: Reference = { table: target.logicalName, id: id.toLowerCase() };
  if (!rowsOf(environment, target.logicalName).has(reference.id))
    throw new Refusal(404, '0x80040217', `Entity '${target.logicalName}' With Id = ${reference.id} Does Not Exist`);
  return { name, column, value: reference };
};

const plainOf = (
  table: TableDefinition,
  property: string,
  value: unknown,
): { readonly name: string; readonly column: Column; readonly value: Value } => {
  const column = table.columns[property];
  if (!column || column.type === 'lookup' || !isThere(column))
    throw new Refusal(
      400,
      '0x80048d19',
      `Error identified in Payload provided by the user for Entity :'${table.setName}'. The property '${property}' does not exist on type 'Microsoft.Dynamics.CRM.${table.logicalName}'.`,
    );
  if (value === null) return { name: property, column, value: null };
  if (!fits[column.type](value))
    throw new Refusal(
      400,
      '0x80048d19',
      `Error identified in Payload provided by the user for Entity :'${table.setName}'. Cannot convert the value of '${property}' to the expected type '${edm[column.type]}'.`,
    );
  inRange(property, column, value);
  return { name: property, column, value: stored(column, value as string | number | boolean) };
};

/**
 * Values to store, by logical name.
 * @throws {Refusal} 400 on an unknown or mistyped property, a value out of range, a column that may not be written; 404 on a bind to nothing
 */
export const readValues = (
  environment: Environment,
  table: TableDefinition,
  body: unknown,
  on: 'create' | 'update',
): Record<string, Value> => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid('The body is no object.');
  const values: Record<string, Value> = {};
  for (const [property, value] of Object.entries(body)) {
    if (property === '@odata.type' || property === '@odata.etag') continue;
    const read = property.endsWith('@odata.bind') ? bindOf(environment, table, property, value) : plainOf(table, property, value);
    if (on === 'update' && read.name === table.primaryKey) continue;
    if (!read.column[on]) throw invalid(`The column '${read.name}' of ${table.logicalName} is not valid for ${on}.`);
    values[read.name] = read.value;
  }
  return values;
};
