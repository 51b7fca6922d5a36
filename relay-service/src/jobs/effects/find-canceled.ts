/** Learns which invoices were canceled in Dynamics: a poll that reads on from where it was, for the webhook listens to requests alone. */
import { neverSentStates } from '../../core/posting-states.ts';
import type { CanceledInvoice } from '../../dataverse/find-canceled.ts';
import { pagesOfCanceled } from '../../dataverse/find-canceled.ts';
import { besideLedger } from '../../store/beside-ledger.ts';
import type { StoredConnection } from '../../store/connections.ts';
import { cursorAtFormerAddress, moveCursor, readCursor } from '../../store/cursors.ts';
import { wantEffect } from '../../store/effects.ts';
import { findPostingsOfInvoices } from '../../store/postings.ts';
import type { PostingsTable } from '../../store/schema.ts';
import type { Services } from '../services.ts';

const EVERY_MS = 60_000;
/** A row may show with a time that is over already, so long after it; what is read twice is known by its time. */
const OVERLAP_MS = 5 * 60_000;
const SUBJECT = 'canceled-invoices';

/** When each environment was last asked; a restart asks at once, which is right. */
const askedAt = besideLedger(() => new Map<string, number>());

/** Where the cursor of an environment stands. */
interface Stand {
  readonly cursor: number;
  /** When it was first read there. */
  readonly since: number;
  /** Nothing shows late any more, and what did was read. */
  readonly isWhole: boolean;
}
/** By environment; a restart reads what may have come late once more. */
const stands = besideLedger(() => new Map<string, Stand>());

const standOf = ({ ledger }: Services, environmentId: string, cursor: number): Stand => {
  const known = stands(ledger).get(environmentId);
  return known?.cursor === cursor ? known : { cursor, since: ledger.now(), isWhole: false };
};

/** Whether it is time to ask the environment. */
export const isCanceledDue = (services: Services, environmentId: string): boolean =>
  services.ledger.now() - (askedAt(services.ledger).get(environmentId) ?? 0) >= EVERY_MS / services.timeScale;

/** It is asked now, or has nobody left to be asked for. */
export const noteAsked = ({ ledger }: Services, environmentId: string): void => {
  askedAt(ledger).set(environmentId, ledger.now());
};

/** Whatever left for Xero, or may have; what was only prepared is stopped by its own gate. */
const mayBeInXero = ({ state }: PostingsTable): boolean => !neverSentStates.includes(state);

const wantCancellations = async ({ ledger }: Services, stored: StoredConnection, canceled: readonly CanceledInvoice[]): Promise<void> => {
  const postings = await findPostingsOfInvoices(
    ledger,
    { tenantId: stored.tenant_id, organizationId: stored.environment.organization_id },
    canceled.map(({ id }) => id),
  );
  for (const { id, modifiedOn } of canceled) {
    const posting = postings.find((each) => each.invoice_id === id && mayBeInXero(each));
    if (!posting) continue;
    const occasion = `${posting.id}:${String(modifiedOn)}`;
    await wantEffect(ledger, stored, { kind: 'cancellation', subjectId: id, occasion, requestId: null }, 'once');
  }
};

/**
 * Commits a cancellation for each invoice that was sent between the two sides of one of these connections, also by one that the environment
 * had at a former address. One request a minute to Dynamics, which reads again what may still show late and leaves that out once nothing can.
 */
export const findCanceledInvoices = async (
  services: Services,
  connections: readonly [StoredConnection, ...StoredConnection[]],
): Promise<void> => {
  const { ledger } = services;
  const { environment } = connections[0];
  if (!isCanceledDue(services, environment.id)) return;
  noteAsked(services, environment.id);
  const cursor = await readCursor(ledger, environment.id, SUBJECT);
  if (cursor === null) {
    // What was canceled before anybody watched was a matter of its day; not so what was while the environment moved to another address.
    const start = (await cursorAtFormerAddress(ledger, environment, SUBJECT)) ?? ledger.now();
    return moveCursor(ledger, environment.id, SUBJECT, start);
  }
  const stand = standOf(services, environment.id, cursor);
  const nothingShowsLate = ledger.now() - stand.since >= OVERLAP_MS / services.timeScale;
  const after = stand.isWhole ? cursor : cursor - OVERLAP_MS;
  // All of them: a mass update gives hundreds the same time, and a part of them would be the same part each time.
  for await (const page of pagesOfCanceled(services.dataverse(environment), new Date(after))) {
    for (const stored of connections) await wantCancellations(services, stored, page);
    const last = page.at(-1);
    if (last) await moveCursor(ledger, environment.id, SUBJECT, last.modifiedOn);
  }
  stands(ledger).set(environment.id, { ...stand, isWhole: stand.isWhole || nothingShowsLate });
};
