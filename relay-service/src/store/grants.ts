/** Grants: a person's consent at Xero or Entra ID, its tokens sealed. */
import type { AgeOfGrant } from '../core/consent-days.ts';
import type { Ledger } from './ledger.ts';
import type { GrantsTable } from './schema.ts';

/** A grant with its secrets opened. */
export interface Grant {
  readonly id: string;
  readonly system: 'xero' | 'entra';
  /** application = the relay's own, without a refresh token. */
  readonly kind: 'consent' | 'application';
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
  /** When its tokens last came: milliseconds since 1970. */
  readonly refreshedAt: number;
}

const place = (row: string, column: string) => ({ table: 'grants', row, column });

const seal = (ledger: Ledger, id: string, tokens: Pick<Grant, 'refreshToken' | 'accessToken' | 'accessExpiresAt'>) => ({
  refresh_token: ledger.seal.seal(tokens.refreshToken, place(id, 'refresh_token')),
  access_token: tokens.accessToken === null ? null : ledger.seal.seal(tokens.accessToken, place(id, 'access_token')),
  access_expires_at: tokens.accessExpiresAt,
});

/** A grant as it is given. */
export type NewGrant = Omit<Grant, 'generation' | 'refreshingSince' | 'state' | 'refreshedAt' | 'kind'> & {
  /** A person's where nothing is said. */
  readonly kind?: Grant['kind'];
  /** How people know whoever gave it; left as it was where nobody is named. */
  readonly consentedBy?: string | null;
};

/** Stores a new grant, or replaces the tokens of one that was given again. */
export const saveGrant = async (ledger: Ledger, grant: NewGrant): Promise<void> => {
  const now = ledger.now();
  const by = grant.consentedBy == null ? {} : { consented_by: ledger.seal.seal(grant.consentedBy, place(grant.id, 'consented_by')) };
  const row = {
    ...seal(ledger, grant.id, grant),
    ...by,
    state: 'alive' as const,
    refreshing_since: null,
    updated_at: now,
    refreshed_at: now,
  };
  await ledger.db
    .insertInto('grants')
    .values({
      id: grant.id,
      system: grant.system,
      subject: grant.subject,
      tenant: grant.tenant,
      kind: grant.kind ?? 'consent',
      generation: 1,
      ...row,
    })
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
    kind: row.kind,
    subject: row.subject,
    tenant: row.tenant,
    generation: row.generation,
    refreshingSince: row.refreshing_since,
    refreshToken: ledger.seal.open(row.refresh_token, place(id, 'refresh_token')),
    accessToken: row.access_token === null ? null : ledger.seal.open(row.access_token, place(id, 'access_token')),
    accessExpiresAt: row.access_expires_at,
    state: row.state,
    refreshedAt: row.refreshed_at ?? row.updated_at,
  };
};

/** How people know whoever gave a grant; null where nobody was named. */
export const consentedBy = async (ledger: Ledger, id: string): Promise<string | null> => {
  const row = await ledger.db.selectFrom('grants').select('consented_by').where('id', '=', id).executeTakeFirst();
  return row?.consented_by ? ledger.seal.open(row.consented_by, place(id, 'consented_by')) : null;
};

/** How often a grant was renewed; 0 when there is none. */
export const generationOf = async (ledger: Ledger, id: string): Promise<number> =>
  (await ledger.db.selectFrom('grants').select('generation').where('id', '=', id).executeTakeFirst())?.generation ?? 0;

/**
 * Takes the refresh of a generation, so that of many relays and users one refreshes. Proves the database writable first.
 * @param leaseMs after so long somebody else may refresh: the one before is taken for dead or stopped
 * @param held when this very caller has taken it before; null = not yet
 * @returns when it was taken, null while somebody else refreshes, or has done so, or has found the consent dead
 */
export const takeRefresh = async (
  ledger: Ledger,
  id: string,
  generation: number,
  leaseMs: number,
  held: number | null,
): Promise<number | null> => {
  const now = ledger.now();
  const { numUpdatedRows } = await ledger.db
    .updateTable('grants')
    .set({ refreshing_since: now, updated_at: now })
    .where('id', '=', id)
    .where('generation', '=', generation)
    .where('state', '=', 'alive')
    .where((row) =>
      row.or([
        row('refreshing_since', 'is', null),
        row('refreshing_since', '<=', now - leaseMs),
        ...(held === null ? [] : [row('refreshing_since', '=', held)]),
      ]),
    )
    .executeTakeFirst();
  return numUpdatedRows === 1n ? now : null;
};

/** Gives the refresh up, so that the next one need not wait for the lease to end. */
export const giveUpRefresh = async (ledger: Ledger, id: string, generation: number, held: number): Promise<void> => {
  await ledger.db
    .updateTable('grants')
    .set({ refreshing_since: null })
    .where('id', '=', id)
    .where('generation', '=', generation)
    .where('refreshing_since', '=', held)
    .execute();
};

/** Nobody refreshes; for the start of the only relay. */
export const giveUpAllRefreshes = async (ledger: Ledger): Promise<void> => {
  await ledger.db.updateTable('grants').set({ refreshing_since: null }).execute();
};

/** An access token that the other side refuses before its time is not used again; one that was just refreshed is left alone. */
export const distrustAccessToken = async (ledger: Ledger, grant: Pick<Grant, 'id' | 'generation'>, olderThanMs: number): Promise<void> => {
  await ledger.db
    .updateTable('grants')
    .set({ access_expires_at: 0 })
    .where('id', '=', grant.id)
    .where('generation', '=', grant.generation)
    .where('updated_at', '<=', ledger.now() - olderThanMs)
    .execute();
};

/** Stores what a refresh of `generation` brought, unless a newer one is there already. */
export const saveRefreshed = async (
  ledger: Ledger,
  id: string,
  generation: number,
  tokens: Pick<Grant, 'refreshToken' | 'accessToken' | 'accessExpiresAt'>,
): Promise<boolean> => {
  const now = ledger.now();
  const fresh = { generation: generation + 1, refreshing_since: null, state: 'alive', updated_at: now, refreshed_at: now } as const;
  const { numUpdatedRows } = await ledger.db
    .updateTable('grants')
    .set({ ...seal(ledger, id, tokens), ...fresh })
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

/** Forgets a grant's tokens and whose they were for good; the row stays, for what refers to it. */
export const forgetTokens = async (ledger: Ledger, id: string): Promise<void> => {
  await ledger.db
    .updateTable('grants')
    .set((row) => ({
      ...seal(ledger, id, { refreshToken: '', accessToken: null, accessExpiresAt: 0 }),
      consented_by: null,
      generation: row('generation', '+', 1),
      state: 'reconnect' as const,
      refreshing_since: null,
      updated_at: ledger.now(),
    }))
    .where('id', '=', id)
    .execute();
};

/** How grants stand, without opening their secrets. */
export const grantStates = async (
  ledger: Ledger,
  ids: readonly string[],
): Promise<ReadonlyMap<string, AgeOfGrant & Pick<Grant, 'subject' | 'kind'> & { readonly changedAt: number }>> =>
  new Map(
    (
      await ledger.db
        .selectFrom('grants')
        .select((row) => ['id', 'system', 'kind', 'state', row.fn.coalesce('refreshed_at', 'updated_at').as('refreshedAt'), 'subject'])
        .select('updated_at as changedAt')
        .where('id', 'in', [...ids])
        .execute()
    ).map(({ id, ...grant }) => [id, grant]),
  );
