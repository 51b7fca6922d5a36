/** Signs that an environment's webhooks arrive: any notice with the right key is one. */
import { besideLedger } from './beside-ledger.ts';
import type { Ledger } from './ledger.ts';
import type { WebhookSignsTable } from './schema.ts';

/** A busy environment need not write with each notice. */
const NOTED_AT_MOST_EVERY_MS = 60_000;

const noted = besideLedger(() => new Map<string, number>());

const note = async (ledger: Ledger, environmentId: string, signs: Partial<Omit<WebhookSignsTable, 'environment_id'>>): Promise<void> => {
  await ledger.db
    .insertInto('webhook_signs')
    .values({ environment_id: environmentId, ...signs })
    .onConflict((conflict) => conflict.column('environment_id').doUpdateSet(signs))
    .execute();
};

/** A notice has arrived and its key was right. */
export const noteHeard = async (ledger: Ledger, environmentId: string): Promise<void> => {
  const times = noted(ledger);
  const now = ledger.now();
  if (now - (times.get(environmentId) ?? 0) < NOTED_AT_MOST_EVERY_MS) return;
  await note(ledger, environmentId, { heard_at: now });
  times.set(environmentId, now);
};

/** A test ping was made; its notice is awaited. */
export const notePing = async (ledger: Ledger, environmentId: string, pingId: string): Promise<void> => {
  noted(ledger).delete(environmentId);
  await note(ledger, environmentId, { pinged_at: ledger.now(), ping_id: pingId });
};

/** Endpoint and step were registered, so that what was heard before proves nothing any more. */
export const noteRegistered = async (ledger: Ledger, environmentId: string): Promise<void> => {
  noted(ledger).delete(environmentId);
  await note(ledger, environmentId, { registered_at: ledger.now(), heard_at: null, pinged_at: null, ping_id: null });
};

/** What is known of an environment's webhook. */
export const webhookSigns = (ledger: Ledger, environmentId: string): Promise<WebhookSignsTable | undefined> =>
  ledger.db.selectFrom('webhook_signs').selectAll().where('environment_id', '=', environmentId).executeTakeFirst();
