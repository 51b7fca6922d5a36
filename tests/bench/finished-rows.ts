/** Fills a ledger with requests that were answered and documents that were told, as years of work leave them. */
import { sql } from 'kysely';
import type { Ledger } from '../../relay-service/src/store/ledger.ts';

/** Rows of one statement, so that neither home runs out of memory or log. */
const AT_ONCE = 100_000;

const numbers = (ledger: Ledger, from: number, to: number) =>
  ledger.home === 'PostgreSQL'
    ? sql`select n from generate_series(${sql.lit(from)}, ${sql.lit(to)}) as series(n)`
    : sql`with recursive series(n) as (select ${sql.lit(from)} union all select n + 1 from series where n < ${sql.lit(to)}) select n from series`;

/** Indexes that are built once at the end cost a tenth of those that each row is sorted into. */
const withoutIndexes = async (ledger: Ledger, fill: () => Promise<void>): Promise<void> => {
  const { rows } = await (
    ledger.home === 'PostgreSQL'
      ? sql<{ name: string; text: string }>`select indexname as name, indexdef as text from pg_indexes
          where schemaname = current_schema() and tablename in ('requests', 'postings')
          and indexname not in (select conname from pg_constraint)`
      : sql<{ name: string; text: string }>`select name, sql as text from sqlite_master
          where type = 'index' and sql is not null and tbl_name in ('requests', 'postings')`
  ).execute(ledger.db);
  for (const { name } of rows) await sql`drop index ${sql.id(name)}`.execute(ledger.db);
  await fill();
  for (const { text } of rows) await sql.raw(text).execute(ledger.db);
};

/** @param environmentId @param connectionId of whom they are: those that the measured work belongs to */
export const addFinished = async (ledger: Ledger, count: number, of: { environmentId: string; connectionId: string }): Promise<void> => {
  const { environmentId, connectionId } = of;
  const long = sql.lit(Date.now() - 86_400_000);
  const fill = async (): Promise<void> => {
    for (let from = 1; from <= count; from += AT_ONCE) {
      const rows = numbers(ledger, from, Math.min(count, from + AT_ONCE - 1));
      // Ids are random in truth; what is added in their order would make every index look better than it is.
      const scattered = sql`cast((cast(n as bigint) * 7919) % 1000003 as text) || '-' || cast(n as text)`;
      await sql`insert into requests (environment_id, id, source, state, received_at, due_at, attempts, ended_at)
      select ${sql.lit(environmentId)}, 'r-' || ${scattered}, 'webhook', 'done', ${long} + n, ${long} + n, 0, ${long} + n from (${rows}) as rows order by 2`.execute(
        ledger.db,
      );
      await sql`insert into postings (id, connection_id, tenant_id, organization_id, invoice_id, document_kind, generation, request_id, state,
        xero_document_id, attempts, due_at, created_at, updated_at)
      select 'p-' || ${scattered}, ${sql.lit(connectionId)}, 'tenant', 'organization', 'i-' || ${scattered}, 'ACCREC', 1, 'r-' || ${scattered}, 'told',
        'x-' || ${scattered}, 1, ${long} + n, ${long} + n, ${long} + n from (${rows}) as rows order by 1`.execute(ledger.db);
    }
  };
  await withoutIndexes(ledger, fill);
  await sql`${sql.raw(ledger.home === 'PostgreSQL' ? 'analyze requests, postings' : 'analyze')}`.execute(ledger.db);
};
