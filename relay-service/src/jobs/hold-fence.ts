/**
 * The fence outside our database: the connector row says whether this relay still is the one that sends and whether either side came out of
 * a backup (posting protocol, section 8). It is held before anything of a connection is prepared, by the row that was read with the settings
 * anyway; and looked at when the relay starts and once a minute, so that one without work drops out too.
 * The row is written when a relay starts, about once a minute while it sends and once more after that, never once per invoice.
 */
import type { Connection } from '../core/connection.ts';
import type { ConnectorMark, FenceVerdict } from '../core/fence.ts';
import { judgeFence } from '../core/fence.ts';
import { readConnectorMark, writeConnectorMark } from '../dataverse/connector-mark.ts';
import { writeConnectorState } from '../dataverse/connector-state.ts';
import { besideLedger } from '../store/beside-ledger.ts';
import type { StoredConnection } from '../store/connections.ts';
import { ledgerMarkOf, lookFirst, readFence, SEQUENCE_MS, sequenceWasTold, stopConnection, takeSequence } from '../store/fences.ts';
import type { Ledger } from '../store/ledger.ts';
import { copyNotice } from './answer-copies.ts';
import { isBound } from './check-binding.ts';
import { obstacleOf, restFor } from './put-off.ts';
import type { Services } from './services.ts';

/** `again`: something was learned, and the round is begun anew with it */
export type Held = 'held' | 'again' | 'copied' | 'taken-over';

/** Whether something is about to be sent, or the row is only looked at. */
type Purpose = 'send' | 'look';

/** `stale`: somebody else went ahead since the ledger or the row was read. */
type Judged = Held | 'stale';

/** With several relays at work a look may find each time that one of the others was faster; so often it is taken at once. */
const LOOKS_AT_ONCE = 5;

/** Milliseconds of the process. */
interface Looks {
  /** When it was last found to hold; null = this process has no sequence yet: each start takes one, so that a copy that starts beside us is seen. */
  heldAt: number | null;
  restsUntil: number;
  /** Whether anything may have been sent since this process last went ahead. */
  hasSent: boolean;
}
const looks = besideLedger(() => new Map<string, Looks>());
const looksAt = (ledger: Ledger, connectionId: string): Looks => {
  const ofLedger = looks(ledger);
  const known = ofLedger.get(connectionId) ?? { heldAt: null, restsUntil: 0, hasSent: false };
  ofLedger.set(connectionId, known);
  return known;
};
/** Rounds of one connection may run side by side; its fence is held by one after the other. */
const turns = besideLedger(() => new Map<string, Promise<unknown>>());

const inTurn = async <T>(ledger: Ledger, connectionId: string, run: () => Promise<T>): Promise<T> => {
  const known = turns(ledger);
  const turn = (known.get(connectionId) ?? Promise.resolve()).then(run, run);
  known.set(connectionId, turn);
  return turn;
};

/** What was read of the ledger may be older than the row: a verdict that stops or looks everything up is given on fresh ground only. */
const judge = async (services: Services, stored: StoredConnection, mark: ConnectorMark): Promise<FenceVerdict | 'stale'> => {
  const before = ledgerMarkOf(services.ledger, stored);
  const verdict = judgeFence(mark, before);
  if (verdict === 'ours' || verdict === 'copied') return verdict;
  const now = await readFence(services.ledger, stored);
  const same = now?.ledger_sequence === stored.ledger_sequence && now.ledger_epoch === stored.ledger_epoch;
  return same ? verdict : 'stale';
};

/** Takes the next sequence and writes it to the row. @returns false when somebody else was faster */
const goAhead = async (services: Services, stored: StoredConnection, mark: ConnectorMark, epoch: number): Promise<boolean> => {
  const { ledger } = services;
  const next = await takeSequence(ledger, stored, { epoch, sequence: mark.sequence });
  if (!next) return false;
  const written = await writeConnectorMark(services.dataverse(stored.environment), stored.connector_id, mark, {
    installationId: ledger.installationId,
    ...next,
  });
  if (written) await sequenceWasTold(ledger, stored.id, next.sequence);
  return written;
};

const nowHolds = (ledger: Ledger, connectionId: string): void => void (looksAt(ledger, connectionId).heldAt = performance.now());

/** Says on the connector that this environment is a copy, and stops. */
const stopForCopy = async (services: Services, stored: StoredConnection, organisation: string): Promise<void> => {
  await stopConnection(services.ledger, stored.id, 'copied');
  services.log.error({ connection: stored.id }, 'the environment is a copy of the one that was connected; nothing is sent for it');
  await writeConnectorState(services.dataverse(stored.environment), stored.connector_id, {
    state: 'copied',
    problem: copyNotice(organisation),
  });
};

const act = async (
  services: Services,
  stored: StoredConnection,
  mark: ConnectorMark,
  purpose: Purpose,
  organisation: string,
): Promise<Judged> => {
  const { ledger, log } = services;
  const verdict = (await isBound(services, stored.environment)) ? await judge(services, stored, mark) : 'copied';
  const lastKnown = stored.sequence_at ?? stored.created_at;
  switch (verdict) {
    case 'stale':
      return 'stale';
    case 'copied':
      await stopForCopy(services, stored, organisation);
      return 'copied';
    case 'taken-over':
      // The row is the other relay's by now: nothing is written to it.
      await stopConnection(ledger, stored.id, 'takenOver');
      log.error({ connection: stored.id }, 'another relay has taken over this connection; this one sends nothing more for it');
      return 'taken-over';
    case 'ledger-restored':
      log.error({ connection: stored.id }, 'the ledger came out of a backup; whatever may have been sent since is looked up in Xero first');
      await lookFirst(ledger, stored, lastKnown);
      // The higher epoch stops whoever still works on the ledger that this one was copied from.
      if (await goAhead(services, (await readFence(ledger, stored)) ?? stored, mark, mark.epoch + 1)) nowHolds(ledger, stored.id);
      return 'again';
    case 'dynamics-restored':
      log.error({ connection: stored.id }, 'Dynamics came out of a backup; what was sent is linked again and never sent again');
      await lookFirst(ledger, stored, lastKnown - SEQUENCE_MS);
      await goAhead(services, (await readFence(ledger, stored)) ?? stored, mark, stored.ledger_epoch ?? 0);
      return 'again';
    case 'ours': {
      const known = looksAt(ledger, stored.id);
      // What was sent last is followed by one more, or a backup of that very minute would not be told from what came of it.
      const counts = purpose === 'send' || known.hasSent;
      const due = counts && ledger.now() - (stored.sequence_at ?? 0) >= SEQUENCE_MS / services.timeScale;
      if (known.heldAt === null || due) {
        if (!(await goAhead(services, stored, mark, mark.epoch))) return 'stale';
        known.hasSent = false;
      }
      known.hasSent ||= purpose === 'send';
      nowHolds(ledger, stored.id);
      return 'held';
    }
  }
};

/** Whether the ledger knows something by now that a round which was begun without it must not go on without. */
const hasLearned = (before: StoredConnection, now: StoredConnection): boolean =>
  now.state !== before.state ||
  (now.ledger_epoch ?? 0) !== (before.ledger_epoch ?? 0) ||
  now.look_first_since !== before.look_first_since ||
  now.look_first_before !== before.look_first_before;

/**
 * Acts on the row, and anew where it moved on under our eyes: were that left to a later round, a relay beside busy ones would find it moved
 * each time, and what is in doubt would never be looked up.
 */
const settle = async (
  services: Services,
  stored: StoredConnection,
  mark: ConnectorMark,
  purpose: Purpose,
  organisation: string,
): Promise<Held> => {
  let judged = await act(services, stored, mark, purpose, organisation);
  for (let look = 1; judged === 'stale' && look < LOOKS_AT_ONCE; look++) {
    const now = await readFence(services.ledger, stored);
    if (!now || hasLearned(stored, now)) return 'again';
    // After the ledger, as everywhere: a relay that goes ahead meanwhile looks like one that goes ahead.
    const fresh = await readConnectorMark(services.dataverse(stored.environment), stored.connector_id);
    if (!fresh) return 'again';
    judged = await act(services, now, fresh, purpose, organisation);
  }
  return judged === 'stale' ? 'again' : judged;
};

/**
 * Holds the fence of one connection.
 * @param stored as it was read before the connector row
 */
export const holdFence = async (services: Services, stored: StoredConnection, connection: Connection): Promise<Held> => {
  const { mark, organisation } = connection;
  if (!mark) return 'held';
  return inTurn(services.ledger, stored.id, () => settle(services, stored, mark, 'send', organisation.name));
};

/**
 * Looks at the fence of a connection that has not been held for a minute, or not yet by this process.
 * @returns whether it holds; what hinders stops the connection or is met by the next look
 */
export const isFenceHeld = async (services: Services, stored: StoredConnection): Promise<boolean> => {
  const known = looksAt(services.ledger, stored.id);
  const now = performance.now();
  if (known.heldAt !== null && now - known.heldAt < SEQUENCE_MS / services.timeScale) return true;
  if (now < known.restsUntil) return false;
  try {
    const mark = await readConnectorMark(services.dataverse(stored.environment), stored.connector_id);
    if (!mark) return true;
    const organisation = stored.organisation_name ?? 'the organisation';
    return (await inTurn(services.ledger, stored.id, () => settle(services, stored, mark, 'look', organisation))) === 'held';
  } catch (problem) {
    known.restsUntil = now + restFor(services, obstacleOf(problem));
    throw problem;
  }
};
