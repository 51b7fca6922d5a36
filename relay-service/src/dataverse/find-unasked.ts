/** Invoices that were never sent and never asked for, near the day on which they are due. */
import type { AutomaticSending, Candidate } from '../core/automatic-sending.ts';
import type { Settings } from '../core/connection.ts';
import { addDays } from '../core/dates.ts';
import type { DataverseClient } from './client.ts';
import { inPagesOf, pagesOf } from './pages.ts';
import type { Row } from './rows.ts';
import { textOf, wholeOf } from './rows.ts';

/** Whose invoices are looked for. */
export interface Scope {
  readonly connectorId: string;
  /** Invoices that name no connection are this one's. */
  readonly withUnnamed: boolean;
}
type Sending = AutomaticSending & { readonly settings: Pick<Settings, 'dateColumn'> };

/** Active (Invoice.statecode). */
const ACTIVE = 0;
const PAGE = 500;
const COLUMN = /^[a-z][a-z0-9_]*$/;

/** The column that holds the date; null where none does. */
const columnOf = ({ trigger, settings }: Sending): string | null => {
  if (trigger.kind === 'atStatus') return null;
  if (settings.dateSource === 'dateDelivered') return 'datedelivered';
  return settings.dateSource === 'column' ? (settings.dateColumn ?? '') : null;
};

// A day more on both sides: Dynamics compares in the zone of the relay's user, and which day is meant is for the core to say.
const around = (column: string, { since, now }: Sending): string =>
  [
    ['OnOrAfter', addDays(since.slice(0, 10), -1)],
    ['OnOrBefore', addDays(now.slice(0, 10), 1)],
  ]
    .map(([name = '', day = '']) => `Microsoft.Dynamics.CRM.${name}(PropertyName='${column}',PropertyValue='${day}')`)
    .join(' and ');

const dueBy = (sending: Sending, column: string | null): string => {
  const madeSince = `createdon ge ${sending.since}`;
  if (sending.trigger.kind === 'atStatus') return `statuscode eq ${String(sending.trigger.status)} and ${madeSince}`;
  if (column === null) return madeSince;
  const near = `(${around(column, sending)})`;
  return sending.settings.todayIfEmpty ? `(${near} or (${column} eq null and ${madeSince}))` : near;
};

const scopeOf = ({ connectorId, withUnnamed }: Scope): string =>
  withUnnamed
    ? `(_stl3_connectorid_value eq ${connectorId} or _stl3_connectorid_value eq null)`
    : `_stl3_connectorid_value eq ${connectorId}`;

const queryOf = (scope: Scope, sending: Sending, column: string | null): string => {
  const filter = [
    `statecode eq ${String(ACTIVE)}`,
    scopeOf(scope),
    dueBy(sending, column),
    // Whoever asked, and whatever came of it: a refusal is not asked for again by itself.
    '(not stl3_invoice_xerorequest/any())',
    '(not stl3_invoice_xerodetails/any())',
  ].join(' and ');
  const select = ['invoiceid', 'name', 'statuscode', 'createdon', 'datedelivered', ...(column === null ? [] : [column])];
  return `invoices?$select=${[...new Set(select)].join(',')}&$filter=${encodeURIComponent(filter)}&$orderby=${column ?? 'createdon'} asc,invoiceid asc`;
};

const candidateOf = (row: Row, column: string | null): Candidate => ({
  id: (textOf(row, 'invoiceid') ?? '').toLowerCase(),
  name: textOf(row, 'name'),
  status: wholeOf(row, 'statuscode'),
  createdOn: textOf(row, 'createdon'),
  dateDelivered: textOf(row, 'datedelivered'),
  columnDate: column === null ? null : textOf(row, column),
});

/**
 * Reads page by page, the earliest first, until enough are due; the next look finds the rest, for what was asked for is found no more.
 * @throws {RemoteError} also where the settings name a column that the invoice has not got
 */
export const findUnasked = async (
  client: DataverseClient,
  scope: Scope,
  sending: Sending,
  isDue: (invoice: Candidate) => boolean,
  most: number,
): Promise<readonly Candidate[]> => {
  const column = columnOf(sending);
  if (column !== null && !COLUMN.test(column)) return [];
  const due: Candidate[] = [];
  for await (const rows of pagesOf(client, queryOf(scope, sending, column), inPagesOf(PAGE))) {
    due.push(...rows.map((row) => candidateOf(row, column)).filter(isDue));
    if (due.length >= most) break;
  }
  return due.slice(0, most);
};
