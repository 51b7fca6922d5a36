/** The fence in Dynamics: intent id and "Sending" stand on the rows before anything can leave for Xero. */
import { reason } from '../core/causes.ts';
import { announceSending } from '../dataverse/write-outcomes.ts';
import type { StoredConnection } from '../store/connections.ts';
import { postponeRequests } from '../store/requests.ts';
import { answerRequests } from './answer-requests.ts';
import type { ToSend } from './prepare.ts';
import { refusalOf } from './refusal.ts';
import type { Services } from './services.ts';

/** An invoice that changed while it was read is read again at once. */
const READ_AGAIN_MS = 0;
/** Rows that Dataverse refused. */
const TRY_AGAIN_MS = 30_000;

/** @returns what may be sent. What changed meanwhile is due again; it stays prepared, so nothing was sent. */
export const announce = async (services: Services, stored: StoredConnection, toSend: readonly ToSend[]): Promise<readonly ToSend[]> => {
  if (toSend.length === 0) return [];
  const answers = await announceSending(
    services.dataverse(stored.environment),
    toSend.map(({ addressee, posting, invoiceRowVersion, requestRowVersion }) => ({
      addressee,
      invoiceRowVersion,
      requestRowVersion,
      receipt: {
        intentId: posting.id,
        generation: posting.generation,
        callId: null,
        sentAt: null,
        answeredAt: null,
        attempts: posting.attempts,
        invoiceRowVersion,
      },
    })),
  );
  const held = toSend.filter(({ addressee }) => answers.get(addressee.requestId) === 'held');
  for (const { addressee } of toSend) {
    const answer = answers.get(addressee.requestId);
    if (answer === 'gone') await answerRequests(services, stored, [refusalOf(addressee, [reason('INVOICE_GONE')])]);
    else if (answer !== 'held')
      await postponeRequests(
        services.ledger,
        stored.environment_id,
        [addressee.requestId],
        answer === 'failed' ? TRY_AGAIN_MS : READ_AGAIN_MS,
      );
  }
  return held;
};
