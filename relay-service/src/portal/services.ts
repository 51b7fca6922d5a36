/** What pages are made with. Built in start-relay; a page takes what it needs and nothing of it is global. */
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { chooseProvider } from '../billing/choose-provider.ts';
import type { BillingProvider } from '../billing/provider.ts';
import type { Config } from '../config.ts';
import type { DataverseClient } from '../dataverse/client.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { StoredConnection } from '../store/connections.ts';
import type { Ledger } from '../store/ledger.ts';
import type { EnvironmentsTable } from '../store/schema.ts';
import type { relayTokens } from '../tokens/relay-tokens.ts';
import type { XeroClient } from '../xero/client.ts';
import type { Accounts } from './accounts/auth.ts';
import { authEvents } from './accounts/mails.ts';

/** Handed over by start-relay; `portal` adds the log of the app and the accounts. */
export interface PortalParts {
  readonly config: Config;
  readonly ledger: Ledger;
  readonly mailer: Mailer;
  readonly tokens: ReturnType<typeof relayTokens>;
  /** A client for an environment, with its grant's token. */
  readonly dataverse: (environment: EnvironmentsTable) => DataverseClient;
  /** A client for a connection's organisation, held to Xero's limits. */
  readonly xero: (connection: StoredConnection) => XeroClient;
  /** Who collects the money; whom the settings name where it is absent. */
  readonly billing?: BillingProvider;
  /** Tells the worker that there is something to do. */
  readonly wake: (environmentId: string) => void;
}

/** What every page gets. */
export interface PortalServices extends PortalParts {
  readonly billing: BillingProvider;
  readonly log: FastifyBaseLogger;
  /** The accounts' library; loaded on first use, for it takes most of a second. */
  readonly auth: () => Promise<Accounts>;
  /**
   * Does something after the answer, such as sending a mail, so that the time of an answer tells nothing.
   * The relay waits for it before it closes.
   */
  readonly later: (what: string, task: () => Promise<unknown>) => void;
}

/** Completes the parts with what belongs to the app: its log, who collects the money, the accounts on first use, and what runs after an answer. */
export const portalServices = (app: FastifyInstance, parts: PortalParts): PortalServices => {
  const running = new Set<Promise<unknown>>();
  let accounts: Promise<Accounts> | undefined;
  const services: PortalServices = {
    ...parts,
    billing: parts.billing ?? chooseProvider(parts.config),
    log: app.log,
    auth: () =>
      (accounts ??= import('./accounts/auth.ts').then(({ createAccounts }) =>
        createAccounts(parts.config, parts.ledger, authEvents(services)),
      )),
    later: (what, task) => {
      const run = task()
        .catch((problem: unknown) => app.log.error({ err: problem }, `${what} failed`))
        .finally(() => running.delete(run));
      running.add(run);
    },
  };
  app.addHook('onClose', async () => {
    await Promise.all(running);
  });
  return services;
};
