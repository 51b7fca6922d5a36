/**
 * Sends without a click, where an administrator has switched it on. It only asks: it makes the rows that the button makes, and the line
 * that serves clicks serves them, as bulk. Nothing is posted from here, so that nothing here can be posted twice.
 *
 * The requester is the relay's own user, for it made the row; its rights are judged as anybody's. As application user it may send as Draft
 * or Submitted; sending as Authorised, or above the settings' limit, needs the Approver role on that user. Where the relay runs as the person
 * who connected, that person's roles count.
 */
import type { AutomaticSending } from '../core/automatic-sending.ts';
import { isDue } from '../core/automatic-sending.ts';
import { isTooOld } from '../core/installed-solution.ts';
import { sendingHasStopped, subscriptionStateAt } from '../core/subscription.ts';
import { askAutomatically } from '../dataverse/ask-automatically.ts';
import type { SwitchedOn } from '../dataverse/automatic-settings.ts';
import { readSwitchedOn } from '../dataverse/automatic-settings.ts';
import { findUnasked } from '../dataverse/find-unasked.ts';
import { readConnection, readDefaultConnectors } from '../dataverse/read-connection.ts';
import { besideLedger } from '../store/beside-ledger.ts';
import type { StoredConnection } from '../store/connections.ts';
import { connectionsOf } from '../store/connections.ts';
import { forgetCursor, moveCursor, readCursor } from '../store/cursors.ts';
import type { EnvironmentsTable } from '../store/schema.ts';
import { findSubscription } from '../store/subscriptions.ts';
import { servePart } from './serve-part.ts';
import type { Services } from './services.ts';
import { subscriptionInForce } from './subscription-in-force.ts';

const ON_EVERY_MS = 60_000;
/** Where it is off, or nobody is connected, the settings are asked this often, and the invoices never. */
const OFF_EVERY_MS = 5 * 60_000;
/** Most requests of a connection that a look makes. */
const MOST = 500;
/** Whether it is time again is looked at this often. */
const LOOK_MS = 1_000;

/** By environment, when it is looked at again. Lives in memory: a restart looks at once, which is right. */
const dueAt = besideLedger(() => new Map<string, number>());

/** Whether it is time to look at an environment. */
export const isAutomaticDue = ({ ledger }: Services, environmentId: string): boolean =>
  ledger.now() >= (dueAt(ledger).get(environmentId) ?? 0);

const noteLook = ({ ledger, timeScale }: Services, environmentId: string, everyMs: number): void => {
  dueAt(ledger).set(environmentId, ledger.now() + everyMs / timeScale);
};

const subjectOf = ({ id }: StoredConnection) => `automatic-sending:${id}` as const;

/**
 * Since when a connection sends automatically, kept until it is switched off. The look before saw it off, so that no invoice made since the
 * settings were saved is missed; no longer ago than that, for they may have been saved long before anybody looked.
 */
const switchedOnAt = async ({ ledger, timeScale }: Services, stored: StoredConnection, { modifiedOn }: SwitchedOn): Promise<number> => {
  const subject = subjectOf(stored);
  const known = await readCursor(ledger, stored.environment_id, subject);
  if (known !== null) return known;
  const seen = Math.max(modifiedOn, ledger.now() - OFF_EVERY_MS / timeScale);
  // Dynamics' times have whole seconds.
  const since = Math.floor(seen / 1000) * 1000;
  await moveCursor(ledger, stored.environment_id, subject, since);
  return since;
};

const hasStopped = async ({ ledger, config }: Services, { tenant_id }: StoredConnection): Promise<boolean> =>
  sendingHasStopped(subscriptionStateAt(subscriptionInForce(config, await findSubscription(ledger, tenant_id)), ledger.now()));

/** Asks for what is due of a connection. What would refuse every invoice alike is waited for: a refusal is not asked for again. */
const askForDue = async (services: Services, stored: StoredConnection, switched: SwitchedOn, withUnnamed: boolean): Promise<void> => {
  const { ledger, log } = services;
  const since = await switchedOnAt(services, stored, switched);
  if (await hasStopped(services, stored)) return;
  const dataverse = services.dataverse(stored.environment);
  const connection = await readConnection(dataverse, stored.connector_id);
  if (!connection || connection.unknownTimeZone !== undefined) return;
  const { settings, organisation } = connection;
  if (!settings.mappingsConfirmed && !organisation.demo) return;
  const sending: AutomaticSending & { readonly settings: typeof settings } = {
    trigger: switched.trigger,
    settings,
    organisation,
    since: new Date(since).toISOString(),
    now: new Date(ledger.now()).toISOString(),
  };
  const scope = { connectorId: stored.connector_id, withUnnamed };
  const due = await findUnasked(dataverse, scope, sending, (invoice) => isDue(sending, invoice), MOST);
  await askAutomatically(dataverse, due);
  if (due.length > 0) log.info({ connection: stored.id, asked: due.length }, 'automatic sending asked for what is due');
};

/** Connections that serve invoices which name none: the only one, else the one default. */
const servingUnnamed = async (services: Services, connections: readonly StoredConnection[]): Promise<readonly StoredConnection[]> => {
  const [first, ...others] = connections;
  if (!first || others.length === 0) return connections;
  const defaults = await readDefaultConnectors(services.dataverse(first.environment));
  const chosen = connections.filter(({ connector_id }) => defaults.has(connector_id.toLowerCase()));
  return chosen.length === 1 ? chosen : [];
};

/** @returns whether anything is switched on */
const look = async (services: Services, connections: readonly [StoredConnection, ...StoredConnection[]]): Promise<boolean> => {
  const { environment } = connections[0];
  const installed = await services.installedSolution(environment);
  if (installed !== null && isTooOld(installed)) return false;
  const switched = await readSwitchedOn(services.dataverse(environment));
  const of = ({ connector_id }: StoredConnection) => switched.find(({ connectorId }) => connectorId === connector_id.toLowerCase());
  const on = connections.flatMap((stored) => {
    const found = of(stored);
    return found ? [{ stored, found }] : [];
  });
  for (const stored of connections) if (!of(stored)) await forgetCursor(services.ledger, environment.id, subjectOf(stored));
  if (on.length === 0) return false;
  const unnamed = await servingUnnamed(services, connections);
  for (const { stored, found } of on)
    if (stored.state === 'connected')
      await servePart(services, stored, [], () => askForDue(services, stored, found, unnamed.includes(stored)));
  return true;
};

/** @returns milliseconds until the next round may begin */
export const sendAutomatically = async (services: Services, environment: EnvironmentsTable): Promise<number> => {
  noteLook(services, environment.id, OFF_EVERY_MS);
  const [first, ...others] = await connectionsOf(services.ledger, environment);
  if (first)
    await servePart(services, first, [], async () => {
      noteLook(services, environment.id, ON_EVERY_MS);
      if (!(await look(services, [first, ...others]))) noteLook(services, environment.id, OFF_EVERY_MS);
    });
  return LOOK_MS;
};
