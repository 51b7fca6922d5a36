/** A schema of its own on a PostgreSQL, made for a run and removed after it. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';

export interface SchemaOfATest {
  readonly name: string;
  /** Leads into the schema. */
  readonly url: string;
  readonly remove: () => Promise<void>;
}

/** Makes the schema. @param url of the database */
export const openOwnSchema = async (url: string): Promise<SchemaOfATest> => {
  const schema = `stl3_prove_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create schema ${schema}`);
  const remove = async (): Promise<void> => {
    await admin.query(`drop schema if exists ${schema} cascade`);
    await admin.end();
  };
  const own = new URL(url);
  own.searchParams.set('options', `-c search_path=${schema}`);
  return { name: schema, url: own.href, remove };
};

/** @param url of the database @param run gets the address that leads into the schema */
export const withOwnSchema = async <T>(url: string, run: (own: string) => Promise<T>): Promise<T> => {
  const { url: own, remove } = await openOwnSchema(url);
  // Ctrl+C leaves nothing behind; the relays end by themselves when their parent is gone.
  const leave = (): void => void remove().finally(() => process.exit(130));
  process.once('SIGINT', leave).once('SIGTERM', leave);
  try {
    return await run(own);
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave);
    await remove();
  }
};
