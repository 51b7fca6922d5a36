/** Update: what may change on a document that Xero holds. Decided before a call is made, refused by name. */
import type { CauseCode, Values } from './causes.ts';
import { reason } from './causes.ts';
import type { Organisation, Requester } from './connection.ts';
import type { Difference, WholeDocument } from './document-differences.ts';
import { differencesOf, pairLines } from './document-differences.ts';
import { documentKinds, isCreditNote, kindOfType } from './document-kinds.ts';
import type { Reason, XeroDocument } from './document.ts';
import { inLockedPeriod } from './locked-period.ts';
import { mayChange } from './requester-rights.ts';
import { usedAmount } from './used-amount.ts';

export interface UpdateQuestion {
  /** As Xero holds it now. */
  readonly current: WholeDocument;
  /** As the invoice would be sent now. */
  readonly wanted: XeroDocument;
  readonly organisation: Organisation;
}

/** The whole document as it is posted: lines keep their ids, so that Xero changes them and does not make them anew. */
export type UpdatedDocument = Omit<XeroDocument, 'Status' | 'LineItems'> & {
  readonly InvoiceID?: string;
  readonly CreditNoteID?: string;
  readonly Status?: XeroDocument['Status'];
  readonly LineItems: readonly (XeroDocument['LineItems'][number] & { readonly LineItemID?: string })[];
};

export type UpdateDecision =
  | { readonly kind: 'is-so' }
  /** `overwrites` names what somebody may have coded in Xero; it is asked about first. */
  | { readonly kind: 'update'; readonly document: UpdatedDocument; readonly overwrites: readonly string[] }
  | { readonly kind: 'refused'; readonly reasons: readonly Reason[] };

const refused = (code: CauseCode, values: Values = {}): UpdateDecision => ({ kind: 'refused', reasons: [reason(code, values)] });

export const mayUpdate = (requester: Requester): Reason | null => mayChange(requester, 'Updating');

const inBooks = (status: string): boolean => status === 'authorised' || status === 'paid';

const lockOf = ({ current, wanted, organisation }: UpdateQuestion): UpdateDecision | null => {
  if (!inBooks(current.head.status)) return null;
  const locked = inLockedPeriod(organisation, current.head.date);
  if (locked) return refused('CHANGE_IN_LOCKED_PERIOD', locked);
  const into = inLockedPeriod(organisation, wanted.Date);
  return into && refused('UPDATE_INTO_LOCKED_PERIOD', into);
};

/** Something was paid, credited or, of a credit note, allocated. */
const isUsed = ({ head }: WholeDocument): boolean => !usedAmount(head).isZero() || (head.status === 'paid' && !isCreditNote(head.type));

const usedOf = ({ current }: UpdateQuestion, differences: readonly Difference[]): UpdateDecision | null => {
  if (!isUsed(current)) return null;
  const { words } = documentKinds[kindOfType(current.head.type)];
  if (current.head.type !== 'ACCREC') return refused('UPDATE_OF_PAID_DOCUMENT', { kind: words });
  const amounts = differences.filter(({ kind }) => kind === 'amount' || kind === 'tax').map(({ what }) => what);
  return amounts.length === 0 ? null : refused('UPDATE_OF_PAID_AMOUNTS', { fields: amounts.slice(0, 5).join(', ') });
};

const updated = ({ current, wanted }: UpdateQuestion): UpdatedDocument => {
  const { Status: _status, LineItems, ...rest } = wanted;
  const { id, type, status } = current.head;
  return {
    ...(isCreditNote(type) ? { CreditNoteID: id } : { InvoiceID: id }),
    ...rest,
    // An update never approves, and never takes an approval back.
    ...(status === 'draft' || status === 'submitted' || status === 'authorised'
      ? { Status: status.toUpperCase() as XeroDocument['Status'] }
      : {}),
    LineItems: pairLines(current.lines, LineItems).map(({ wanted: line, current: known }) => ({
      ...(known === null ? {} : { LineItemID: known.LineItemID }),
      ...line,
    })),
  };
};

/** Decides. Pure: the same two documents give the same bytes. */
export const decideUpdate = (question: UpdateQuestion): UpdateDecision => {
  const { current, wanted } = question;
  const { status, type } = current.head;
  if (status === 'voided' || status === 'deleted') return refused('UPDATE_OF_ENDED_DOCUMENT', { status });
  if (type !== wanted.Type)
    return refused('UPDATE_OF_TYPE', {
      kind: documentKinds[kindOfType(type)].words,
      wanted: documentKinds[kindOfType(wanted.Type)].words,
    });
  const differences = differencesOf(current, wanted);
  if (differences.length === 0) return { kind: 'is-so' };
  const stop = usedOf(question, differences) ?? lockOf(question);
  if (stop) return stop;
  const overwrites = differences.filter(({ kind }) => kind === 'coding' || kind === 'tax').map(({ what }) => what);
  return { kind: 'update', document: updated(question), overwrites };
};
