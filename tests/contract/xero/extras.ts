/** What Xero's real wire carries beyond its specification (16.1.0), each with where that is known from. Allowed in answers only. */

/** A property that the specification forgets. */
export interface Extra {
  /** Schemas that carry it, by their names in the specification; `list` = every envelope of a list. */
  readonly of: readonly string[];
  readonly property: string;
  readonly schema: object;
  readonly source: string;
}

const documents = ['Invoice', 'CreditNote'] as const;
const isoDate = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}' };
const examples = "the specification's own example of GET /Invoices, which its schema leaves out";
const release19 = 'specification 19.0.0, as the typings of xero-node 20.0.0 show it (reference/xero.md section 1)';

export const extras: readonly Extra[] = [
  { of: documents, property: 'DateString', schema: isoDate, source: `${examples}; reference/xero.md section 1, bug 8` },
  { of: documents, property: 'DueDateString', schema: isoDate, source: `${examples}; reference/xero.md section 1, bug 8` },
  {
    of: ['Invoice'],
    property: 'InvoicePaymentServices',
    schema: { type: 'array', items: { type: 'object' } },
    source: 'seen in real payloads: reference/xero.md section 1, bug 8',
  },
  { of: ['Invoice'], property: 'RoundingAmount', schema: { type: 'number' }, source: release19 },
  { of: ['Invoice'], property: 'EnteredTotal', schema: { type: 'number' }, source: release19 },
  {
    of: ['HistoryRecord'],
    property: 'ValidationErrors',
    schema: { type: 'array', items: { type: 'object' } },
    source: "the specification's own example HistoryRecordCreated, which the schema leaves out",
  },
  { of: ['list'], property: 'Id', schema: { type: 'string', format: 'uuid' }, source: examples },
  { of: ['list'], property: 'Status', schema: { type: 'string' }, source: examples },
  { of: ['list'], property: 'ProviderName', schema: { type: 'string' }, source: examples },
  {
    of: ['list'],
    property: 'DateTimeUTC',
    schema: { type: 'string', 'x-is-msdate-time': true },
    source: examples,
  },
];

/**
 * Statuses that any call may be answered with; the specification declares 200, 204 and 400 alone, and no body for the others.
 * Source: reference/xero.md section 1, bug 5, and section 3, Errors and Limits.
 */
export const undeclaredStatuses: readonly number[] = [401, 403, 404, 412, 429, 500, 503];

/** Longest key that Xero takes ("128 character max" in the parameter's description, which declares no limit). */
export const IDEMPOTENCY_KEY_LIMIT = 128;
