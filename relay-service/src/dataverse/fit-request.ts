/**
 * A request of the Web API without what the installed solution has not got: one unknown name in a query, or in a row that is written, and
 * Dataverse refuses all of it. What is left out is read as empty, which means its default, and is not written.
 */
import { extendedTables, relationships, tables } from '@stl3/solution';
import type { Lacking } from '../core/installed-solution.ts';
import { RemoteError } from '../errors.ts';
import type { BatchOperation } from './batch.ts';

const keyOf = new Map([...tables, ...extendedTables].map(({ setName, primaryKey }) => [setName, primaryKey]));
const setOf = new Map([...tables, ...extendedTables].map(({ logicalName, setName }) => [logicalName, setName]));
/** Where navigation properties lead: ours, and those of Microsoft's that we expand. */
const leadsTo = new Map<string, string>([
  ['invoice_details', 'invoicedetails'],
  ['productid', 'products'],
  ...['customerid_account', 'parentaccountid', 'parentcustomerid_account'].map((name) => [name, 'accounts'] as const),
  ['customerid_contact', 'contacts'],
  ...relationships.flatMap(({ schemaName, referencing, referenced, column }) => [
    [schemaName, setOf.get(referencing) ?? ''] as const,
    [column.schemaName, setOf.get(referenced) ?? ''] as const,
  ]),
]);

/** Splits where no bracket is open. */
const split = (text: string, separator: string): readonly string[] => {
  const parts: string[] = [''];
  let depth = 0;
  for (const letter of text) {
    depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
    if (letter === separator && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${letter}`);
  }
  return parts;
};

const tooOld = (what: string): RemoteError =>
  new RemoteError({
    code: 'SOLUTION_TOO_OLD',
    system: 'Dataverse',
    message: `The installed solution has no ${what} yet. Import the newest one.`,
    executed: 'no',
    retryable: false,
  });

const logicalNameOf = (property: string): string => (/^_(.+)_value$/.exec(property)?.[1] ?? property.split('@')[0] ?? '').toLowerCase();

const fitExpand = (expand: string, lacking: Lacking): string =>
  split(expand, ',')
    .flatMap((each) => {
      const [, navigation = '', options] = /^(\w+)(?:\((.*)\))?$/s.exec(each) ?? [];
      const set = leadsTo.get(navigation) ?? '';
      if (lacking.navigations.has(navigation) || lacking.sets.has(set)) return [];
      return options === undefined ? [each] : [`${navigation}(${fitOptions(set, split(options, ';'), lacking).join(';')})`];
    })
    .join(',');

const fitOptions = (set: string, options: readonly string[], lacking: Lacking): readonly string[] => {
  const gone = lacking.columns.get(set) ?? new Set<string>();
  return options.flatMap((option) => {
    const [name = '', value = ''] = option.split(/=(.*)/s);
    if (name === '$select') {
      const there = value.split(',').filter((each) => !gone.has(logicalNameOf(each)));
      return [`$select=${there.length > 0 ? there.join(',') : (keyOf.get(set) ?? '')}`];
    }
    if (name === '$expand') {
      const expand = fitExpand(value, lacking);
      return expand === '' ? [] : [`$expand=${expand}`];
    }
    // Rows that are picked by what is not there would be others than were asked for.
    const missing = ['$filter', '$orderby'].includes(name)
      ? [...value.matchAll(/\b_?(stl3_\w+?)(?:_value)?\b/g)].find(([, column = '']) => gone.has(column))
      : undefined;
    if (missing) throw tooOld(`column ${missing[1] ?? ''}`);
    return [option];
  });
};

const fitBody = (set: string, body: unknown, lacking: Lacking): unknown => {
  if (typeof body !== 'object' || body === null) return body;
  if (Array.isArray(body)) return body.map((each) => fitBody(set, each, lacking));
  const gone = lacking.columns.get(set) ?? new Set<string>();
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      gone.has(logicalNameOf(name)) ? [] : [[name, name === 'Targets' ? fitBody(set, value, lacking) : (value as unknown)]],
    ),
  );
};

/**
 * @param lacking what the installed solution has not got
 * @throws {RemoteError} `SOLUTION_TOO_OLD` where nothing of the request is left, or it would mean something else
 */
export const fitRequest = <Request extends BatchOperation>(request: Request, lacking: Lacking): Request => {
  const [address = '', search] = request.path.split(/\?(.*)/s);
  const set = /^\w+/.exec(address)?.[0] ?? '';
  if (lacking.sets.has(set)) throw tooOld(`table ${set}`);
  const path = search === undefined ? address : `${address}?${fitOptions(set, search.split('&'), lacking).join('&')}`;
  return { ...request, path, ...(request.body === undefined ? {} : { body: fitBody(set, request.body, lacking) }) };
};
