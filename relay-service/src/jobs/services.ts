/** What the jobs work with. Made once when the relay starts, replaced in parts by tests. */
import type { Config } from '../config.ts';
import type { DataverseClient } from '../dataverse/client.ts';
import type { StoredConnection } from '../store/connections.ts';
import type { Ledger } from '../store/ledger.ts';
import type { EnvironmentsTable } from '../store/schema.ts';
import type { XeroClient } from '../xero/client.ts';
import type { Safeguards } from './safeguards.ts';
import type { AtStep } from './steps.ts';

/** Structured log, as Fastify's logger is one. */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface Services {
  readonly config: Config;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly dataverse: (environment: EnvironmentsTable) => DataverseClient;
  readonly xero: (connection: StoredConnection) => XeroClient;
  readonly safeguards: Safeguards;
  readonly atStep: AtStep;
  /** Stretch of the protocol's long waits; 1 outside of tests. */
  readonly timeScale: number;
}
