/** Grants: a person's consent at Xero or Entra ID, its tokens sealed. */
import type { Ledger } from './ledger.ts';
import type { GrantsTable } from './schema.ts';

/** A grant with its secrets opened. */
export interface Grant {
  readonly id: string;
  readonly system: 'xero' | 'entra';
  /** The person (or application) that consented. */
  readonly subject: string;
  /** Entra tenant id; empty for Xero. */
  readonly tenant: string;
  /** Rises with every refresh; a late writer loses. */
  readonly generation: number;
  readonly refreshingSince: number | null;
  readonly refreshToken: string;
  readonly accessToken: string | null;
  /** Milliseconds since 1970. */
  readonly accessExpiresAt: number;
  readonly state: GrantsTable['state'];
}

const place = (row: string, column: string) => ({ table: 'grants', row, column });

const seal = (ledger: Ledger, id: string, tokens: Pick<Grant, 'refreshToken' | 'accessToken' | 'accessExpiresAt'>) => ({
  refresh_token: ledger.seal.seal(tokens.refreshToken, place(id, 'refresh_token')),
  access_token: tokens.accessToken === null ? null : ledger.seal.seal(tokens.accessToken, place(id, 'access_token')),
  access_expires_at: tokens.accessExpiresAt,
});

/** Stores a new grant, or replaces the tokens of one that was given again. */
export const saveGrant = async (ledger: Ledger, grant: Omit<Grant, 'generation' | 'refreshingSince' | 'state'>): Promise<void> => {
  const row = { ...seal(ledger, grant.id, grant), state: 'alive' as const, refreshing_since: null, updated_at: ledger.now() };
  await ledger.db
    .insertInto('grants')
    .values({ id: grant.id, system: grant.system, subject: grant.subject, tenant: grant.tenant, generation: 1, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet((values) => ({ ...row, generation: values('grants.generation', '+', 1) })))
    .execute();
};

/** Reads a grant and opens its tokens. */
export const readGrant = async (ledger: Ledger, id: string): Promise<Grant | undefined> => {
  const row = await ledger.db.selectFrom('grants').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  return {
    id: row.id,
    system: row.system,
    subject: row.subject,
    tenant: row.tenant,
    generation: row.generation,
    refreshingSince: row.refreshing_since,
    refreshToken: ledger.seal.open(row.refresh_token, place(id, 'refresh_token')),
    accessToken: row.access_token === null ? null : ledger.seal.open(row.access_token, place(id, 'access_token')),
    accessExpiresAt: row.access_expires_at,
    state: row.state,
  };
};

/** Writes down that a refresh of this generation begins; false when somebody else has moved on. Proves the database writable first. */
export const markRefreshing = async (ledger: Ledger, id: string, generation: number): Promise<boolean> => {
  const now = ledger.now();
  const { numUpdatedRows } = await ledger.db
    .updateTable('grants')
    .set({ refreshing_since: now, updated_at: now })
    .where('id', '=', id)
    .where('generation', '=', generation)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

/** Stores what a refresh of `generation` brought, unless a newer one is there already. */
export const saveRefreshed = async (
  ledger: Ledger,
  id: string,
  generation: number,
  tokens: Pick<Grant, 'refreshToken' | 'accessToken' | 'accessExpiresAt'>,
): Promise<boolean> => {
  const { numUpdatedRows } = await ledger.db
    .updateTable('grants')
    .set({ ...seal(ledger, id, tokens), generation: generation + 1, refreshing_since: null, state: 'alive', updated_at: ledger.now() })
    .where('id', '=', id)
    .where('generation', '=', generation)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

/** The consent is dead; only the person can give it again. */
export const markDead = async (ledger: Ledger, id: string, generation: number): Promise<void> => {
  await ledger.db
    .updateTable('grants')
    .set({ state: 'reconnect', refreshing_since: null, updated_at: ledger.now() })
    .where('id', '=', id)
    .where('generation', '=', generation)
    .execute();
};
