/** A portal in which every page has something to show: people of each kind, connections in each state, set-ups at each step. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { addressRule, environmentClient } from '../../relay-service/src/dataverse/environment-client.ts';
import { writeAudit } from '../../relay-service/src/store/audit.ts';
import { changeConnection } from '../../relay-service/src/store/connections.ts';
import { invite } from '../../relay-service/src/store/invitations.ts';
import type { Ledger } from '../../relay-service/src/store/ledger.ts';
import { takeProviderSubscription } from '../../relay-service/src/store/provider-subscriptions.ts';
import { xeroClient } from '../../relay-service/src/xero/client.ts';
import { setStage } from '../relay-service/jobs/wizard/stage.ts';
import type { Stage } from '../relay-service/jobs/wizard/stage.ts';
import { kim, member, switchOn } from '../relay-service/portal/accounts/people.ts';
import { accountIdOf, giveActivity, giveConnection, giveRole } from '../relay-service/portal/connection/given-connections.ts';
import type { GivenConnection } from '../relay-service/portal/connection/given-connections.ts';
import { openPortal } from '../relay-service/portal/open-portal.ts';
import type { OpenPortal } from '../relay-service/portal/open-portal.ts';
import { freePort } from './free-port.ts';
import type { SetUps } from './portal-set-ups.ts';
import { giveSetUps } from './portal-set-ups.ts';

export const ann = { name: 'Ann Whitaker', company: 'Coral Bay Supplies', email: 'ann@coralbay.example' } as const;
export const nora = { name: 'Nora Newcomer', company: 'Elsewhere Ltd', email: 'nora@elsewhere.example' } as const;

/** visitor: not logged in; owner, viewer: of the connection `working`; newcomer: with nothing yet. */
export type Who = 'visitor' | 'owner' | 'viewer' | 'newcomer';

export interface PortalWorld {
  readonly stage: Stage;
  readonly portal: OpenPortal;
  readonly origin: string;
  /** The same pages on a relay that serves one company. */
  readonly ownRelayOrigin: string;
  /** Value of the session cookie of everybody who is logged in. */
  readonly sessions: Readonly<Record<Exclude<Who, 'visitor'>, string>>;
  readonly connections: Readonly<
    Record<'working' | 'demo' | 'troubled' | 'paused' | 'over' | 'fresh' | 'ended' | 'unpaid', GivenConnection>
  >;
  readonly setUps: SetUps;
  /** Path of an invitation of somebody who has no account. */
  readonly invitationOf: (email: string) => Promise<string>;
  close(): Promise<void>;
}

const causes = ['TRIAL_OVER', 'TRIAL_OVER', 'TRIAL_OVER', 'NO_ROLE', 'MAPPINGS_NOT_CONFIRMED'];

/** By Stripe: one plan, two at once, and one that was given up. */
const givePaidPlans = async (ledger: Ledger, { paused, troubled, unpaid }: PortalWorld['connections']): Promise<void> => {
  const day = 86_400_000;
  const at = ledger.now() - 40 * day;
  const one = { customer: 'cus_1', plan: 'business', state: 'paid', beganAt: at, toldAt: at } as const;
  await takeProviderSubscription(ledger, paused.tenantId, { ...one, id: 'sub_1' });
  await takeProviderSubscription(ledger, troubled.tenantId, { ...one, id: 'sub_2', plan: 'starter' });
  await takeProviderSubscription(ledger, troubled.tenantId, { ...one, id: 'sub_3', beganAt: at + 30 * day, toldAt: at + 30 * day });
  await takeProviderSubscription(ledger, unpaid.tenantId, { ...one, id: 'sub_4', state: 'unpaid', toldAt: at + 39 * day });
};

const giveConnections = async ({ ledger }: OpenPortal): Promise<PortalWorld['connections']> => {
  const names = {
    working: 'Coral Bay Supplies',
    demo: 'Demo Company (AU)',
    troubled: 'Harbour Lights Wholesale and Retail Distribution of the Northern Beaches Pty Ltd',
    paused: 'Reef Rentals',
    over: 'Lagoon Logistics',
    fresh: 'Tide and Timber',
    ended: 'Old Jetty Stores',
    unpaid: 'Driftwood Interiors',
  } as const;
  const given: Record<string, GivenConnection> = {};
  for (const [key, name] of Object.entries(names)) {
    const connection = (given[key] = await giveConnection(ledger, name, key === 'demo'));
    await giveRole(ledger, connection, kim.email, 'owner');
  }
  const connections = given as unknown as PortalWorld['connections'];
  const { working, troubled, paused, over, ended } = connections;
  await giveRole(ledger, working, ann.email, 'viewer');
  for (let times = 0; times < 14; times++) await giveActivity(ledger, working, times === 0 ? causes : ['NO_ROLE']);
  await changeConnection(ledger, troubled.id, { trouble: 'RECONNECT_XERO', trouble_at: ledger.now() });
  await changeConnection(ledger, paused.id, { state: 'paused' });
  await changeConnection(ledger, ended.id, { state: 'disconnected' });
  const day = 86_400_000;
  await ledger.db
    .insertInto('subscriptions')
    .values([
      { tenant_id: over.tenantId, plan: 'starter', trial_ends_at: ledger.now() - 2 * day, paid: 'no', updated_at: ledger.now() },
      { tenant_id: ended.tenantId, plan: 'starter', trial_ends_at: ledger.now() - 20 * day, paid: 'no', updated_at: ledger.now() },
      { tenant_id: working.tenantId, plan: 'business', trial_ends_at: ledger.now() + 12 * day, paid: 'no', updated_at: ledger.now() },
    ])
    .execute();
  await givePaidPlans(ledger, connections);
  const actor = await accountIdOf(ledger, kim.email);
  for (const action of ['connection.created', 'member.invited', 'connection.paused', 'connection.resumed', 'requests.sent-again'])
    await writeAudit(ledger, { actor, action, subject: working.id, code: action === 'requests.sent-again' ? 'NO_ROLE' : null });
  await writeAudit(ledger, { actor: 'relay', action: 'subscription.trial-started', subject: working.id });
  return connections;
};

const clientsOf = ({ config, services: { tokens } }: Stage): Parameters<typeof openPortal>[2] => ({
  tokens,
  dataverse: (environment) =>
    environmentClient(addressRule(config), {
      origin: environment.origin,
      accessToken: () => tokens.dataverse(environment.grant_id),
      tokenRefused: (token) => tokens.refused(environment.grant_id, token),
    }),
  xero: (connection) =>
    xeroClient({
      apiUrl: config.XERO_API_URL,
      tenantId: connection.tenant_id,
      accessToken: () => tokens.xero(connection.xero_grant_id),
    }),
});

const listen = (app: FastifyInstance, port: number): Promise<string> => app.listen({ host: '127.0.0.1', port });

/** Starts it; `close` ends every part. */
export const startPortalWorld = async (): Promise<PortalWorld> => {
  const port = await freePort();
  const stage = await setStage({ publicUrl: `http://localhost:${String(port)}` });
  const { ledger, config } = stage;
  const charging = { BILLING: 'stripe', STRIPE_SECRET_KEY: 'sk_test_asks_nobody', STRIPE_WEBHOOK_SECRET: 'whsec_of_nobody' };
  const portal = await openPortal(ledger, { ...config, ...charging }, clientsOf(stage));
  const ownRelay = await openPortal(ledger, { ...config, RELAY_SINGLE_TENANT: true }, clientsOf(stage));
  await listen(portal.app, port);
  const ownPort = await freePort();
  await listen(ownRelay.app, ownPort);
  const [owner, viewer, newcomer] = [await member(portal, kim), await member(portal, ann), await member(portal, nora)];
  await switchOn(viewer);
  const connections = await giveConnections(portal);
  const ownerId = await accountIdOf(ledger, kim.email);
  stage.actAs(ownerId);
  const setUps = await giveSetUps(stage, ownerId, await accountIdOf(ledger, ann.email));
  const session = ({ cookies }: typeof owner): string => cookies.get('stl3_session') ?? '';
  return {
    stage,
    portal,
    origin: `http://localhost:${String(port)}`,
    ownRelayOrigin: `http://localhost:${String(ownPort)}`,
    sessions: { owner: session(owner), viewer: session(viewer), newcomer: session(newcomer) },
    connections,
    setUps,
    invitationOf: async (email) =>
      `/invitations/${await invite(ledger, { connectionId: connections.working.id, email, role: 'manager', by: ownerId })}`,
    close: async () => {
      await Promise.all([portal.close(), ownRelay.close()]);
      await stage.close();
    },
  };
};

/** An id that nothing has. */
export const nobodysId = (): string => randomUUID();
