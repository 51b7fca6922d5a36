/** Outcomes as rows: pure, so that what Dynamics shows can be read here and tested without it. */
import type { WriteRow, details, history, request } from '@stl3/solution';
import { automaticRequestIdOf, exportState, idOf, invoiceType, requestState, verdict, xeroStatus } from '@stl3/solution';
import { verdictOf } from '../core/causes.ts';
import { remedyLinkOf } from '../core/remedy-link.ts';
import { isOfRequesterAlone } from '../core/requester-rights.ts';
import { kindOfType } from '../core/document-kinds.ts';
import type { ExportStateName } from '../core/invoice.ts';
import type { DocumentInXero, Outcome, Receipt } from '../core/outcome.ts';
import { cut } from './cut-text.ts';
import type { Happened } from './history-line.ts';
import { historyLine, ofRequest } from './history-line.ts';

const money = (amount: string | null): number | null => (amount === null ? null : Number(amount));

const pages = {
  ACCREC: '/AccountsReceivable/View.aspx?InvoiceID=',
  ACCPAY: '/AccountsPayable/View.aspx?InvoiceID=',
  ACCRECCREDIT: '/AccountsReceivable/ViewCreditNote.aspx?creditNoteID=',
  ACCPAYCREDIT: '/AccountsPayable/ViewCreditNote.aspx?creditNoteID=',
} as const;

/** Page of a document in Xero; the organisation's short code opens it in the right one. */
export const xeroLinkOf = (shortCode: string, { id, type }: Pick<DocumentInXero, 'id' | 'type'>): string =>
  `https://go.xero.com/organisationlogin/default.aspx?shortcode=${encodeURIComponent(shortCode)}&redirecturl=${encodeURIComponent(pages[type] + id)}`;

/** Credited in full is not paid: nothing is due, and no money came. */
const stateOfDocument = ({ status, paid, credited }: DocumentInXero): ExportStateName => {
  if (status === 'paid' && Number(paid ?? 0) === 0 && Number(credited ?? 0) > 0) return 'credited';
  if (status === 'voided' || status === 'deleted' || status === 'paid') return status;
  return Number(paid ?? 0) > 0 ? 'partPaid' : 'sent';
};

/** What changes of a document whose amounts or status are not what they were. */
export const amountsRow = (document: DocumentInXero, now: string): WriteRow<typeof details> => ({
  stl3_exportstate: exportState.values[stateOfDocument(document)].value,
  stl3_xerostatus: xeroStatus.values[document.status].value,
  stl3_paid: money(document.paid),
  stl3_credited: money(document.credited),
  stl3_due: money(document.due),
  stl3_syncedon: now,
});

const stateOf = (outcome: Outcome): ExportStateName => {
  switch (outcome.kind) {
    case 'sent':
      return stateOfDocument(outcome.document);
    case 'refused':
      // A refusal that only a decision is missing to asks for it, as Check does.
      return outcome.reasons.length > 0 && verdictOf(outcome.reasons) === 'NeedsChoice' ? 'needsChoice' : 'blocked';
    case 'checked':
      return outcome.verdict === 'ready' ? 'checked' : outcome.verdict;
    case 'checking':
      return 'checkingWithXero';
    case 'waiting':
      return 'waiting';
  }
};

const receiptRow = (receipt: Receipt | null): WriteRow<typeof details> =>
  receipt === null
    ? {}
    : {
        stl3_intentid: receipt.intentId,
        stl3_generation: receipt.generation,
        stl3_attempts: receipt.attempts,
        stl3_invoicerowversion: receipt.invoiceRowVersion,
        ...(receipt.callId === null ? {} : { stl3_callid: receipt.callId }),
        ...(receipt.sentAt === null ? {} : { stl3_sentcallon: receipt.sentAt }),
        ...(receipt.answeredAt === null ? {} : { stl3_answeredon: receipt.answeredAt }),
      };

/** What says which invoice and connection a Xero Details row is of. */
export const detailsIdentity = (of: Outcome | Parameters<typeof sendingRow>[0]): WriteRow<typeof details> => ({
  stl3_invoicekey: of.invoiceId,
  stl3_connectorkey: of.connectorId,
  stl3_organisationname: of.organisationName,
  'stl3_InvoiceId@odata.bind': `/invoices(${of.invoiceId})`,
  'stl3_ConnectorId@odata.bind': `/stl3_dynamicsxeroconnectors(${of.connectorId})`,
});

/** Xero Details while the document is on its way. */
export const sendingRow = (
  of: Pick<Outcome, 'invoiceId' | 'connectorId' | 'organisationName' | 'invoiceName' | 'requestedAt'>,
  receipt: Receipt,
): WriteRow<typeof details> => ({
  stl3_name: cut(of.invoiceName ?? of.invoiceId, 300),
  stl3_exportstate: exportState.values.sending.value,
  stl3_message: 'Sending to Xero.',
  stl3_cause: null,
  stl3_remedylink: null,
  stl3_xeroerror: null,
  stl3_requestedon: of.requestedAt,
  ...receiptRow(receipt),
});

const reasonsOf = (outcome: Outcome) => (outcome.kind === 'refused' || outcome.kind === 'checked' ? outcome.reasons : []);

const remedyLink = (outcome: Outcome): string | null => {
  const [first] = reasonsOf(outcome);
  const link = first ? remedyLinkOf(first, outcome) : null;
  return link !== null && link.length <= 1000 ? link : null;
};

/** What is said of a document that is in Xero, was, or may be. */
const IN_XERO: readonly ExportStateName[] = ['sent', 'partPaid', 'paid', 'credited'];
const OF_A_DOCUMENT: readonly ExportStateName[] = [...IN_XERO, 'checkingWithXero', 'voided', 'deleted'];

/**
 * A refused change leaves what Xero Details says of the document as it is. Of a document in Xero it does not say that a second request waits,
 * and of none that somebody may not ask.
 */
export const changesDetails = (outcome: Outcome): boolean => {
  if (outcome.kind === 'sent' || outcome.kind === 'checked') return true;
  const { standsAs } = outcome;
  if (outcome.action !== 'send' && outcome.action !== 'check') return false;
  if (!standsAs) return true;
  if (outcome.kind === 'waiting') return !IN_XERO.includes(standsAs);
  return !(OF_A_DOCUMENT.includes(standsAs) && reasonsOf(outcome).some(isOfRequesterAlone));
};

/** Xero Details as the outcome leaves it. */
export const detailsRow = (outcome: Outcome, now: string): WriteRow<typeof details> => {
  // The card has one place for words, so that the remedy follows the reason.
  const told = [outcome.message, reasonsOf(outcome)[0]?.remedy].filter(Boolean).join(' ');
  const common = { stl3_exportstate: exportState.values[stateOf(outcome)].value, stl3_message: cut(told, 4000) };
  switch (outcome.kind) {
    case 'sent': {
      const { document } = outcome;
      return {
        ...common,
        ...receiptRow(outcome.receipt),
        stl3_name: cut(document.number ?? outcome.invoiceName ?? outcome.invoiceId, 300),
        stl3_cause: null,
        stl3_xeroerror: null,
        stl3_remedylink: null,
        stl3_documenttype: invoiceType.values[kindOfType(document.type)].value,
        stl3_xeroid: document.id,
        stl3_number: document.number,
        stl3_reference: document.reference,
        stl3_xerostatus: xeroStatus.values[document.status].value,
        stl3_xerolink: xeroLinkOf(outcome.shortCode, document),
        stl3_date: document.date,
        stl3_duedate: document.dueDate,
        stl3_currencycode: document.currency,
        stl3_net: money(document.net),
        stl3_tax: money(document.tax),
        stl3_total: money(document.total),
        stl3_paid: money(document.paid),
        stl3_credited: money(document.credited),
        stl3_due: money(document.due),
        stl3_syncedon: now,
      };
    }
    case 'refused':
      return {
        ...common,
        stl3_name: cut(outcome.invoiceName ?? outcome.invoiceId, 300),
        stl3_cause: outcome.reasons[0]?.code ?? null,
        stl3_remedylink: remedyLink(outcome),
        stl3_xeroerror: outcome.xeroError === null ? null : cut(outcome.xeroError, 4000),
      };
    case 'checked':
      return {
        ...common,
        stl3_name: cut(outcome.invoiceName ?? outcome.invoiceId, 300),
        stl3_verdict: verdict.values[outcome.verdict].value,
        stl3_preflight: cut(outcome.preview, 200_000),
        stl3_cause: outcome.reasons[0]?.code ?? null,
        stl3_remedylink: remedyLink(outcome),
        stl3_checkedon: now,
      };
    case 'checking':
    case 'waiting':
      return { ...common, ...receiptRow(outcome.receipt) };
  }
};

/** The request as it is answered; one that waits stays Taken. */
export const requestRow = (outcome: Outcome, now: string): WriteRow<typeof request> => {
  const state = outcome.kind === 'refused' ? 'refused' : outcome.kind === 'waiting' || outcome.kind === 'checking' ? 'taken' : 'done';
  const reasons = reasonsOf(outcome);
  return {
    stl3_state: requestState.values[state].value,
    stl3_result: cut(outcome.message, 4000),
    stl3_cause: reasons[0]?.code ?? null,
    stl3_remedy: reasons[0] ? cut(reasons[0].remedy, 2000) : null,
    stl3_remedylink: remedyLink(outcome),
    ...(outcome.kind === 'refused' && outcome.askedAbout !== undefined ? { stl3_previewfingerprint: outcome.askedAbout } : {}),
    ...(outcome.kind === 'checked' ? { stl3_verdict: verdict.values[outcome.verdict].value } : {}),
    ...(state === 'taken' ? {} : { stl3_answeredon: now }),
  };
};

const resultOf = { sent: 'succeeded', checked: 'succeeded', refused: 'refused', checking: 'checking', waiting: 'failed' } as const;

/** Id of an answer's line in the history: it makes telling twice harmless, for the same answer is the same row. */
export const historyIdOf = ({ requestId, kind }: Outcome): string => idOf(`history:${requestId}:${kind}`);

/** The line in the history. */
export const historyRow = (outcome: Outcome, detailsId: string, now: string): WriteRow<typeof history> => {
  const happened: Happened = {
    to: outcome,
    result: resultOf[outcome.kind],
    message: outcome.message,
    reason: (outcome.kind === 'refused' ? outcome.reasons[0] : null) ?? null,
    startedBy: outcome.requestId === automaticRequestIdOf(outcome.invoiceId) ? 'automatic' : 'person',
    number: outcome.kind === 'sent' ? outcome.document.number : null,
  };
  return {
    ...historyLine(happened, now),
    stl3_durationms: outcome.requestedAt === null ? null : Math.max(0, Date.parse(now) - Date.parse(outcome.requestedAt)),
    ...ofRequest(outcome.requestId),
    ...(outcome.kind === 'waiting' || !changesDetails(outcome)
      ? {}
      : { 'stl3_XeroDetailsId@odata.bind': `/stl3_xerodetailses(${detailsId})` }),
  };
};
