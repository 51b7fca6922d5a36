/** Brings the ledger to the newest schema; refuses one that is newer than this program. */
import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { Migrator } from 'kysely/migration';
import { LedgerError } from '../errors.ts';
import { ledgerProblem } from './judge-database.ts';
import * as ledger from './migrations/0001-ledger.ts';
import * as limits from './migrations/0002-limits.ts';
import * as kindsOfWork from './migrations/0003-kinds-of-work.ts';
import * as fences from './migrations/0004-fences.ts';
import * as effects from './migrations/0005-effects.ts';
import * as accounts from './migrations/0006-accounts.ts';
import * as wizard from './migrations/0007-wizard.ts';
import * as scheduleAndSubscriptions from './migrations/0008-schedule-and-subscriptions.ts';
import * as requestsOfPostings from './migrations/0009-requests-of-postings.ts';
import * as livingWithIt from './migrations/0010-living-with-it.ts';
import * as whoConsented from './migrations/0011-who-consented.ts';
import * as applicationGrants from './migrations/0012-application-grants.ts';
import * as handingOver from './migrations/0013-handing-over.ts';
import * as holds from './migrations/0014-holds.ts';
import * as endsOfSubscriptions from './migrations/0015-ends-of-subscriptions.ts';
import * as providerSubscriptions from './migrations/0016-provider-subscriptions.ts';
import * as leftToDo from './migrations/0017-left-to-do.ts';
import * as toldUntil from './migrations/0018-told-until.ts';
import * as toldOfSeveral from './migrations/0019-told-of-several.ts';
import * as formerIntents from './migrations/0020-former-intents.ts';
import * as openCheckouts from './migrations/0021-open-checkouts.ts';
import * as closingsAtXero from './migrations/0022-closings-at-xero.ts';
import * as pastDue from './migrations/0023-past-due.ts';
import type { LedgerSchema } from './schema.ts';

const migrations: Readonly<Record<string, Migration>> = {
  '0001-ledger': ledger,
  '0002-limits': limits,
  '0003-kinds-of-work': kindsOfWork,
  '0004-fences': fences,
  '0005-effects': effects,
  '0006-accounts': accounts,
  '0007-wizard': wizard,
  '0008-schedule-and-subscriptions': scheduleAndSubscriptions,
  '0009-requests-of-postings': requestsOfPostings,
  '0010-living-with-it': livingWithIt,
  '0011-who-consented': whoConsented,
  '0012-application-grants': applicationGrants,
  '0013-handing-over': handingOver,
  '0014-holds': holds,
  '0015-ends-of-subscriptions': endsOfSubscriptions,
  '0016-provider-subscriptions': providerSubscriptions,
  '0017-left-to-do': leftToDo,
  '0018-told-until': toldUntil,
  '0019-told-of-several': toldOfSeveral,
  '0020-former-intents': formerIntents,
  '0021-open-checkouts': openCheckouts,
  '0022-closings-at-xero': closingsAtXero,
  '0023-past-due': pastDue,
};

const TABLE = 'kysely_migration';

/** The schema that a PostgreSQL's address leads into; the database may hold other relays' ledgers beside it. */
export const schemaOf = async (db: Kysely<LedgerSchema>): Promise<string> => {
  const { rows } = await sql<{ schema: string | null }>`select current_schema() as schema`.execute(db);
  return rows[0]?.schema ?? 'public';
};

/** Migrations that were run here. */
const done = async (db: Kysely<LedgerSchema>): Promise<string[]> => {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === TABLE)) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(TABLE)}`.execute(db);
  return rows.map(({ name }) => name);
};

const bringUpToDate = async (transaction: Transaction<LedgerSchema>, schema: string | null): Promise<void> => {
  // Relays that start at once wait here for each other; the lock ends with the transaction, also when its holder dies.
  if (schema !== null) await sql`select pg_advisory_xact_lock(hashtext('stellarise ledger'), hashtext(${schema}))`.execute(transaction);
  const unknown = (await done(transaction)).filter((name) => !Object.hasOwn(migrations, name));
  if (unknown.length > 0)
    throw new LedgerError(
      'LEDGER_FROM_THE_FUTURE',
      `The ledger was brought up to date by a newer relay (${unknown.sort().join(', ')}), which this version does not know. Start that version; nothing was changed.`,
    );
  const provider = { getMigrations: () => Promise.resolve(migrations) };
  const migrator = new Migrator({
    db: transaction,
    provider,
    // Two branches may each have brought one; what is only added runs in any order.
    allowUnorderedMigrations: true,
    ...(schema === null ? {} : { migrationTableSchema: schema }),
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error) {
    const failed = results?.find(({ status }) => status === 'Error')?.migrationName ?? 'a migration';
    throw (
      ledgerProblem(error) ??
      new LedgerError('LEDGER_NOT_MIGRATED', `The ledger could not be brought up to date by ${failed}; nothing was changed.`, error)
    );
  }
  const known = await transaction.selectFrom('installation').select('id').executeTakeFirst();
  if (!known) await transaction.insertInto('installation').values({ id: randomUUID(), epoch: 1, created_at: Date.now() }).execute();
};

/** A relay that is stopped with its machine in the middle loses its session, and with it all that it had changed (`postgres-home.ts`). */
const ATTEMPTS = 3;
/** SQLSTATEs 25P03 (idle in a transaction), 57P01 and 57P05 (ended by the server); what node-postgres says when it finds the session gone has none. */
const SESSION_LOST: readonly unknown[] = ['25P03', '57P01', '57P05'];
const SESSION_GONE = /^(Connection terminated|Client has encountered a connection error|read ECONNRESET|write EPIPE)/;

const sessionWasLost = (problem: unknown): boolean => {
  for (let each = problem; each instanceof Error; each = each.cause)
    if (SESSION_LOST.includes((each as { readonly code?: unknown }).code) || SESSION_GONE.test(each.message)) return true;
  return false;
};

/**
 * Runs what is missing, in order, all or nothing; any number of relays may do so at once.
 * @throws {LedgerError} when a migration fails, or the ledger was written by a newer version of the relay
 */
export const migrate = async (db: Kysely<LedgerSchema>, home: 'SQLite' | 'PostgreSQL'): Promise<void> => {
  const schema = home === 'PostgreSQL' ? await schemaOf(db) : null;
  for (let attempt = 1; ; attempt++)
    try {
      await db.transaction().execute((transaction) => bringUpToDate(transaction, schema));
      break;
    } catch (problem) {
      if (attempt === ATTEMPTS || !sessionWasLost(problem)) throw problem;
    }
  // Nothing may have been missing, and yet a ledger that cannot be written must not start.
  await proveWritable(db);
};

/** Writes what is there already. @throws what the database says when it takes no write */
export const proveWritable = async (db: Kysely<LedgerSchema>): Promise<void> => {
  await db
    .updateTable('installation')
    .set((row) => ({ epoch: row.ref('epoch') }))
    .execute();
};
