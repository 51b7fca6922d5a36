/**
 * `$filter` over rows: comparisons, and/or/not, contains, startswith, endswith, null, whether a collection has any row, and two of
 * Dataverse's own functions of dates. Types are held to the model.
 */
import type { Token } from '@odata/parser';
import type { Column, TableDefinition } from './column.ts';
import { expandableOf, propertyOf } from './model.ts';
import { Refusal } from './refusal.ts';
import type { Row, Value } from './state.ts';
import { isReference } from './state.ts';

type Scalar = string | number | boolean | null;
interface Operand {
  readonly column: Column | null;
  readonly value: Scalar;
}
interface Sides {
  readonly left: Token;
  readonly right: Token;
}

const bad = (message: string): Refusal => new Refusal(400, '0x80060888', message);
const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const scalarOf = (value: Value | undefined): Scalar => (isReference(value) ? value.id : (value ?? null));

const literalOf = (raw: string): Scalar => {
  if (raw === 'null') return null;
  if (raw === 'true' || raw === 'false') return raw === 'true';
  if (raw.startsWith("'")) return raw.slice(1, -1).replaceAll("''", "'");
  if (/^-?\d+(\.\d+)?$/.test(raw)) return Number(raw);
  return GUID.test(raw) ? raw.toLowerCase() : raw;
};

const operandOf = (table: TableDefinition, row: Row, token: Token): Operand => {
  if ((token.type as string) === 'Literal') return { column: null, value: literalOf(token.raw) };
  const { name, column } = propertyOf(table, token.raw);
  const value = scalarOf(row.values[name]);
  return { column, value: column.type === 'id' || column.type === 'lookup' ? ((value as string | null)?.toLowerCase() ?? null) : value };
};

const typed: Readonly<Record<Column['type'], (value: Scalar) => boolean>> = {
  text: (value) => typeof value === 'string',
  memo: (value) => typeof value === 'string',
  whole: (value) => typeof value === 'number',
  bigint: (value) => typeof value === 'number',
  decimal: (value) => typeof value === 'number',
  money: (value) => typeof value === 'number',
  choice: (value) => typeof value === 'number',
  yesno: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value),
  instant: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  id: (value) => typeof value === 'string' && GUID.test(value),
  lookup: (value) => typeof value === 'string' && GUID.test(value),
};

const hold = ({ column }: Operand, { value }: Operand, raw: string): void => {
  if (column && value !== null && !typed[column.type](value))
    throw bad(`A binary operator with incompatible types was detected in '${raw}'.`);
};

const order = (left: Operand, right: Operand): number | null => {
  if (left.value === null || right.value === null) return null;
  if (left.column?.type === 'instant' || right.column?.type === 'instant')
    return Date.parse(left.value as string) - Date.parse(right.value as string);
  if (typeof left.value === 'number') return left.value - (right.value as number);
  // Dataverse compares text without regard to case.
  return String(left.value).toLowerCase().localeCompare(String(right.value).toLowerCase());
};

const same = (left: Operand, right: Operand): boolean =>
  left.value === null || right.value === null ? left.value === right.value : order(left, right) === 0;

const comparisons: Readonly<Record<string, (left: Operand, right: Operand) => boolean>> = {
  EqualsExpression: same,
  NotEqualsExpression: (left, right) => !same(left, right),
  LesserThanExpression: (left, right) => (order(left, right) ?? 0) < 0,
  LesserOrEqualsExpression: (left, right) => (order(left, right) ?? 1) <= 0,
  GreaterThanExpression: (left, right) => (order(left, right) ?? 0) > 0,
  GreaterOrEqualsExpression: (left, right) => (order(left, right) ?? -1) >= 0,
};

const methods: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  contains: (text, part) => text.includes(part),
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
};

/** Both date types; the stand-in's users live in UTC. */
const dateFunctions: Readonly<Record<string, (date: string, day: string) => boolean>> = {
  OnOrAfter: (date, day) => date >= day,
  OnOrBefore: (date, day) => date <= day,
};

interface FunctionCall {
  readonly fn: { readonly value: { readonly name: string } };
  readonly params: { readonly value: readonly { readonly value: { readonly name: Token; readonly value: Token } }[] };
}

const meetsFunction = (table: TableDefinition, row: Row, token: Token): boolean => {
  const { fn, params } = token.value as FunctionCall;
  const given = new Map(params.value.map(({ value }) => [value.name.raw, String(literalOf(value.value.raw))]));
  const holds = dateFunctions[fn.value.name];
  const [property, day] = [given.get('PropertyName'), given.get('PropertyValue')];
  if (!holds || property === undefined || day === undefined) throw bad(`The function '${token.raw}' is not supported.`);
  const { name, column } = propertyOf(table, property);
  if (column.type !== 'date' && column.type !== 'instant') throw bad(`'${property}' is no date.`);
  const value = scalarOf(row.values[name]);
  return typeof value === 'string' && holds(value.slice(0, 10), day);
};

/** Rows that a collection of a row leads to. */
export type Related = (row: Row, navigation: string) => readonly Row[];

/** Does the row meet the condition? @throws {Refusal} 400 on an unknown property, wrong type or unsupported function */
export const meets = (table: TableDefinition, row: Row, token: Token, related: Related = () => []): boolean => {
  const type = token.type as string;
  const sides = token.value as Sides;
  if (type === 'AndExpression') return [sides.left, sides.right].map((side) => meets(table, row, side, related)).every(Boolean);
  if (type === 'OrExpression') return [sides.left, sides.right].map((side) => meets(table, row, side, related)).some(Boolean);
  if (type === 'NotExpression') return !meets(table, row, token.value as Token, related);
  if (['BoolParenExpression', 'ParenExpression', 'CommonExpression'].includes(type))
    return meets(table, row, token.value as Token, related);
  if (type === 'FunctionExpression') return meetsFunction(table, row, token);
  const [, collection] = type === 'FirstMemberExpression' ? (/^(\w+)\/any\(\)$/.exec(token.raw) ?? []) : [];
  if (collection !== undefined) {
    expandableOf(table, collection);
    return related(row, collection).length > 0;
  }
  const compare = comparisons[type];
  if (compare) {
    const left = operandOf(table, row, sides.left);
    const right = operandOf(table, row, sides.right);
    hold(left, right, token.raw);
    hold(right, left, token.raw);
    return compare(left, right);
  }
  if (type === 'MethodCallExpression') {
    const call = token.value as { readonly method: string; readonly parameters: readonly Token[] };
    const method = methods[call.method.toLowerCase()];
    const [text, part] = call.parameters.map((parameter) => String(operandOf(table, row, parameter).value ?? '').toLowerCase());
    if (method && text !== undefined && part !== undefined) return method(text, part);
  }
  throw bad(`The expression '${token.raw}' is not supported.`);
};
