/**
 * After a change of keys: seals with the first key what an older one has sealed, so that the older one can be taken away
 * (posting protocol, section 10: add the new key last everywhere, roll, move it first, seal again, remove).
 */
import { sql } from 'kysely';
import type { Ledger } from './ledger.ts';
import type { LedgerSchema } from './schema.ts';
import type { Place } from './seal.ts';

/** Every column that holds sealed values, with the column that names its row in the seal. A test looks for ones that are missing here. */
export const sealedColumns = [
  { table: 'grants', row: 'id', column: 'refresh_token' },
  { table: 'grants', row: 'id', column: 'access_token' },
  { table: 'grants', row: 'id', column: 'consented_by' },
  { table: 'grant_candidates', row: 'id', column: 'refresh_token' },
  { table: 'postings', row: 'id', column: 'number_sealed' },
  { table: 'connection_drafts', row: 'id', column: 'answers_sealed' },
  { table: 'consents_begun', row: 'state_hash', column: 'secrets_sealed' },
] as const satisfies readonly { readonly table: keyof LedgerSchema; readonly row: string; readonly column: string }[];

export interface SealedAgain {
  readonly sealed: number;
  /** Values that no key of this relay opens: it was taken away too early, or is not here yet. */
  readonly unreadable: number;
}

const PAGE = 200;

type SealedColumn = (typeof sealedColumns)[number];

/** Names come from the list above alone, never from outside, so the statement is made of them. */
const rowsAfter = async (ledger: Ledger, { table, row, column }: SealedColumn, after: string) => {
  const [id, value] = [sql.ref(row), sql.ref(column)];
  const { rows } = await sql<{ id: string; value: string }>`
    select ${id} as id, ${value} as value from ${sql.table(table)}
    where ${value} is not null and ${value} not like ${`${String(ledger.seal.sealsWith)}.%`} and ${id} > ${after}
    order by ${id} limit ${PAGE}`.execute(ledger.db);
  return rows;
};

/** Only if it is still the value that was read: a token that was renewed meanwhile is newer. */
const replace = async (ledger: Ledger, { table, row, column }: SealedColumn, id: string, from: string, to: string): Promise<number> => {
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = ${to}
    where ${sql.ref(row)} = ${id} and ${sql.ref(column)} = ${from}`.execute(ledger.db);
  return Number(numAffectedRows ?? 0);
};

/** The text of a value; null where no key opens it. */
const openAt = ({ seal }: Ledger, value: string, place: Place): string | null => {
  try {
    return seal.open(value, place);
  } catch {
    return null;
  }
};

const sealColumn = async (ledger: Ledger, sealed: SealedColumn): Promise<SealedAgain> => {
  const count = { sealed: 0, unreadable: 0 };
  for (let after = ''; ;) {
    const rows = await rowsAfter(ledger, sealed, after);
    for (const { id, value } of rows) {
      const place = { table: sealed.table, row: id, column: sealed.column };
      const text = openAt(ledger, value, place);
      if (text === null) count.unreadable++;
      else count.sealed += await replace(ledger, sealed, id, value, ledger.seal.seal(text, place));
    }
    const last = rows.at(-1);
    if (rows.length < PAGE || !last) return count;
    after = last.id;
  }
};

/** Seals everything again that the first key has not sealed. May run while relays work, on several at once, and be cut off anywhere. */
export const sealAgain = async (ledger: Ledger): Promise<SealedAgain> => {
  const total = { sealed: 0, unreadable: 0 };
  for (const column of sealedColumns) {
    const { sealed, unreadable } = await sealColumn(ledger, column);
    total.sealed += sealed;
    total.unreadable += unreadable;
  }
  return total;
};
