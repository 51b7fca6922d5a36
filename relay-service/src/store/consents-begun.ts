/** Sign-ins that have left for an authority: each state is good once, for its owner, for a time. */
import type { Ledger } from './ledger.ts';
import type { ConsentsBegunTable } from './portal-schema.ts';
import { hashOf } from './token-hash.ts';

/** What redeems a sign-in that comes back. */
export interface ConsentSecrets {
  readonly state: string;
  readonly codeVerifier: string;
  readonly nonce: string | null;
  /** Page of ours that a person wanted to see before logging in. */
  readonly next?: string;
}

export interface ConsentBegun {
  readonly draftId: string;
  readonly ownerId: string;
  readonly kind: ConsentsBegunTable['kind'];
  readonly secrets: ConsentSecrets;
  readonly begunAt: number;
}

const place = (row: string) => ({ table: 'consents_begun', row, column: 'secrets_sealed' });

/** Remembers a sign-in before the browser leaves. */
export const rememberConsent = async (ledger: Ledger, consent: Omit<ConsentBegun, 'begunAt'>): Promise<void> => {
  const hash = hashOf(consent.secrets.state);
  await ledger.db
    .insertInto('consents_begun')
    .values({
      state_hash: hash,
      draft_id: consent.draftId,
      owner_id: consent.ownerId,
      kind: consent.kind,
      secrets_sealed: ledger.seal.seal(JSON.stringify(consent.secrets), place(hash)),
      begun_at: ledger.now(),
    })
    .execute();
};

const consentOf = (ledger: Ledger, row: ConsentsBegunTable): ConsentBegun => ({
  draftId: row.draft_id,
  ownerId: row.owner_id,
  kind: row.kind,
  secrets: JSON.parse(ledger.seal.open(row.secrets_sealed, place(row.state_hash))) as ConsentSecrets,
  begunAt: row.begun_at,
});

/** The sign-in of this state and one of these kinds, whatever became of it; undefined for a state that was never ours. */
export const findConsent = async (
  ledger: Ledger,
  state: string,
  ...kinds: readonly ConsentBegun['kind'][]
): Promise<(ConsentBegun & { readonly ended: boolean }) | undefined> => {
  const row = await ledger.db
    .selectFrom('consents_begun')
    .selectAll()
    .where('state_hash', '=', hashOf(state))
    .where('kind', 'in', kinds)
    .executeTakeFirst();
  return row && { ...consentOf(ledger, row), ended: row.ended_at !== null };
};

/** Takes the sign-in, so that of two answers with one state only one is redeemed. @returns false when it was taken before */
export const takeConsent = async (ledger: Ledger, state: string): Promise<boolean> => {
  const { numUpdatedRows } = await ledger.db
    .updateTable('consents_begun')
    .set({ ended_at: ledger.now() })
    .where('state_hash', '=', hashOf(state))
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

/** Notes what an administrator answered; the link in the mail may be opened more than once, and a later no takes no approval back. */
export const noteAdminAnswer = async (ledger: Ledger, state: string, outcome: 'granted' | 'refused'): Promise<void> => {
  await ledger.db
    .updateTable('consents_begun')
    .set({ ended_at: ledger.now(), outcome })
    .where('state_hash', '=', hashOf(state))
    .where('kind', '=', 'adminConsent')
    .where((row) => row.or([row('outcome', 'is', null), row('outcome', '<>', 'granted')]))
    .execute();
};

/** The newest link for an administrator that a draft has made, with what became of it. */
export const newestAdminConsent = async (
  ledger: Ledger,
  draftId: string,
): Promise<{ readonly state: string; readonly begunAt: number; readonly outcome: 'granted' | 'refused' | null } | undefined> => {
  const row = await ledger.db
    .selectFrom('consents_begun')
    .selectAll()
    .where('draft_id', '=', draftId)
    .where('kind', '=', 'adminConsent')
    .orderBy('begun_at', 'desc')
    .executeTakeFirst();
  return row && { state: consentOf(ledger, row).secrets.state, begunAt: row.begun_at, outcome: row.outcome };
};

const DAY_MS = 86_400_000;
/** A link that was mailed to an administrator may lie for a while. */
export const ADMIN_CONSENT_MS = 30 * DAY_MS;

/** Forgets sign-ins that nobody will come back from. */
export const forgetOldConsents = async (ledger: Ledger): Promise<void> => {
  await ledger.db
    .deleteFrom('consents_begun')
    .where('kind', '!=', 'adminConsent')
    .where('begun_at', '<', ledger.now() - DAY_MS)
    .execute();
  await ledger.db
    .deleteFrom('consents_begun')
    .where('begun_at', '<', ledger.now() - ADMIN_CONSENT_MS)
    .execute();
};
