import { randomBytes } from 'node:crypto';

/** The required settings of a relay that knows nobody, as environment variables. */
export const loneSettings = (port: string, folder: string): Readonly<Record<string, string>> => ({
  PORT: port,
  RELAY_PUBLIC_URL: `http://127.0.0.1:${port}`,
  RELAY_DATA_DIR: folder,
  RELAY_SECRET_KEYS: `1:${randomBytes(32).toString('base64')}`,
  XERO_CLIENT_ID: 'nobody',
  XERO_CLIENT_SECRET: 'nothing',
  ENTRA_CLIENT_ID: 'nobody',
  ENTRA_CLIENT_SECRET: 'nothing',
  LOG_LEVEL: 'silent',
});
