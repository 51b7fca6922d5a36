/** Consents that nothing needs any more: their tokens are forgotten, so that a stolen ledger opens nothing that its owners have left. */
import { grantsOfClosings } from './closings-at-xero.ts';
import { grantIsUsed } from './connections.ts';
import { draftsOnTheirWay } from './drafts.ts';
import { forgetCandidates } from './grant-candidates.ts';
import { forgetTokens } from './grants.ts';
import type { Ledger } from './ledger.ts';

/** Grants that set-ups hold which are on their way into a connection; the one of a sign-in at Microsoft stands among their sealed answers. */
const heldByDrafts = async (ledger: Ledger): Promise<ReadonlySet<string>> =>
  new Set(
    (await draftsOnTheirWay(ledger))
      .flatMap(({ xero_grant_id, entra_grant_id, answers }) => [xero_grant_id, entra_grant_id, answers.discoveryGrantId])
      .filter((id) => id !== null),
  );

/** Whether a connection that is on, or a set-up that is none yet, needs this consent. */
export const grantIsNeeded = async (ledger: Ledger, id: string): Promise<boolean> =>
  (await heldByDrafts(ledger)).has(id) || (await grantIsUsed(ledger, id));

/** Forgets the tokens of these consents, except where a connection, a set-up or what is still to be closed at Xero needs them. */
export const forgetUnused = async (ledger: Ledger, ids: readonly (string | null)[]): Promise<void> => {
  const held = new Set([...(await heldByDrafts(ledger)), ...(await grantsOfClosings(ledger))]);
  for (const id of new Set(ids)) {
    if (id === null || held.has(id) || (await grantIsUsed(ledger, id))) continue;
    await forgetTokens(ledger, id);
    await forgetCandidates(ledger, id);
  }
};

/**
 * Sweeps what was left behind, whatever the reason: a replaced consent, a relay that stopped in the middle.
 * @param idleMs a consent that was used since may be on its way into a connection
 */
export const forgetUnusedGrants = async (ledger: Ledger, idleMs: number): Promise<void> => {
  const rows = await ledger.db
    .selectFrom('grants')
    .select('id')
    .where('state', '=', 'alive')
    .where('updated_at', '<', ledger.now() - idleMs)
    .where('id', 'not in', (from) => from.selectFrom('connections').select('xero_grant_id').where('state', '<>', 'disconnected'))
    .where('id', 'not in', (from) =>
      from
        .selectFrom('environments')
        .innerJoin('connections', 'connections.environment_id', 'environments.id')
        .select('environments.grant_id')
        .where('connections.state', '<>', 'disconnected'),
    )
    .execute();
  await forgetUnused(
    ledger,
    rows.map(({ id }) => id),
  );
};
