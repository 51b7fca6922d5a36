/** Backups of the ledger and of Dynamics, taken and put back while stand-ins and test go on. */
import { sql } from 'kysely';
import type { DataverseClient } from '../../../relay-service/src/dataverse/client.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import type { Row } from '../../sandbox/dataverse/state.ts';
import type { World } from '../../sandbox/world.ts';

type Rows = readonly Readonly<Record<string, unknown>>[];
export type LedgerBackup = ReadonlyMap<string, Rows>;

/** Tables that others point at, before them. */
const FIRST = ['accounts', 'grants', 'lanes', 'environments', 'connections', 'calls'];
/** Consents stay: an old one is dead after half an hour, and somebody connects again. */
const LEFT_OUT = /^(kysely|grant)/;

/** Every row of the ledger but its consents. @param whole its consents too */
export const backUpLedger = async ({ db }: Ledger, whole = false): Promise<LedgerBackup> => {
  const left = whole ? /^kysely/ : LEFT_OUT;
  const all = (await db.introspection.getTables()).map(({ name }) => name).filter((name) => !left.test(name));
  const tables = [...FIRST.filter((name) => all.includes(name)), ...all.filter((name) => !FIRST.includes(name))];
  const backup = new Map<string, Rows>();
  for (const name of tables) backup.set(name, (await sql<Rows[number]>`select * from ${sql.table(name)}`.execute(db)).rows);
  return backup;
};

/** The ledger is what it was. */
export const putBackLedger = ({ db }: Ledger, backup: LedgerBackup): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    for (const name of [...backup.keys()].reverse()) await sql`delete from ${sql.table(name)}`.execute(transaction);
    for (const [name, rows] of backup)
      for (const row of rows) {
        const columns = Object.keys(row);
        const names = sql.join(columns.map((column) => sql.ref(column)));
        const values = sql.join(columns.map((column) => sql.val(row[column])));
        await sql`insert into ${sql.table(name)} (${names}) values (${values})`.execute(transaction);
      }
  });

export type DynamicsBackup = ReadonlyMap<string, ReadonlyMap<string, Row>>;

export const backUpDynamics = ({ dataverse }: World): DynamicsBackup =>
  structuredClone(new Map([...dataverse.control.environment.tables].map(([name, rows]) => [name, new Map(rows)])));

export const putBackDynamics = ({ dataverse }: World, backup: DynamicsBackup): void => {
  for (const [name, rows] of backup) {
    const table = dataverse.control.environment.tables.get(name);
    for (const id of [...(table?.keys() ?? [])]) table?.delete(id);
    for (const [id, row] of rows) table?.set(id, structuredClone(row));
  }
};

/** A client that shows the connector row as this ledger last knew it: to the relay that has it, neither side was ever put back. */
export const withoutFence = (client: DataverseClient, { db }: Ledger): DataverseClient => ({
  ...client,
  batch: async (parts) => {
    const known = await db.selectFrom('connections').select(['ledger_epoch', 'ledger_sequence']).executeTakeFirstOrThrow();
    const asKnown = { stl3_ledgerepoch: known.ledger_epoch, stl3_ledgersequence: known.ledger_sequence };
    return (await client.batch(parts)).map((result) =>
      result.body && 'stl3_ledgersequence' in result.body ? { ...result, body: { ...result.body, ...asKnown } } : result,
    );
  },
});
