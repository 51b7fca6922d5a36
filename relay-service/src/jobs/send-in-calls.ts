/**
 * Prepared documents go to Xero in calls that never wait for one another. Each call: a place among Xero's calls > the fence >
 * the commit > PUT > the answer to Dynamics. The place comes first, so that what is announced leaves at once.
 */
import { isCreditNote } from '../core/document-kinds.ts';
import { portions } from '../core/portions.ts';
import { RemoteError } from '../errors.ts';
import type { Lease } from '../store/lanes.ts';
import type { KindOfWork } from '../store/schema.ts';
import type { Place } from '../xero/client.ts';
import { allEnded } from './all-ended.ts';
import { announce } from './announce.ts';
import { answerRequests } from './answer-requests.ts';
import { followMerged } from './merged-contacts.ts';
import type { ToSend } from './prepare.ts';
import { giveBackUnsent, putCall } from './put-call.ts';
import type { AskedOfConnection } from './read-asked.ts';
import type { Services } from './services.ts';

/** Most documents of one call (posting protocol, section 2). */
const PER_CALL: Readonly<Record<KindOfWork, number>> = { clicks: 25, bulk: 50 };
/** A click that would wait longer is told so; bulk waits for the next minute's calls. */
const PATIENCE_MS: Readonly<Record<KindOfWork, number>> = { clicks: 2_000, bulk: 90_000 };

/** Credit notes have an address of their own at Xero. */
const callsOf = (toSend: readonly ToSend[], size: number): (readonly ToSend[])[] =>
  [...Map.groupBy(toSend, ({ document }) => isCreditNote(document.Type)).values()].flatMap((group) => portions(group, size));

const sendOne = async (
  services: Services,
  work: AskedOfConnection,
  lease: Lease,
  kind: KindOfWork,
  members: readonly ToSend[],
): Promise<void> => {
  const { stored } = work;
  let place: Place;
  try {
    place = await services.xero(stored).enter(PATIENCE_MS[kind]);
  } catch (problem) {
    if (!(problem instanceof RemoteError)) throw problem;
    await answerRequests(services, stored, await giveBackUnsent(services, stored, members, problem));
    return;
  }
  try {
    const held = await announce(services, stored, members);
    await services.atStep('announced');
    const outcomes = await putCall(services, stored, { lease, kind, place }, held);
    await answerRequests(services, stored, await followMerged(services, work, held, outcomes));
  } finally {
    place.leave(null);
  }
};

/** Sends all of it; a call that fails stops no other. @throws what the first one that failed threw, once all have ended */
export const sendInCalls = async (
  services: Services,
  work: AskedOfConnection,
  lease: Lease,
  kind: KindOfWork,
  toSend: readonly ToSend[],
): Promise<void> => {
  const calls = callsOf(toSend, PER_CALL[kind]);
  await allEnded(calls.map((members) => sendOne(services, work, lease, kind, members)));
};
