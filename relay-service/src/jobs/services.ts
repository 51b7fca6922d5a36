/** What the jobs work with. Made once when the relay starts, replaced in parts by tests. */
import type { Config } from '../config.ts';
import type { DataverseClient } from '../dataverse/client.ts';
import type { Priority } from '../limits/priorities.ts';
import type { StoredConnection } from '../store/connections.ts';
import type { Ledger } from '../store/ledger.ts';
import type { EnvironmentsTable } from '../store/schema.ts';
import type { XeroClient } from '../xero/client.ts';
import type { Arrivals } from './arrivals.ts';
import type { Claims } from './claims.ts';
import type { ContactBooks } from './contact-book.ts';
import type { KnownTerms } from './known-terms.ts';
import type { KnownItems } from './known-items.ts';
import type { LaneKeeper } from './lane-keeper.ts';
import type { Makers } from './makers.ts';
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
  /** Version of the solution in an environment; null where it is not installed or nobody may look. */
  readonly installedSolution: (environment: EnvironmentsTable) => Promise<string | null>;
  /** @param priority who waits for its answers; a person if not said */
  readonly xero: (connection: StoredConnection, priority?: Priority) => XeroClient;
  /** A copy of an environment, at its own address. */
  readonly copy: (environment: EnvironmentsTable, origin: string) => DataverseClient;
  readonly lanes: LaneKeeper;
  readonly claims: Claims;
  readonly arrivals: Arrivals;
  readonly knownItems: KnownItems;
  readonly contactBooks: ContactBooks;
  readonly knownTerms: KnownTerms;
  readonly makers: Makers;
  readonly safeguards: Safeguards;
  readonly atStep: AtStep;
  /** Stretch of the protocol's long waits; 1 outside of tests. */
  readonly timeScale: number;
}
