/** Finds out what the checklist shows: each fact asked of the system that knows it, and one that cannot be asked hinders no other. */
import { settings } from '@stl3/solution';
import type { ChecklistFacts } from '../../core/checklist.ts';
import { checkPermissions, permissions, privilegeNames } from '../../core/permissions.ts';
import { planOf } from '../../core/plans.ts';
import { noSubscription, subscriptionStateAt } from '../../core/subscription.ts';
import type { DataverseClient } from '../../dataverse/client.ts';
import { linePrivileges, readPrivileges } from '../../dataverse/read-privileges.ts';
import type { ConnectionSetup } from '../../dataverse/read-setup.ts';
import { readSetup } from '../../dataverse/read-setup.ts';
import { fittedOnce } from '../../dataverse/fitted-client.ts';
import { readSolutionVersion } from '../../dataverse/solution-version.ts';
import { whoAmI } from '../../dataverse/who-am-i.ts';
import { RemoteError } from '../../errors.ts';
import type { StoredConnection } from '../../store/connections.ts';
import { findConnectionById } from '../../store/connections.ts';
import type { Draft, DraftAnswers, DraftEnvironment, DraftOrganisation } from '../../store/drafts.ts';
import { newestDraftOf } from '../../store/drafts.ts';
import { grantStates } from '../../store/grants.ts';
import { referenceReadOf } from '../../store/reference-reads.ts';
import { findSubscription } from '../../store/subscriptions.ts';
import { webhookSigns } from '../../store/webhook-signs.ts';
import { listConnections } from '../../xero/identity.ts';
import { packagedVersion } from '../packaged-solution.ts';
import { runAsOf } from './create-connection.ts';
import type { WizardServices } from './services.ts';
import { clientOfGrant } from './services.ts';
import { keptConnection, keptPlan, madeConnection } from './what-stays.ts';

/** What is looked at: a set-up, or a connection as its set-up would be today. */
export interface LookedAt
  extends
    Pick<Draft, 'connection_id' | 'reconnects' | 'plan' | 'time_zone'>,
    Pick<Draft, 'tenant_id' | 'xero_grant_id' | 'xero_connection_id' | 'entra_grant_id' | 'environment_origin'> {
  readonly answers: Pick<DraftAnswers, 'environments' | 'person' | 'runAs' | 'sandboxConfirmed'> & {
    readonly organisation: Pick<DraftOrganisation, 'name' | 'demo'> | null;
    readonly environment:
      (Pick<DraftEnvironment, 'friendlyName' | 'origin' | 'isUserSysAdmin'> & { readonly sandbox: boolean | null }) | null;
  };
}

/** With the consents that it has by now; what only its set-up has heard is taken from there while that is kept. */
export const asSetUp = async ({ ledger }: Pick<WizardServices, 'ledger'>, connection: StoredConnection): Promise<LookedAt> => {
  const { id, environment, organisation_name: name, demo } = connection;
  const heard = await newestDraftOf(ledger, id);
  const said = heard?.answers.environment;
  const known = said?.origin === environment.origin ? said : undefined;
  return {
    connection_id: id,
    reconnects: id,
    plan: null,
    time_zone: null,
    tenant_id: connection.tenant_id,
    xero_grant_id: connection.xero_grant_id,
    xero_connection_id: connection.xero_connection_id,
    entra_grant_id: environment.grant_id,
    environment_origin: environment.origin,
    answers: {
      environments: [],
      // Whoever connected another organisation to the same environment since is the one it works as.
      person: heard?.entra_grant_id === environment.grant_id ? heard.answers.person : null,
      runAs: null,
      // Nothing was created before.
      sandboxConfirmed: true,
      organisation: name === null ? null : { name, demo: demo === 1 },
      environment: {
        friendlyName: known?.friendlyName ?? environment.host,
        origin: environment.origin,
        isUserSysAdmin: false,
        sandbox: known?.sandbox ?? null,
      },
    },
  };
};

/** Dynamics' queue usually takes seconds; after this the way is looked at. */
const PING_PATIENCE_MS = 60_000;

const xeroState = async ({ config, tokens }: WizardServices, draft: LookedAt): Promise<ChecklistFacts['xero']> => {
  const { xero_grant_id: grantId, xero_connection_id: connectionId } = draft;
  if (grantId === null || connectionId === null) return 'none';
  try {
    const token = await tokens.xero(grantId);
    try {
      const connections = await listConnections(config.XERO_API_URL, token);
      return connections.some(({ id }) => id === connectionId) ? 'connected' : 'removed';
    } catch (problem) {
      // A token that is refused before its time is renewed next; a consent that has ended shows itself then.
      if (problem instanceof RemoteError && problem.status === 401) await tokens.refused(grantId, token);
      throw problem;
    }
  } catch (problem) {
    return problem instanceof RemoteError && problem.code === 'RECONNECT' ? 'reconnect' : 'unreachable';
  }
};

const dynamicsTrouble = (problem: unknown): ChecklistFacts['dynamics'] => {
  if (!(problem instanceof RemoteError)) return 'unreachable';
  if (problem.code === 'RECONNECT' || problem.code === 'DATAVERSE_TOKEN_REFUSED') return 'reconnect';
  return problem.code === 'DATAVERSE_FORBIDDEN' || problem.code === 'ENVIRONMENT_NOT_ALLOWED' ? 'forbidden' : 'unreachable';
};

/** A page does not wait longer for a system that does not answer; the next look does. */
const PATIENCE_MS = 8_000;

const within = async <Fact>(ask: Promise<Fact>, otherwise: Fact): Promise<Fact> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Fact>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), PATIENCE_MS);
  });
  return Promise.race([ask, late]).finally(() => clearTimeout(timer));
};

/** Null for what could not be asked just now. */
const orNull = async <Fact>(ask: () => Promise<Fact>): Promise<Fact | null> => {
  try {
    return await ask();
  } catch {
    return null;
  }
};

const permissionsOf = async (client: DataverseClient, userId: string): Promise<ChecklistFacts['permissions']> => {
  const all = permissions(await linePrivileges(client));
  return checkPermissions(all, await readPrivileges(client, userId, privilegeNames(all)));
};

type DynamicsFacts = Pick<ChecklistFacts, 'dynamics' | 'solution' | 'permissions' | 'referenceData' | 'mappingsConfirmed'> & {
  readonly setup: ConnectionSetup | null;
};
const nothing = { solution: null, permissions: null, referenceData: null, mappingsConfirmed: null, setup: null };

const dynamicsFacts = async (
  services: WizardServices,
  draft: LookedAt,
  stored: StoredConnection | undefined,
  kept: StoredConnection | undefined,
): Promise<DynamicsFacts> => {
  const { environment, environments } = draft.answers;
  const grantId = draft.entra_grant_id;
  if (environment === null || grantId === null) return { dynamics: environments.length > 0 ? 'notChosen' : 'none', ...nothing };
  try {
    const client = fittedOnce(clientOfGrant(services, environment.origin, grantId));
    const { userId } = await whoAmI(client);
    const shown = stored ?? kept;
    const [installed, held, setup, read] = await Promise.all([
      orNull(async () => ({ version: await readSolutionVersion(client) })),
      orNull(() => permissionsOf(client, userId)),
      shown ? orNull(() => readSetup(client, shown.connector_id)) : null,
      stored ? referenceReadOf(services.ledger, stored.id) : undefined,
    ]);
    return {
      dynamics: 'connected',
      solution: installed && { installed: installed.version, newest: packagedVersion() ?? installed.version ?? '0' },
      permissions: held,
      referenceData:
        stored === undefined ? null : setup && { accounts: setup.accounts, taxTypes: setup.taxTypes, problem: read?.problem ?? null },
      mappingsConfirmed: stored === undefined ? null : (setup?.mappingsConfirmed ?? null),
      setup,
    };
  } catch (problem) {
    return { dynamics: dynamicsTrouble(problem), ...nothing };
  }
};

const webhookState = async ({ ledger }: WizardServices, stored: StoredConnection | undefined): Promise<ChecklistFacts['webhook']> => {
  if (!stored) return null;
  if (stored.environment.runs_on_poll === 1) return 'poll';
  const signs = await webhookSigns(ledger, stored.environment_id);
  if (signs?.heard_at != null) return 'heard';
  return signs?.pinged_at != null && ledger.now() - signs.pinged_at < PING_PATIENCE_MS ? 'waiting' : 'silent';
};

const subscriptionState = async (
  { config, ledger }: WizardServices,
  { tenant_id: tenantId }: LookedAt,
): Promise<ChecklistFacts['subscription']> => {
  if (config.RELAY_SINGLE_TENANT) return null;
  const known = tenantId === null ? undefined : await findSubscription(ledger, tenantId);
  return subscriptionStateAt(known ?? noSubscription, ledger.now());
};

/** Everything that the checklist of a draft shows, and of the connection that it became. */
export const findOut = async (services: WizardServices, draft: LookedAt): Promise<ChecklistFacts> => {
  const stored = await madeConnection(services.ledger, draft);
  const kept = await keptConnection(services.ledger, draft);
  const [xero, { setup, ...dynamics }, webhook, subscription, planKept] = await Promise.all([
    within(xeroState(services, draft), 'unreachable' as const),
    within(dynamicsFacts(services, draft, stored, kept), { dynamics: 'unreachable' as const, ...nothing }),
    webhookState(services, stored),
    subscriptionState(services, draft),
    keptPlan(services.ledger, kept),
  ]);
  const zoneKept = kept === undefined ? null : (setup?.timeZone ?? null);
  const asks = { plan: subscription !== null && planKept === null, timeZone: kept === undefined || (setup !== null && zoneKept === null) };
  const { organisation, environment, sandboxConfirmed, person } = draft.answers;
  const grant =
    draft.entra_grant_id === null ? undefined : (await grantStates(services.ledger, [draft.entra_grant_id])).get(draft.entra_grant_id);
  // Before it is created the grant is still the person's; what was chosen holds.
  const runsAs =
    grant === undefined ? null : stored === undefined ? runAsOf(draft) : grant.kind === 'application' ? 'application' : 'person';
  return {
    xero,
    organisation,
    environment: environment && { name: environment.friendlyName, origin: environment.origin, sandbox: environment.sandbox },
    runsAs,
    person,
    subscription,
    asks,
    plan: planOf(planKept ?? draft.plan)?.name ?? null,
    timeZone: asks.timeZone ? draft.time_zone : zoneKept,
    sandboxConfirmed,
    created: stored !== undefined,
    webhook,
    ...dynamics,
  };
};

/** Address of the settings in Dynamics; null before the connection is created, or where there are none. */
export const settingsUrlOf = async (services: WizardServices, draft: Pick<Draft, 'connection_id'>): Promise<string | null> => {
  if (draft.connection_id === null) return null;
  const stored = await findConnectionById(services.ledger, draft.connection_id);
  if (!stored) return null;
  const url = new URL('/main.aspx', stored.environment.origin);
  url.search = new URLSearchParams({ pagetype: 'entitylist', etn: settings.logicalName }).toString();
  return url.href;
};
