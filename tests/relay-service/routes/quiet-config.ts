/** Settings of a relay that tests build and that says nothing. */
import { randomBytes } from 'node:crypto';
import type { Config } from '../../../relay-service/src/config.ts';
import { readConfig } from '../../../relay-service/src/config.ts';

export const quietConfig = (more: Readonly<Record<string, string>> = {}): Config =>
  readConfig({
    RELAY_PUBLIC_URL: 'http://127.0.0.1:8080',
    RELAY_SECRET_KEYS: `1:${randomBytes(32).toString('base64')}`,
    XERO_CLIENT_ID: 'xero-client',
    XERO_CLIENT_SECRET: 'xero-secret',
    ENTRA_CLIENT_ID: 'entra-client',
    ENTRA_CLIENT_SECRET: 'entra-secret',
    LOG_LEVEL: 'silent',
    ...more,
  });
