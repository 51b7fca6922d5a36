/** Answers that Dynamics did not get: told again until it has them, apart from posting. */
import { describeSent } from '../core/describe-outcome.ts';
import type { Outcome } from '../core/outcome.ts';
import { readConnection } from '../dataverse/read-connection.ts';
import { readInvoices } from '../dataverse/read-invoices.ts';
import { readRequests } from '../dataverse/read-requests.ts';
import { ADOPTED } from '../store/adopted-postings.ts';
import type { StoredConnection } from '../store/connections.ts';
import { movePosting, notePosting } from '../store/posting-moves.ts';
import { duePostings } from '../store/postings.ts';
import { findByIds } from '../xero/find-documents.ts';
import { addresseeOf, addresseeOfFormer, receiptOf, refOf } from './addressee.ts';
import { answerRequests } from './answer-requests.ts';
import { holdFence } from './hold-fence.ts';
import { withNotes } from './notes-on-found.ts';
import { restFor } from './put-off.ts';
import type { Services } from './services.ts';

const AT_ONCE = 50;
/** The round that posted tells by itself; only what is older was left behind. */
const LEFT_BEHIND_MS = 30_000;

/** Tells what was posted but never answered; a request whose row is gone is told nowhere. */
export const tellOutcomes = async (services: Services, stored: StoredConnection): Promise<void> => {
  const { ledger } = services;
  const untold = (await duePostings(ledger, stored.id, ['posted'], AT_ONCE)).filter(
    ({ updated_at }) => updated_at < ledger.now() - LEFT_BEHIND_MS,
  );
  if (untold.length === 0) return;
  const dataverse = services.dataverse(stored.environment);
  const [connection, requests, invoices, documents] = await Promise.all([
    readConnection(dataverse, stored.connector_id),
    readRequests(
      dataverse,
      untold.map(({ request_id }) => request_id),
    ),
    readInvoices(
      dataverse,
      untold.map(({ invoice_id }) => invoice_id),
    ),
    findByIds(
      services.xero(stored),
      untold.flatMap((posting) => refOf(posting) ?? []),
    ),
  ]);
  if (!connection || (await holdFence(services, stored, connection)) !== 'held') return;
  const outcomes: Outcome[] = [];
  for (const posting of untold) {
    const request = requests.find(({ id }) => id === posting.request_id);
    const document = documents.find(({ id }) => id === posting.xero_document_id);
    if (!request)
      await movePosting(ledger, posting.id, 'posted', 'told', {
        cause: posting.cause === ADOPTED ? ADOPTED : 'TOLD_NOWHERE',
        number_sealed: null,
      });
    else if (!document)
      await notePosting(ledger, posting.id, { due_at: ledger.now() + restFor(services, { hindrance: 'document-not-read' }) });
    else
      outcomes.push({
        ...addresseeOfFormer(addresseeOf(request, invoices.get(posting.invoice_id), connection, stored), posting, stored),
        kind: 'sent',
        document,
        receipt: await receiptOf(ledger, posting),
        message: describeSent(document),
      });
  }
  await answerRequests(services, stored, await withNotes(services, stored, outcomes));
};
