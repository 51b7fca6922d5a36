/** Runs a part of a round: its trouble stops no other part, and what it leaves open is tried again later. */
import type { Addressee } from '../core/outcome.ts';
import type { StoredConnection } from '../store/connections.ts';
import { addresseeRegardless } from './addressee.ts';
import { answerRequests } from './answer-requests.ts';
import { noticeTrouble } from './notice-trouble.ts';
import { obstacleOf, putOff } from './put-off.ts';
import type { Services } from './services.ts';

/**
 * One connection's trouble stops neither the others nor what is left to do for its own documents.
 * @param who waits for the part; they are told what hinders and when it is tried again
 */
export const servePart = async (
  services: Services,
  stored: StoredConnection,
  who: readonly Addressee[],
  part: () => Promise<void>,
): Promise<void> => {
  try {
    await part();
  } catch (problem) {
    services.log.error({ err: problem, connection: stored.id, requests: who.length }, 'a part of a round failed; it is tried again later');
    // How far the part came with their rows is not known here, and the ledger says who still waits.
    const waiting = await putOff(services, stored, who.map(addresseeRegardless), obstacleOf(problem));
    await answerRequests(services, stored, waiting).catch((failure: unknown) =>
      services.log.warn({ err: failure, connection: stored.id }, 'people could not be told that they have to wait'),
    );
    await noticeTrouble(services, stored, problem);
  }
};
