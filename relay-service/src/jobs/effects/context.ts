/** What the run of one effect works with, and what it reads of it. */
import type { Connection } from '../../core/connection.ts';
import { noChoices } from '../../core/connection.ts';
import type { EffectOutcome } from '../../core/effect-outcome.ts';
import type { Reason } from '../../core/document.ts';
import type { Invoice } from '../../core/invoice.ts';
import type { Addressee } from '../../core/outcome.ts';
import { readInvoices } from '../../dataverse/read-invoices.ts';
import type { RequestRow } from '../../dataverse/read-requests.ts';
import { readRequests } from '../../dataverse/read-requests.ts';
import type { StoredConnection } from '../../store/connections.ts';
import type { Lease } from '../../store/lanes.ts';
import type { EffectsTable, PostingsTable } from '../../store/schema.ts';
import type { XeroClient } from '../../xero/client.ts';
import { addresseeOf } from '../addressee.ts';
import { latestPostings } from '../latest-postings.ts';
import type { Services } from '../services.ts';

export interface EffectContext {
  readonly services: Services;
  readonly stored: StoredConnection;
  readonly lease: Lease;
  readonly connection: Connection;
  /** In the budget that posting leaves, or at once where a person waits. */
  readonly xero: XeroClient;
}

/** What became of an effect; null = there is nothing to tell. It is asked again while the effect is still wanted. */
export type RunEffect = (context: EffectContext, effect: EffectsTable) => Promise<EffectOutcome | null>;

/** Stands for the request of what no request started. */
const nobodys = (effect: EffectsTable, invoiceId: string): RequestRow => ({
  id: effect.id,
  rowVersion: '',
  action: 'send',
  state: 'done',
  invoiceId,
  connectorId: null,
  createdById: '',
  createdOn: null,
  choices: noChoices,
});

/** The invoice and whoever asked; null = the invoice is gone, and there is nobody to tell. */
export interface EffectSubject {
  readonly ofRequest: boolean;
  readonly invoice: Invoice;
  readonly addressee: Addressee;
}

/** Reads the invoice of an effect, and the request that called for it as far as it is still there. */
export const readSubject = async (
  { services, stored, connection }: EffectContext,
  effect: EffectsTable,
  invoiceId = effect.subject_id,
): Promise<EffectSubject | null> => {
  const dataverse = services.dataverse(stored.environment);
  const [invoices, requests] = await Promise.all([
    readInvoices(dataverse, [invoiceId]),
    effect.request_id === null ? [] : readRequests(dataverse, [effect.request_id]),
  ]);
  const invoice = invoices.get(invoiceId);
  if (!invoice) return null;
  const [request = nobodys(effect, invoiceId)] = requests;
  const addressee = addresseeOf(request, invoice, connection, stored);
  return {
    ofRequest: requests.length > 0,
    invoice,
    addressee: requests.length > 0 ? addressee : { ...addressee, requesterId: null },
  };
};

/** The newest posting of an invoice that reached Xero, by invoice. */
export const postingsInXero = async (
  { services, stored }: Pick<EffectContext, 'services' | 'stored'>,
  invoiceIds: readonly string[],
): Promise<Map<string, PostingsTable>> =>
  new Map([...(await latestPostings(services, stored, invoiceIds))].filter(([, { xero_document_id }]) => xero_document_id !== null));

/** How an effect ended, for those who look into the history. */
export const ended = (
  effect: EffectsTable,
  { addressee, ofRequest }: EffectSubject,
  end: Pick<EffectOutcome, 'result' | 'message'> & Partial<EffectOutcome>,
): EffectOutcome => ({
  effectId: effect.id,
  kind: effect.kind,
  addressee,
  ofRequest,
  startedBy: ofRequest ? 'person' : 'relay',
  reason: null,
  xeroError: null,
  document: null,
  ...end,
});

/** The end that says no. */
export const refusedBy = (effect: EffectsTable, subject: EffectSubject, reason: Reason, more: Partial<EffectOutcome> = {}): EffectOutcome =>
  ended(effect, subject, { result: 'refused', message: reason.message, reason, ...more });
