/** A request and an answer of the API, and what all its answers have in common. */
import { randomUUID } from 'node:crypto';
import type { Posting } from './save-invoices.ts';
import type { JournalRow } from './state.ts';
import { wireDate } from './wire.ts';

/** A request as the API sees it. */
export interface ApiRequest {
  readonly method: string;
  /** Below `/api.xro/2.0/`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly modifiedSince: number | null;
  readonly posting: Posting;
}
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Commits that this answer reports. */
  readonly journal: readonly JournalRow[];
}

export const ok = (body: unknown, journal: readonly JournalRow[] = []): ApiAnswer => ({ status: 200, body, journal });
export const envelope = (name: string, rows: readonly unknown[], more: object = {}): object => ({
  Id: randomUUID(),
  Status: 'OK',
  ProviderName: 'Stellarise Connector',
  DateTimeUTC: wireDate(0),
  ...more,
  [name]: rows,
});

export const lists = (value: string | undefined): Set<string> | null =>
  value === undefined ? null : new Set(value.split(',').map((part) => decodeURIComponent(part).toLowerCase()));

export const paged = <Row>(rows: readonly Row[], query: ApiRequest['query']): { readonly rows: readonly Row[]; readonly more: object } => {
  if (query['page'] === undefined) return { rows, more: {} };
  const page = Number(query['page']);
  const pageSize = Math.min(1000, Number(query['pageSize'] ?? 100));
  return {
    rows: rows.slice((page - 1) * pageSize, page * pageSize),
    more: { pagination: { page, pageSize, pageCount: Math.ceil(rows.length / pageSize), itemCount: rows.length } },
  };
};

export const summarised = (request: ApiRequest): boolean => request.query['summarizeErrors'] !== 'false';
