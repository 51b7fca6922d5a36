/** What became of each member of a call that Xero answered: matched by marker or number, moved in the ledger, worded for Dynamics. */
import { causesOfXeroErrors } from '../core/cause-of-xero-error.ts';
import { describeChecking, describeSent, describeWithNotes } from '../core/describe-outcome.ts';
import { identityOf } from '../core/document-identity.ts';
import { NUMBER_REFUSED } from '../core/doubts.ts';
import type { Outcome, Receipt } from '../core/outcome.ts';
import type { PostingState } from '../core/posting-states.ts';
import { totalDiffers } from '../core/total-in-xero.ts';
import type { StoredConnection } from '../store/connections.ts';
import type { Lease } from '../store/lanes.ts';
import type { Ledger } from '../store/ledger.ts';
import type { PostingChange } from '../store/posting-moves.ts';
import { moveToPosted, notePosting } from '../store/posting-moves.ts';
import type { PutElement } from '../xero/post-documents.ts';
import { forgetNumber } from './earlier-calls.ts';
import { itemCodesOf } from './make-items.ts';
import type { ToSend } from './prepare.ts';
import { refusalOf } from './refusal.ts';
import type { Services } from './services.ts';

/** By what the member's document is known again. */
export const identity = ({ document, total }: ToSend) => identityOf(document, total);

/** The receipt of a member. */
export const receiptOf = (member: ToSend, callId: string, sentAt: number, answeredAt: number | null): Receipt => ({
  intentId: member.posting.id,
  generation: member.posting.generation,
  callId,
  sentAt: new Date(sentAt).toISOString(),
  answeredAt: answeredAt === null ? null : new Date(answeredAt).toISOString(),
  attempts: member.posting.attempts + 1,
  invoiceRowVersion: member.invoiceRowVersion,
});

/** What a row says of a member in doubt. */
export const checking = (member: ToSend, receipt: Receipt): Outcome => ({
  ...member.addressee,
  kind: 'checking',
  receipt,
  message: describeChecking(),
});

const isNumberTaken = (element: PutElement): boolean => element.errors.some((error) => /must be unique/i.test(error));

/** An answered call. */
export interface Judged {
  readonly services: Services;
  readonly stored: StoredConnection;
  /** Inside of the transaction that ends the call. */
  readonly ledger: Ledger;
  readonly lease: Lease;
  readonly callId: string;
  readonly sentAt: number;
  /** State of its members: a replay ends what was in doubt. */
  readonly from: 'intended' | 'doubtful';
}

/** Moves every member to what its element of the answer says. @returns what to tell */
export const judge = async (call: Judged, members: readonly ToSend[], elements: readonly PutElement[]): Promise<Outcome[]> => {
  const { services, ledger, lease, callId, sentAt, from } = call;
  const answeredAt = ledger.now();
  const matched = services.safeguards.matchElements(
    members.map((member) => ({ intentId: member.posting.id, number: identity(member).number })),
    elements,
  );
  const { movePosting } = services.safeguards;
  const mover = { ...lease, callId };
  const documents = new Map(
    [...matched].flatMap(([id, { document, errors }]) => (document && errors.length === 0 ? [[id, document.id] as const] : [])),
  );
  const posted = await moveToPosted(ledger, documents, from, mover);
  const outcomes: Outcome[] = [];
  for (const member of members) {
    const element = matched.get(member.posting.id);
    // A member that a successor or a later call has taken up meanwhile is theirs to tell.
    const move = (to: PostingState, change: PostingChange) => movePosting(ledger, member.posting.id, from, to, change, mover);
    const receipt = receiptOf(member, callId, sentAt, answeredAt);
    if (element?.document && element.errors.length === 0) {
      const { document } = element;
      const notes = [...totalDiffers(document, member.total), ...member.warnings];
      if (posted.has(member.posting.id))
        outcomes.push({ ...member.addressee, kind: 'sent', document, receipt, message: describeWithNotes(describeSent(document), notes) });
    } else if (element && element.errors.length > 0 && !isNumberTaken(element)) {
      const causes = causesOfXeroErrors(element.errors);
      if (causes.some(({ code }) => code === 'XERO_ITEM_NOT_VALID'))
        services.knownItems.forget(call.stored.tenant_id, itemCodesOf([member.document]));
      if (await move('refused', { cause: causes[0]?.code ?? 'XERO_REFUSED', ...forgetNumber(member.posting) }))
        outcomes.push(refusalOf(member.addressee, causes, element.errors.join('\n')));
    } else {
      // No element of ours, or a number that is taken, perhaps by ourselves: only a look-up tells.
      const change = { ...(element && isNumberTaken(element) ? { cause: NUMBER_REFUSED } : {}), due_at: answeredAt };
      if (from === 'doubtful') await notePosting(ledger, member.posting.id, change);
      else if (await move('doubtful', change)) outcomes.push(checking(member, receipt));
    }
  }
  return outcomes;
};
