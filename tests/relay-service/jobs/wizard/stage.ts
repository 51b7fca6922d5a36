/** The wizard's steps without pages: a ledger, and stand-ins that agree at once unless a test says otherwise. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../../../relay-service/src/config.ts';
import { beginEntra, chooseEnvironment, completeEntra } from '../../../../relay-service/src/jobs/wizard/connect-dynamics.ts';
import { beginXero, completeXero } from '../../../../relay-service/src/jobs/wizard/connect-xero.ts';
import { createConnection } from '../../../../relay-service/src/jobs/wizard/create-connection.ts';
import type { WizardServices } from '../../../../relay-service/src/jobs/wizard/services.ts';
import type { Draft } from '../../../../relay-service/src/store/drafts.ts';
import { beginDraft, changeDraft, findDraft } from '../../../../relay-service/src/store/drafts.ts';
import { saveRefreshed } from '../../../../relay-service/src/store/grants.ts';
import { openLedger } from '../../../../relay-service/src/store/ledger.ts';
import { createSeal } from '../../../../relay-service/src/store/seal.ts';
import { relayTokens } from '../../../../relay-service/src/tokens/relay-tokens.ts';
import { coralBay } from '../../../sandbox/company/company.ts';
import type { EnvironmentOptions } from '../../../sandbox/company/environment.ts';
import { environmentOf } from '../../../sandbox/company/environment.ts';
import { organisationOf } from '../../../sandbox/company/organisation.ts';
import { people } from '../../../sandbox/company/people.ts';
import { startDataverse } from '../../../sandbox/dataverse/start.ts';
import { followSignIn } from '../../../sandbox/identity/follow-sign-in.ts';
import { startIdentity } from '../../../sandbox/identity/start.ts';
import { RELAY_APPLICATION, standInSettings } from '../../../sandbox/stand-in-settings.ts';
import { otherOrganisations } from '../../../sandbox/xero/other-organisations.ts';
import { startXero } from '../../../sandbox/xero/start.ts';
import { portalConfig } from '../../portal/open-portal.ts';
import type { OpenHome } from '../../store/homes.ts';

/** The company's books at Xero, as its people choose them there. */
export const ORGANISATION = 'Coral Bay Supplies Pty Ltd';
/** Other books of the same person. */
export const HARBOUR = 'Harbour Lights Ltd';
export const ADA = 'account-of-ada';
const company = { ...coralBay(), invoices: [] };

export interface StageOptions {
  readonly environment?: EnvironmentOptions;
  /** Origin that the relay has for browsers. */
  readonly publicUrl?: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** The app at Xero is a custom connection of the company's books. */
  readonly customConnection?: boolean;
  /** The ledger; one of its own on SQLite where absent. */
  readonly home?: Pick<OpenHome, 'ledger'>;
}

export const setStage = async ({
  environment,
  publicUrl = 'http://localhost:8080',
  settings,
  customConnection = false,
  home,
}: StageOptions = {}) => {
  let owner = ADA;
  const { upn, objectId } = people.administrator;
  const identity = await startIdentity({
    clientId: RELAY_APPLICATION,
    redirectUris: [`${publicUrl}/oauth/entra/callback`],
    users: [{ upn, name: 'Ada Minchin', objectId }],
  });
  const books = { ...organisationOf(company), Name: ORGANISATION, IsDemoCompany: false };
  const xero = await startXero({
    organisations: [books, ...otherOrganisations()],
    limits: false,
    customConnection: customConnection ? books.tenantId : null,
  });
  const dataverse = await startDataverse({ environment: environmentOf(company, environment), identityOrigin: identity.origin });
  const folder = mkdtempSync(join(tmpdir(), 'stellarise-wizard-'));
  const config: Config = portalConfig({
    RELAY_PUBLIC_URL: publicUrl,
    RELAY_DATA_DIR: folder,
    ...standInSettings({ identity, xero, dataverse }),
    ...settings,
  });
  let ahead = 0;
  const ledger =
    home?.ledger ??
    (await openLedger({
      dataDirectory: folder,
      databaseUrl: null,
      seal: createSeal(config.RELAY_SECRET_KEYS),
      clock: () => Date.now() + ahead,
    }));
  const lines: string[] = [];
  const note = (details: object, message: string): void => void lines.push(`${message} ${JSON.stringify(details)}`);
  const services: WizardServices = {
    config,
    ledger,
    log: { info: note, warn: note, error: note },
    tokens: relayTokens(config, ledger, { save: saveRefreshed, atRenewed: () => undefined }),
  };
  const draft = async (id: string): Promise<Draft> => {
    const found = await findDraft(ledger, id, owner);
    if (!found) throw new Error('The draft is gone.');
    return found;
  };
  const queryOf = (url: string): URLSearchParams => new URL(url).searchParams;
  return {
    identity,
    xero,
    dataverse,
    config,
    ledger,
    services,
    draft,
    /** Whose drafts it is about from now on. */
    actAs: (accountId: string): void => {
      owner = accountId;
    },
    /** Everything that was logged. */
    lines,
    later: (ms: number): void => {
      ahead += ms;
    },
    begin: () => beginDraft(ledger, owner),
    /** Leaves for Xero and comes back. @param organisation one, or several of a bulk connection @param change alters the answer on its way */
    atXero: async (
      id: string,
      organisation: string | readonly string[] = [],
      change: (query: URLSearchParams) => void = () => undefined,
    ) => {
      const url = new URL(await beginXero(services, await draft(id)));
      for (const { Name, tenantId } of xero.control.state().organisations)
        if ([organisation].flat().includes(Name)) url.searchParams.append('organisation', tenantId);
      const query = queryOf(await followSignIn(url.href, `${publicUrl}/oauth/xero/callback`));
      change(query);
      return { query, end: await completeXero(services, query, owner) };
    },
    atMicrosoft: async (id: string, change: (query: URLSearchParams) => void = () => undefined) => {
      const url = await beginEntra(services, await draft(id));
      const query = queryOf(await followSignIn(url, `${publicUrl}/oauth/entra/callback`));
      change(query);
      return { query, end: await completeEntra(services, query, owner) };
    },
    choose: async (id: string, origin = dataverse.origin) => chooseEnvironment(services, await draft(id), origin),
    options: (id: string) => changeDraft(ledger, id, { plan: 'business', time_zone: 'Australia/Sydney' }),
    create: async (id: string, mayChange = true) =>
      createConnection(services, await draft(id), {
        mayChange: () => Promise.resolve(mayChange),
        created: () => Promise.resolve(),
      }),
    close: async () => {
      if (!home) await ledger.close();
      await Promise.all([identity.close(), xero.close(), dataverse.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
export type Stage = Awaited<ReturnType<typeof setStage>>;
