/** Which document at Xero an invoice became in a life that this ledger does not remember (posting protocol, section 8). Pure. */
import type { FoundDocument } from './doubts.ts';
import { isLiving } from './doubts.ts';
import type { DocumentRecord, Invoice } from './invoice.ts';
import { invoiceKey } from './marker.ts';
import { ABSENCE_PROOF_MS } from './posting-states.ts';

/** What is known of the document that would be sent. */
export interface Wanted {
  readonly invoice: Pick<Invoice, 'id' | 'createdOn'>;
  /** `host:port` of the environment. */
  readonly host: string;
  readonly type: FoundDocument['type'];
  /** Number that we would give; null = Xero's. */
  readonly number: string | null;
  readonly date: string | null;
  readonly total: string | null;
}

/** What the invoice's own row of a connection says. */
export const recordOf = ({ records }: Pick<Invoice, 'records'>, connectorId: string): DocumentRecord | null =>
  records?.find((each) => each.connectorId.toLowerCase() === connectorId.toLowerCase()) ?? null;

/** What a row says of a document that the ledger does not know. @param known what it does, in lower case */
export const unknownRecord = (
  record: DocumentRecord | null,
  known: { readonly intents: ReadonlySet<string>; readonly documents: ReadonlySet<string> },
): DocumentRecord | null => {
  if (!record) return null;
  if (record.xeroId !== null && !known.documents.has(record.xeroId.toLowerCase())) return record;
  const strangeIntent = record.intentId !== null && !known.intents.has(record.intentId.toLowerCase());
  // The document that it may stand beside is known, and was followed by this intent.
  return strangeIntent ? { ...record, xeroId: null } : null;
};

/**
 * Whether a row announces a call of which the ledger does not know what came: the relay died before it, or the ledger has lost its last
 * second, as a replica does that takes over. Whatever else the row says since, the count stands.
 * @param settled how often intents that stand as not sent were announced and it is known what came of it, by intent in lower case
 */
export const announcesUnknownCall = (record: DocumentRecord | null, settled: ReadonlyMap<string, number>): boolean => {
  const times = record?.intentId == null ? undefined : settled.get(record.intentId.toLowerCase());
  return record !== null && times !== undefined && record.attempts >= times;
};

/** Whether an invoice, or what asks for it, is so old that a ledger which is lost may have sent it. */
export const mayHaveBeenSent = ({ createdOn }: Pick<Invoice, 'createdOn'>, before: number | null): boolean =>
  before !== null && (createdOn === null || Date.parse(createdOn) < before);

const sameText = (left: string | null, right: string | null): boolean => left !== null && left.toLowerCase() === right?.toLowerCase();

/**
 * Documents at Xero that are this invoice's, whoever sent them.
 * A credit note has no link: it is the same where it bears our number, or a mark of ours that nobody knows with the same date and total.
 */
export const documentsOf = (wanted: Wanted, found: readonly FoundDocument[], knownIntents: ReadonlySet<string>): FoundDocument[] =>
  found.filter((document) => {
    if (document.type !== wanted.type || !isLiving(document)) return false;
    if (document.invoiceKey === invoiceKey(wanted.host, wanted.invoice.id)) return true;
    if (wanted.type === 'ACCREC' || wanted.type === 'ACCPAY') return false;
    const alike = document.date === wanted.date && Number(document.total) === Number(wanted.total);
    if (document.intentId !== null) return alike && !knownIntents.has(document.intentId.toLowerCase());
    return sameText(document.number, wanted.number);
  });

/** From when on nothing that a lost ledger sent can still arrive; before, absence proves nothing. */
export const nothingArrivesAfter = (before: number, timeScale: number): number => before + ABSENCE_PROOF_MS / timeScale;
