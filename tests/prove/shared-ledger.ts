/** The PostgreSQL that two relays share, for what a test must not wait for: leases and tokens that end. */
import pg from 'pg';
import { until } from './until.ts';

export interface SharedLedger {
  /** Ends every lane's lease, as 20 seconds would. */
  endLeases(): Promise<void>;
  /** Ends Xero's access tokens, as half an hour would. */
  endAccessTokens(): Promise<void>;
  /** Waits until a posting is in doubt. @returns false when none was within `patienceMs` */
  someDoubt(patienceMs: number): Promise<boolean>;
  close(): Promise<void>;
}

export const openSharedLedger = async (databaseUrl: string): Promise<SharedLedger> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return {
    endLeases: async () => {
      await client.query('update lanes set lease_until = 0');
    },
    endAccessTokens: async () => {
      await client.query("update grants set access_expires_at = 0 where system = 'xero'");
    },
    someDoubt: (patienceMs) =>
      until(async () => (await client.query("select from postings where state = 'doubtful'")).rowCount !== 0, patienceMs),
    close: () => client.end(),
  };
};
