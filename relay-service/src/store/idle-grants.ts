/** Grants that nobody has used for long; the consent would end by itself. */
import { liveStates } from './connections.ts';
import type { Ledger } from './ledger.ts';

/** A grant and when its tokens last came. */
export interface IdleGrant {
  readonly id: string;
  readonly refreshedAt: number;
}

/** Living grants whose tokens are older than this, the oldest first; of paused connections too, for a pause may outlast a consent. */
export const idleGrants = async (ledger: Ledger, idleMs: number, limit: number): Promise<IdleGrant[]> => {
  const before = ledger.now() - idleMs;
  const rows = await ledger.db
    .selectFrom('grants')
    .select((row) => ['id', row.fn.coalesce('refreshed_at', 'updated_at').as('refreshedAt')])
    .where('state', '=', 'alive')
    .where('kind', '=', 'consent')
    .where((row) => row(row.fn.coalesce('refreshed_at', 'updated_at'), '<', before))
    .where((row) =>
      row.or([
        row('id', 'in', row.selectFrom('connections').select('xero_grant_id').where('state', 'in', liveStates)),
        row(
          'id',
          'in',
          row
            .selectFrom('environments')
            .innerJoin('connections', 'connections.environment_id', 'environments.id')
            .select('environments.grant_id')
            .where('connections.state', 'in', liveStates),
        ),
      ]),
    )
    .orderBy('refreshedAt')
    .limit(limit)
    .execute();
  return rows.map(({ id, refreshedAt }) => ({ id, refreshedAt }));
};
