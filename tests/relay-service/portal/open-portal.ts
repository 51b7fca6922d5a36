/** A portal to test: the whole app over a ledger, with a mailbox that can be looked into. Shared by the tests of every subject. */
import { randomBytes } from 'node:crypto';
import type { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../../relay-service/src/app.ts';
import type { Config } from '../../../relay-service/src/config.ts';
import { readConfig } from '../../../relay-service/src/config.ts';
import type { Mail } from '../../../relay-service/src/mail/compose.ts';
import type { PortalParts } from '../../../relay-service/src/portal/services.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import type { Home } from '../store/homes.ts';

/** A key of its own for each run. */
export const secretKey = (id = 1): string => `${String(id)}:${randomBytes(32).toString('base64')}`;

/** Settings of a relay that is reached over https; @param given changes some. */
export const portalConfig = (given: Readonly<Record<string, string>> = {}): Config =>
  readConfig({
    RELAY_PUBLIC_URL: 'https://relay.example.com',
    RELAY_SECRET_KEYS: secretKey(),
    XERO_CLIENT_ID: 'xero-client',
    XERO_CLIENT_SECRET: 'xero-secret',
    ENTRA_CLIENT_ID: 'entra-client',
    ENTRA_CLIENT_SECRET: 'entra-secret',
    LOG_LEVEL: 'silent',
    ...given,
  });

export interface OpenPortal {
  readonly app: FastifyInstance;
  readonly config: Config;
  readonly ledger: Ledger;
  /** Mails so far. */
  readonly mails: readonly Mail[];
  /** Waits for a mail to somebody. @param after how many to that person are already known */
  mailTo(email: string, after?: number): Promise<Mail>;
  close(): Promise<void>;
}

/** @param parts replaces what leads out of the portal, such as clients */
export const openPortal = async (
  ledger: Ledger,
  config: Config = portalConfig(),
  parts: Partial<PortalParts> = {},
  log?: Writable,
): Promise<OpenPortal> => {
  const mails: Mail[] = [];
  const unused = (what: string) => (): never => {
    throw new Error(`This test hands over no ${what}.`);
  };
  const app = await buildApp({
    config,
    ledger,
    record: () => Promise.resolve(),
    wake: () => undefined,
    ...(log ? { log } : {}),
    portal: {
      config,
      ledger,
      mailer: { folder: null, send: (mail) => Promise.resolve(void mails.push(mail)) },
      tokens: {
        xero: unused('token'),
        dataverse: unused('token'),
        copy: unused('token'),
        refused: unused('token'),
        revoke: unused('token'),
      },
      dataverse: unused('Dataverse client'),
      xero: unused('Xero client'),
      wake: () => undefined,
      ...parts,
    },
  });
  return {
    app,
    config,
    ledger,
    mails,
    mailTo: async (email, after = 0) => {
      for (let waited = 0; waited < 10_000; waited += 10) {
        const mail = mails.filter(({ to }) => to === email)[after];
        if (mail) return mail;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(`No mail to ${email}.`);
    },
    close: () => app.close(),
  };
};

/** The same over a ledger of its own, which closes with it. */
export const openPortalIn = async (
  open: Home['open'],
  config: Config = portalConfig(),
  parts: Partial<PortalParts> = {},
): Promise<OpenPortal> => {
  const home = await open();
  const portal = await openPortal(home.ledger, config, parts);
  return {
    ...portal,
    close: async () => {
      await portal.close();
      await home.close();
    },
  };
};
