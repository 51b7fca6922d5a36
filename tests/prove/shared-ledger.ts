/** The PostgreSQL that two relays share, for what a test must not wait for: leases and tokens that end. */
import pg from 'pg';

export interface SharedLedger {
  /** Ends every lane's lease, as 20 seconds would. */
  endLeases(): Promise<void>;
  /** Ends Xero's access tokens, as half an hour would. */
  endAccessTokens(): Promise<void>;
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
    close: () => client.end(),
  };
};
