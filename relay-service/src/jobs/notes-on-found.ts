/**
 * What there is to know about a document whose answer was lost, as it is told where the answer comes: another total in Xero, and what Check
 * warns of. The ledger keeps no amounts, so they are worked out once more, as long as the invoice is what was sent.
 */
import { describeWithNotes } from '../core/describe-outcome.ts';
import type { Reason } from '../core/document.ts';
import type { Outcome } from '../core/outcome.ts';
import { totalDiffers } from '../core/total-in-xero.ts';
import { readRequests } from '../dataverse/read-requests.ts';
import type { StoredConnection } from '../store/connections.ts';
import type { Candidate } from './earlier-documents.ts';
import { mapper, todayOf } from './map-invoice.ts';
import type { AskedOfConnection } from './read-asked.ts';
import { readAsked } from './read-asked.ts';
import type { Services } from './services.ts';

type Found = Pick<Extract<Outcome, { kind: 'sent' }>, 'document' | 'receipt'>;

/** Notes on one document; none where the invoice has changed since it was sent. */
export const notesOnFound = (
  services: Services,
  work: AskedOfConnection,
  asked: Candidate,
  { document, receipt }: Found,
): readonly Reason[] => {
  if (receipt?.invoiceRowVersion !== asked.invoice.rowVersion) return [];
  const mapped = mapper(work, asked, null, todayOf(services, work))({ contactId: document.contactId, intentId: receipt.intentId });
  return mapped.verdict === 'Ready' ? [...totalDiffers(document, mapped.predicted.total), ...(mapped.warnings ?? [])] : [];
};

/** The same answers, with the notes on those that were found in Xero. */
export const withNotes = async (
  services: Services,
  stored: StoredConnection,
  outcomes: readonly Outcome[],
): Promise<readonly Outcome[]> => {
  const found = outcomes.filter(({ kind }) => kind === 'sent').map(({ requestId }) => requestId);
  if (found.length === 0) return outcomes;
  try {
    const requests = await readRequests(services.dataverse(stored.environment), found);
    const { byConnection } = await readAsked(services, [stored], requests);
    return outcomes.map((outcome) => {
      const notes = byConnection.flatMap((work) =>
        work.asked.flatMap(({ invoice, ...asked }) =>
          outcome.kind === 'sent' && invoice && asked.request.id === outcome.requestId
            ? notesOnFound(services, work, { ...asked, invoice }, outcome)
            : [],
        ),
      );
      return { ...outcome, message: describeWithNotes(outcome.message, notes) };
    });
  } catch (problem) {
    // That it is in Xero is worth more than what there is to say about it.
    services.log.warn({ err: problem, connection: stored.id }, 'what was found in Xero is told without notes');
    return outcomes;
  }
};
