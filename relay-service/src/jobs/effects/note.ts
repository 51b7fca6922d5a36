/** Adds the note to a document's history in Xero, at most once. A note that is there is its own message. */
import { reason } from '../../core/causes.ts';
import { historyNote } from '../../core/history-note.ts';
import { markedUrl } from '../../core/marker.ts';
import { readRequesterName } from '../../dataverse/read-requesters.ts';
import { moveEffect } from '../../store/effects.ts';
import { addHistoryNote } from '../../xero/history-notes.ts';
import { refOf } from '../addressee.ts';
import type { RunEffect } from './context.ts';
import { postingsInXero, readSubject, refusedBy } from './context.ts';
import { sendOnce } from './send-once.ts';

/** Runs one note. */
export const runNote: RunEffect = async (context, effect) => {
  const { services, stored, xero } = context;
  if (effect.state === 'done') return null;
  const subject = await readSubject(context, effect);
  const posting = (await postingsInXero(context, [effect.subject_id])).get(effect.subject_id);
  const ref = posting ? refOf(posting) : null;
  // A document that another one has followed meanwhile keeps its history as it is.
  if (!subject || !posting || ref?.id !== effect.occasion) {
    if (effect.state === 'wanted') await moveEffect(services.ledger, effect, 'wanted', 'refused', { cause: 'SENT_BUT_NOT_FOUND' });
    return null;
  }
  if (effect.state === 'unsure') return refusedBy(effect, subject, reason('NOTE_MAY_HAVE_BEEN_ADDED'), { result: 'failed' });
  if (effect.state !== 'wanted') return refusedBy(effect, subject, reason('XERO_REFUSED_EFFECT', { what: 'the history note' }));
  const { requesterId, requestedAt, invoiceName } = subject.addressee;
  const text = historyNote({
    requester: requesterId === null ? null : await readRequesterName(services.dataverse(stored.environment), requesterId),
    invoiceNumber: subject.invoice.number,
    invoiceName,
    link: markedUrl(stored.environment.origin, subject.invoice.id, posting.id),
    requestedAt,
  });
  const sent = await sendOnce(context, effect, (call) => addHistoryNote(xero, ref, text, call));
  if (sent.kind === 'unsure') return refusedBy(effect, subject, reason('NOTE_MAY_HAVE_BEEN_ADDED'), { result: 'failed' });
  return sent.kind === 'refused'
    ? refusedBy(effect, subject, reason('XERO_REFUSED_EFFECT', { what: 'the history note' }), { xeroError: sent.detail })
    : null;
};
