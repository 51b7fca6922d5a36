/** Query options of the Web API, parsed by a grammar and held to the model. What Dataverse refuses is refused here. */
import type { Token } from '@odata/parser';
import { defaultParser } from '@odata/parser';
import type { TableDefinition } from './column.ts';
import { meets } from './filter.ts';
import { pretended } from './installed-version.ts';
import type { Expandable } from './model.ts';
import { expandableOf, propertyOf } from './model.ts';
import { Refusal } from './refusal.ts';

export interface Expansion {
  readonly name: string;
  readonly to: Expandable;
  readonly query: Query;
}
export interface Query {
  /** Properties as asked; null = all. */
  readonly select: readonly string[] | null;
  readonly expand: readonly Expansion[];
  readonly filter: Token | null;
  readonly orderBy: readonly { readonly property: string; readonly descending: boolean }[];
  readonly top: number | null;
  readonly count: boolean;
  readonly skipToken: number;
}

const MAX_EXPANDS = 15;
const KNOWN_OPTION = /^\$(select|expand|filter|orderby|top|count|skiptoken)=/;
const syntax = (message: string): Refusal => new Refusal(400, '0x80060888', message);

const itemsOf = (token: Token): readonly Token[] => (token.value as { readonly items: readonly Token[] }).items;

const selectOf = (table: TableDefinition, token: Token): readonly string[] =>
  itemsOf(token).map(({ raw }) => {
    propertyOf(table, raw);
    return raw;
  });

const orderOf = (table: TableDefinition, token: Token): Query['orderBy'] =>
  itemsOf(token).map(({ raw }) => {
    const [property = '', direction] = raw.trim().split(/\s+/);
    propertyOf(table, property);
    return { property, descending: direction === 'desc' };
  });

const expansionOf = (table: TableDefinition, item: Token): Expansion => {
  const parts = item.value as { readonly path: Token; readonly options?: readonly Token[] };
  const name = parts.path.raw;
  const to = expandableOf(table, name);
  const query = queryOf(to.target, parts.options ?? []);
  if (to.kind !== 'single' && query.expand.length > 0 && (query.orderBy.length > 0 || query.top !== null))
    throw syntax('$orderby and $top are not supported together with a nested $expand of a collection.');
  return { name, to, query };
};

/** Held to the model before any row is looked at, since a table may be empty. */
const filterOf = (table: TableDefinition, token: Token): Token => {
  const filter = token.value as Token;
  meets(table, { id: '', version: 0, values: {} }, filter);
  return filter;
};

const queryOf = (table: TableDefinition, options: readonly Token[]): Query => {
  const of = (type: string): Token | undefined => options.find((option) => (option.type as string) === type);
  const [select, expand, filter, order, top, count] = ['Select', 'Expand', 'Filter', 'OrderBy', 'Top', 'InlineCount'].map(of);
  return {
    select: select ? selectOf(table, select) : null,
    expand: expand ? itemsOf(expand).map((item) => expansionOf(table, item)) : [],
    filter: filter ? filterOf(table, filter) : null,
    orderBy: order ? orderOf(table, order) : [],
    top: top ? Number((top.value as Token).raw) : null,
    count: count !== undefined,
    skipToken: 0,
  };
};

const expandsIn = (query: Query): number => query.expand.reduce((total, { query: inner }) => total + 1 + expandsIn(inner), 0);

/** Queries that were parsed before: the grammar takes a millisecond, and clients ask the same again and again. */
const read = new Map<string, Query>();
const READ_KEPT = 200;

/**
 * Parses the part behind the `?`.
 * @throws {Refusal} 400 on a syntax error, an unknown option or property, `$skip`, and more than 15 expands
 */
export const readQuery = (table: TableDefinition, search: string): Query => {
  const key = `${pretended()} ${table.logicalName}?${search}`;
  const known = read.get(key);
  if (known) return known;
  const query = parseQuery(table, search);
  read.set(key, query);
  if (read.size > READ_KEPT) read.delete(read.keys().next().value ?? '');
  return query;
};

const parseQuery = (table: TableDefinition, search: string): Query => {
  const options = search
    .split('&')
    .filter((option) => option !== '' && !option.startsWith('@') && !option.startsWith('tag='))
    .map((option) => decodeURIComponent(option.replaceAll('+', '%20')));
  const unknown = options.find((option) => !KNOWN_OPTION.test(option));
  if (unknown !== undefined) throw syntax(`The query parameter ${unknown.split('=')[0] ?? ''} is not supported.`);
  const skipToken = Number(options.find((option) => option.startsWith('$skiptoken='))?.slice('$skiptoken='.length) ?? 0);
  const rest = options.filter((option) => !option.startsWith('$skiptoken='));
  if (rest.length === 0) return { select: null, expand: [], filter: null, orderBy: [], top: null, count: false, skipToken };
  let parsed: Token;
  try {
    parsed = defaultParser.query(rest.join('&'));
  } catch (problem) {
    throw syntax(`Syntax error in '${rest.join('&').slice(0, 200)}': ${(problem as Error).message}`);
  }
  const query = queryOf(table, (parsed.value as { readonly options: readonly Token[] }).options);
  if (expandsIn(query) > MAX_EXPANDS) throw syntax(`At most ${String(MAX_EXPANDS)} $expand options are allowed in a query.`);
  return { ...query, skipToken };
};
