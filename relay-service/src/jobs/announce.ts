/** The fence in Dynamics: intent id and "Sending" stand on the rows before anything can leave for Xero. */
import { reason } from '../core/causes.ts';
import { announceSending } from '../dataverse/write-outcomes.ts';
import { noCallFollowed } from '../store/calls.ts';
import type { StoredConnection } from '../store/connections.ts';
import { readFence } from '../store/fences.ts';
import { postponeRequests } from '../store/requests.ts';
import { answerRequests } from './answer-requests.ts';
import type { ToSend } from './prepare.ts';
import { restFor } from './put-off.ts';
import { refusalOf } from './refusal.ts';
import type { Services } from './services.ts';

/** @returns what may be sent, with its rows as they are now. What changed meanwhile is due again; it stays prepared, so nothing was sent. */
export const announce = async (services: Services, stored: StoredConnection, toSend: readonly ToSend[]): Promise<readonly ToSend[]> => {
  if (toSend.length === 0) return [];
  const { ledger } = services;
  const ours = (await readFence(ledger, stored)) ?? stored;
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
    ({ installationId, epoch }) =>
      installationId?.toLowerCase() === ledger.installationId.toLowerCase() && epoch <= (ours.ledger_epoch ?? 0),
  ).catch(async (problem: unknown) => {
    // Its answer may be lost, with the rows written.
    await noCallFollowed(ledger, toSend);
    throw problem;
  });
  await noCallFollowed(
    ledger,
    toSend.filter(({ addressee }) => typeof answers.get(addressee.requestId) !== 'object'),
  );
  const held: ToSend[] = [];
  for (const each of toSend) {
    const { addressee } = each;
    const answer = answers.get(addressee.requestId);
    if (typeof answer === 'object') held.push({ ...each, addressee: { ...addressee, standsAs: 'sending', asRead: answer.held } });
    else if (answer === 'gone') await answerRequests(services, stored, [refusalOf(addressee, [reason('INVOICE_GONE')])]);
    else
      await postponeRequests(
        ledger,
        stored.environment_id,
        [addressee.requestId],
        restFor(services, { hindrance: answer === 'failed' ? 'rows-refused' : 'changed-meanwhile' }),
      );
  }
  return held;
};
