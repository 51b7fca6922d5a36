/** The last step of the wizard: both consents, plan and zone become a connection; and closing the finished dialog starts the trial. */
import type { ChecklistFacts } from '../../core/checklist.ts';
import { lackingIn } from '../../core/installed-solution.ts';
import { planOf } from '../../core/plans.ts';
import { pingWebhook } from '../../dataverse/ping-webhook.ts';
import { readSetup, writeTimeZone } from '../../dataverse/read-setup.ts';
import { fittedClient } from '../../dataverse/fitted-client.ts';
import { readSolutionVersion } from '../../dataverse/solution-version.ts';
import { whoAmI } from '../../dataverse/who-am-i.ts';
import { moveAudit } from '../../store/audit.ts';
import { connectionsOf, findConnection, findConnectionById, findEnvironment } from '../../store/connections.ts';
import type { Draft, RunAs } from '../../store/drafts.ts';
import { changeDraft, findDraft, finishDraft } from '../../store/drafts.ts';
import { readGrant } from '../../store/grants.ts';
import { holding, isHeld } from '../../store/holds.ts';
import type { Ledger } from '../../store/ledger.ts';
import { mayConnectTenant } from '../../store/members.ts';
import type { EnvironmentsTable } from '../../store/schema.ts';
import { changeSubscription, noteToldState } from '../../store/subscriptions.ts';
import { forgetUnused } from '../../store/unused-grants.ts';
import { notePing } from '../../store/webhook-signs.ts';
import { xeroClient } from '../../xero/client.ts';
import type { Connected } from '../connect.ts';
import { connect } from '../connect.ts';
import { runAsApplication } from '../run-as-application.ts';
import { startTrial } from '../start-trial.ts';
import type { DraftProblem } from './problem.ts';
import { problemOf } from './problem.ts';
import type { WizardServices } from './services.ts';
import { clientOfGrant } from './services.ts';
import { keptConnection, keptPlan } from './what-stays.ts';

/** Whether everything is there that creating needs, in the order in which it is asked. @param asks what this set-up asks for besides the two sides */
export const readyToCreate = (draft: Draft, asks: ChecklistFacts['asks']): boolean =>
  draft.xero_grant_id !== null &&
  draft.tenant_id !== null &&
  draft.xero_connection_id !== null &&
  draft.entra_grant_id !== null &&
  draft.answers.environment !== null &&
  (!asks.plan || planOf(draft.plan) !== undefined) &&
  (!asks.timeZone || draft.time_zone !== null);

/** How the connector works in Dynamics: what was chosen, else an application user where an administrator signed in. */
export const runAsOf = ({
  answers: { runAs, environment },
}: {
  readonly answers: Pick<Draft['answers'], 'runAs'> & { readonly environment: { readonly isUserSysAdmin: boolean } | null };
}): RunAs => runAs ?? (environment?.isUserSysAdmin === true ? 'application' : 'person');

/** A sandbox with a real organisation: what is tried out there is posted here. */
export const asksForSandboxName = ({ answers: { environment, organisation } }: Draft): boolean =>
  environment?.sandbox === true && organisation?.demo === false;

/** Longer than creating takes with both sides at their slowest. */
const WAIT_MS = 90_000;

const holdOfDraft = (draftId: string): string => `set-up ${draftId}`;
/** One environment has one webhook and one consent: whoever connects it second must see what the first has made. */
const holdOfEnvironment = (origin: string): string => `connecting ${origin}`;

/** Whether a set-up is about to become a connection at this moment, in whichever relay. */
export const isBeingCreated = (ledger: Ledger, draftId: string): Promise<boolean> => isHeld(ledger, holdOfDraft(draftId));

/** Does something with a set-up that nobody makes a connection of meanwhile. @returns false where somebody does right now */
export const unlessBeingCreated = async (ledger: Ledger, draftId: string, act: () => Promise<void>): Promise<boolean> =>
  (await holding(ledger, holdOfDraft(draftId), 0, act)) !== null;

export type Created = { readonly connection: Connected } | { readonly problem: DraftProblem };

export interface CreateOptions {
  /** Whether the person may change a connection that exists already. */
  readonly mayChange: (connectionId: string) => Promise<boolean>;
  /** Called once the connection is known, before anything can be seen of it. */
  readonly created: (connectionId: string) => Promise<void>;
}

/** Whether what is made takes the place of a demo company's connection that somebody has paused: nobody has resumed that one. */
const takesPausedPlace = async (ledger: Ledger, { answers }: Draft, there: EnvironmentsTable | undefined): Promise<boolean> => {
  const replaced = answers.replacedDemo === null ? undefined : await findConnectionById(ledger, answers.replacedDemo);
  return replaced?.state === 'paused' && replaced.environment_id === there?.id;
};

const create = async (services: WizardServices, draft: Draft, options: CreateOptions): Promise<Created> => {
  const { config, ledger, tokens } = services;
  const { xero_grant_id: xeroGrantId, entra_grant_id: entraGrantId, tenant_id: tenantId, xero_connection_id: xeroConnectionId } = draft;
  const { environment } = draft.answers;
  const kept = await keptConnection(ledger, draft);
  const asks = { plan: !config.RELAY_SINGLE_TENANT && (await keptPlan(ledger, kept)) === null, timeZone: kept === undefined };
  if (!readyToCreate(draft, asks) || !xeroGrantId || !entraGrantId || !tenantId || !xeroConnectionId || !environment)
    return { problem: 'stepsMissing' };
  if (config.XERO_CUSTOM_CONNECTION && !(await mayConnectTenant(ledger, tenantId, draft.owner_id))) return { problem: 'belongsToAnother' };
  if (asksForSandboxName(draft) && !draft.answers.sandboxConfirmed) return { problem: 'sandboxNotConfirmed' };
  const dataverse = clientOfGrant(services, environment.origin, entraGrantId);
  const { organizationId } = await whoAmI(dataverse);
  const known = await findConnection(ledger, organizationId, environment.origin, tenantId);
  if (known && !(await options.mayChange(known.id))) return { problem: 'belongsToAnother' };
  // The environment's consent and webhook key are one for all its connections: only who manages one of them renews them for all.
  const there = await findEnvironment(ledger, organizationId, environment.origin);
  const live = there ? await connectionsOf(ledger, there) : [];
  if (!known && live.length > 0 && !(await Promise.all(live.map(({ id }) => options.mayChange(id)))).includes(true))
    return { problem: 'belongsToAnother' };
  const isOwn = (await readGrant(ledger, entraGrantId))?.kind === 'application';
  const makesUser = runAsOf(draft) === 'application' && !isOwn;
  // Its role comes with the solution; without that nothing is made.
  if (makesUser && (await readSolutionVersion(dataverse)) === null) return { problem: 'solutionMissing' };
  const own = makesUser ? await runAsApplication(services, dataverse, environment.tenantId) : null;
  if (own && 'problem' in own) return own;
  const dataverseGrantId = own?.grantId ?? entraGrantId;
  const connection = await connect({
    config,
    ledger,
    xeroConnection: { id: xeroConnectionId, tenantId },
    xero: xeroClient({
      apiUrl: config.XERO_API_URL,
      tenantId,
      ownOrganisation: config.XERO_CUSTOM_CONNECTION,
      accessToken: () => tokens.xero(xeroGrantId),
    }),
    xeroGrantId,
    dataverse,
    dataverseGrantId,
    startsPaused: await takesPausedPlace(ledger, draft, there),
    report: (step) => services.log.info({ draft: draft.id, step }, 'a connection is created'),
  });
  await options.created(connection.connectionId);
  const fitted = fittedClient(dataverse, () => Promise.resolve(lackingIn(connection.solutionVersion)));
  const isKept = known !== undefined && known.id === kept?.id;
  const { settingsId, timeZone } = await readSetup(fitted, connection.connectorId);
  if (settingsId !== null && draft.time_zone !== null && !(isKept && timeZone !== null))
    await writeTimeZone(fitted, settingsId, draft.time_zone);
  if (!config.RELAY_SINGLE_TENANT)
    await changeSubscription(ledger, tenantId, (subscription) =>
      // What is paid for is changed on the page of the plan alone.
      subscription.paid === 'yes' || (isKept && planOf(subscription.plan))
        ? subscription
        : { ...subscription, plan: draft.plan ?? subscription.plan },
    );
  // Its connector row may be a new one, which shows nothing of the organisation's subscription yet.
  await noteToldState(ledger, tenantId, null);
  const pingId = connection.runsOnPoll ? null : await pingWebhook(fitted);
  if (pingId !== null) await notePing(ledger, connection.environmentId, pingId);
  await changeDraft(ledger, draft.id, { connection_id: connection.connectionId, entra_grant_id: dataverseGrantId, problem: null });
  await moveAudit(ledger, draft.id, connection.connectionId);
  // What was replaced may still be in the hands of a job; the hourly sweep forgets it.
  await forgetUnused(ledger, [entraGrantId, draft.answers.discoveryGrantId]);
  return { connection };
};

/** As the set-up is by now: whoever held it before may have changed it, or thrown it away. */
const createAsItIs = async (services: WizardServices, { id, owner_id: ownerId }: Draft, options: CreateOptions): Promise<Created> => {
  const draft = await findDraft(services.ledger, id, ownerId);
  return draft ? create(services, draft, options) : { problem: 'stepsMissing' };
};

/**
 * Creates the connection of a draft; creating it again renews what the draft says. Of two tabs, people or relays that do so at the same
 * moment the second waits, and renews what the first has made.
 */
export const createConnection = async (services: WizardServices, draft: Draft, options: CreateOptions): Promise<Created> => {
  const { ledger, log } = services;
  const held = await holding(ledger, holdOfDraft(draft.id), WAIT_MS, () =>
    holding(ledger, holdOfEnvironment(draft.environment_origin ?? ''), WAIT_MS, () =>
      createAsItIs(services, draft, options).catch((failure: unknown): Created => {
        const problem = problemOf(failure);
        log.warn({ err: failure, draft: draft.id, problem }, 'a connection could not be created');
        return { problem };
      }),
    ),
  );
  const end: Created = held?.result?.result ?? { problem: 'beingCreated' };
  // Whoever creates it now says how that ends; kept here, it would still be said once that relay has died.
  if ('problem' in end && end.problem !== 'beingCreated') await changeDraft(ledger, draft.id, { problem: end.problem });
  return end;
};

/** The finished dialog was closed, whichever way: the trial begins, once for the organisation. @param actor account of whoever closed it */
export const closeDialog = async (services: Pick<WizardServices, 'config' | 'ledger'>, draft: Draft, actor: string): Promise<void> => {
  const made = draft.connection_id === null ? undefined : await findConnectionById(services.ledger, draft.connection_id);
  if (made === undefined || !(await finishDraft(services.ledger, draft.id))) return;
  // Of what was made: the set-up may have chosen other books in another tab.
  await startTrial(services, { tenantId: made.tenant_id, connectionId: made.id, demo: made.demo === 1, actor });
};
