/** A relay with a thousand connections, each an environment and an organisation of its own, and requests in all of them: its memory. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { request as requestTable, requestAction, requestState } from '@stl3/solution';
import type { Config } from '../../relay-service/src/config.ts';
import { liveConnections, saveConnection } from '../../relay-service/src/store/connections.ts';
import { saveGrant } from '../../relay-service/src/store/grants.ts';
import { openLedger } from '../../relay-service/src/store/ledger.ts';
import { noteReferenceRead } from '../../relay-service/src/store/reference-reads.ts';
import { createSeal } from '../../relay-service/src/store/seal.ts';
import { coralBay } from '../sandbox/company/company.ts';
import { people } from '../sandbox/company/people.ts';
import type { DataverseStandIn } from '../sandbox/dataverse/start.ts';
import { startDataverse } from '../sandbox/dataverse/start.ts';
import type { Environment, Value } from '../sandbox/dataverse/state.ts';
import { cloneEnvironment, rowsOf } from '../sandbox/dataverse/state.ts';
import type { World } from '../sandbox/world.ts';
import { startWorld } from '../sandbox/world.ts';
import type { RelayApart } from './relay-apart.ts';
import { startRelayApart } from './relay-apart.ts';
import type { Report } from './report.ts';
import { round } from './report.ts';
import { HALF_YEAR_MS, xeroAsItIs } from './xero-as-it-is.ts';

export interface ManyConnections {
  readonly connections: number;
  readonly rssMaxMb: number;
  readonly rssStartMb: number;
  /** Requests that were answered, of those asked. */
  readonly answered: number;
  readonly asked: number;
  readonly relayCores: number;
}

const WEBHOOK_KEY = 'a-key-for-every-environment-of-the-bench';

/** A few rows of the company are enough: what counts is how many environments there are. */
const smallCompany = () => {
  const { invoices, ...company } = coralBay();
  const plain = invoices.filter(({ kind, owner }) => kind === 'plain' && owner === 'clerk').slice(0, 3);
  const sold = new Set(plain.flatMap(({ lines }) => lines.flatMap(({ product }) => product?.id ?? [])));
  const billed = new Set(plain.map(({ customer }) => customer.id));
  return {
    ...company,
    invoices: plain,
    products: company.products.filter(({ id }) => sold.has(id)),
    customers: company.customers.filter(({ id }) => billed.has(id)),
  };
};

const change = (
  environment: Environment,
  table: string,
  values: (before: Readonly<Record<string, Value>>) => Record<string, Value>,
): void => {
  const rows = rowsOf(environment, table);
  for (const row of [...rows.values()]) rows.set(row.id, { ...row, values: { ...row.values, ...values(row.values) } });
};

interface Further {
  readonly standIn: DataverseStandIn;
  readonly environmentId: string;
  readonly tenantId: string;
  readonly connectorId: string;
}

/** One more environment with its organisation, as connecting leaves them. */
const addEnvironment = async (world: Omit<World, 'relay'>, relayOrigin: string): Promise<Further> => {
  const source = world.dataverse.control.environment;
  const environment = cloneEnvironment(source, 'One of many');
  const environmentId = randomUUID();
  const tenantId = randomUUID();
  const { organisations, connections } = world.xero.control.state();
  const [organisation] = organisations;
  const [connection] = connections;
  if (!organisation || !connection) throw new Error('The company was not connected.');
  (organisations as unknown[]).push({ ...structuredClone(organisation), tenantId });
  connections.push({ ...connection, id: randomUUID(), tenantId });
  const standIn = await startDataverse({ environment, identityOrigin: null, webhookDelayMs: () => 0 });
  change(environment, 'serviceendpoint', () => ({
    url: `${relayOrigin}/hooks/dataverse/${environmentId}`,
    authvalue: `<settings><setting name="x-stellarise-key" value="${WEBHOOK_KEY}" /></settings>`,
  }));
  change(environment, 'stl3_dynamicsxeroconnector', (before) =>
    Object.fromEntries(
      Object.entries(before).map(([name, value]) => [
        name,
        value === organisation.tenantId
          ? tenantId
          : value === source.organizationId
            ? environment.organizationId
            : value === new URL(source.origin).host
              ? new URL(standIn.origin).host
              : value,
      ]),
    ),
  );
  return { standIn, environmentId, tenantId, connectorId: world.connected.connectorId };
};

const addToLedger = async (config: Config, further: readonly Further[]): Promise<void> => {
  const ledger = await openLedger({
    dataDirectory: config.RELAY_DATA_DIR,
    databaseUrl: config.DATABASE_URL,
    seal: createSeal(config.RELAY_SECRET_KEYS),
  });
  const [first] = await liveConnections(ledger);
  for (const { standIn, environmentId, tenantId, connectorId } of further) {
    const grant = randomUUID();
    const { environment } = standIn.control;
    await saveGrant(ledger, {
      id: grant,
      system: 'entra',
      subject: standIn.origin,
      tenant: randomUUID(),
      refreshToken: 'none',
      accessToken: people.administrator.userId,
      accessExpiresAt: Date.now() + HALF_YEAR_MS,
    });
    const connectionId = randomUUID();
    await saveConnection(ledger, {
      environmentId,
      organizationId: environment.organizationId,
      origin: standIn.origin,
      dataverseGrantId: grant,
      webhookKey: WEBHOOK_KEY,
      runsOnPoll: false,
      connectionId,
      connectorId,
      xeroClientId: config.XERO_CLIENT_ID,
      tenantId,
      xeroConnectionId: randomUUID(),
      xeroGrantId: first?.xero_grant_id ?? '',
    });
    // Connecting reads the organisation, and its rows are in the environment.
    await noteReferenceRead(ledger, connectionId, Date.now(), true);
  }
  await ledger.close();
};

/** Asks that the first invoice of each environment be sent, spread over the time. */
const askInAll = async (standIns: readonly DataverseStandIn[], seconds: number): Promise<void> => {
  const started = performance.now();
  for (const [index, { control }] of standIns.entries()) {
    const wait = (index / standIns.length) * seconds * 1_000 - (performance.now() - started);
    if (wait > 0) await pause(wait);
    const [invoice] = control.rows('invoice');
    control.perform(people.clerk.userId, [
      {
        method: 'POST',
        path: requestTable.setName,
        headers: {},
        body: {
          stl3_name: 'Asked by the bench',
          stl3_action: requestAction.values.send.value,
          stl3_state: requestState.values.requested.value,
          'stl3_InvoiceId@odata.bind': `/invoices(${invoice?.id ?? ''})`,
        },
      },
    ]);
  }
};

const answeredIn = (standIns: readonly DataverseStandIn[]): number =>
  standIns.filter(({ control }) =>
    control.rows(requestTable.logicalName).some(({ values }) => values['stl3_state'] === requestState.values.done.value),
  ).length;

/** @param seconds in which each connection asks once; memory is looked at each second until 10 s after */
export const measureConnections = async (count: number, seconds: number, report: Report): Promise<ManyConnections> => {
  const further: Further[] = [];
  let apart: RelayApart | null = null;
  let variables: Readonly<Record<string, string>> = {};
  const placeholder = { origin: '', close: async () => apart?.close() };
  const world = await startWorld({
    company: smallCompany(),
    webhookDelayMs: () => 0,
    xero: xeroAsItIs(1),
    startRelay: (_config, given) => {
      variables = given;
      return Promise.resolve(placeholder);
    },
  });
  try {
    report(`  memory: making ${String(count)} environments and organisations`);
    while (further.length < count - 1) further.push(await addEnvironment(world, world.config.RELAY_PUBLIC_URL));
    await addToLedger(world.config, further);
    const relay = (apart = await startRelayApart(variables, 1));
    const standIns = [world.dataverse, ...further.map(({ standIn }) => standIn)];
    await pause(5_000);
    const start = await relay.usage();
    const asked = askInAll(standIns, seconds);
    let [rssMaxMb, last] = [start.rssMb, start];
    for (let second = 0; second < seconds + 10; second++) {
      await pause(1_000);
      last = await relay.usage();
      rssMaxMb = Math.max(rssMaxMb, last.rssMb);
      if (second % 15 === 0) report(`  memory: ${String(round(last.rssMb))} MB, ${String(answeredIn(standIns))} connections answered`);
    }
    await asked;
    return {
      connections: count,
      rssMaxMb: round(rssMaxMb),
      rssStartMb: round(start.rssMb),
      answered: answeredIn(standIns),
      asked: standIns.length,
      relayCores: round((last.cpuMs - start.cpuMs) / ((seconds + 10) * 1_000), 2),
    };
  } finally {
    await world.close();
    await Promise.all(further.map(({ standIn }) => standIn.close()));
  }
};
