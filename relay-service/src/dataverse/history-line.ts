/** A line of the history: what answers to requests and the ends of effects have in common there. */
import type { Reason } from '../core/document.ts';
import type { Addressee } from '../core/outcome.ts';
import type { WriteRow, history } from '@stl3/solution';
import { historyResult, requestAction, startedBy } from '@stl3/solution';
import { cut } from './cut-text.ts';

/** What happened. */
export interface Happened {
  readonly to: Addressee;
  readonly result: keyof (typeof historyResult)['values'];
  readonly message: string;
  /** Xero's own words, where they are told. */
  readonly xeroError?: string | null;
  readonly reason: Reason | null;
  readonly startedBy: keyof (typeof startedBy)['values'];
  /** Of the document, where there is one. */
  readonly number: string | null;
}

/** The line without the request that it may belong to. */
export const historyLine = ({ to, ...happened }: Happened, now: string): WriteRow<typeof history> => ({
  stl3_name: cut(`${requestAction.values[to.action].label}: ${happened.message}`, 300),
  stl3_invoicekey: to.invoiceId,
  stl3_happenedon: now,
  stl3_action: requestAction.values[to.action].value,
  stl3_result: historyResult.values[happened.result].value,
  stl3_message: cut([happened.message, happened.xeroError].filter(Boolean).join(' Xero: '), 4000),
  stl3_cause: happened.reason?.code ?? null,
  stl3_remedy: happened.reason ? cut(happened.reason.remedy, 2000) : null,
  stl3_startedby: startedBy.values[happened.startedBy].value,
  stl3_number: happened.number,
  'stl3_InvoiceId@odata.bind': `/invoices(${to.invoiceId})`,
  'stl3_ConnectorId@odata.bind': `/stl3_dynamicsxeroconnectors(${to.connectorId})`,
  ...(to.requesterId === null ? {} : { 'stl3_RequesterId@odata.bind': `/systemusers(${to.requesterId})` }),
});

/** Which request a row of it belongs to. */
export const ofRequest = (requestId: string) => ({ 'stl3_RequestId@odata.bind': `/stl3_xerorequests(${requestId})` }) as const;
