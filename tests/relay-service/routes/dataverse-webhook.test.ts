import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../../relay-service/src/app.ts';
import { saveConnection } from '../../../relay-service/src/store/connections.ts';
import { saveGrant } from '../../../relay-service/src/store/grants.ts';
import { recordRequests } from '../../../relay-service/src/store/requests.ts';
import type { OpenHome } from '../store/homes.ts';
import { homes } from '../store/homes.ts';
import { quietConfig } from './quiet-config.ts';

const environmentId = '0f0e0d0c-0b0a-4908-8706-050403020100';
const organizationId = 'dd833889-13c1-576a-8c2b-d627d8d08540';
const requestId = '44bfc2a7-903e-4b11-a813-000d3ad9c2e1';
const key = 'the-right-key';

const context = (given: object = {}): string =>
  JSON.stringify({
    OrganizationId: organizationId,
    PrimaryEntityName: 'stl3_xerorequest',
    MessageName: 'Create',
    PrimaryEntityId: requestId,
    InputParameters: [],
    ...given,
  });

describe.each(await homes())('the webhook with the ledger on $name', ({ open }) => {
  let home: OpenHome;
  let app: FastifyInstance;
  let woken: string[];

  beforeEach(async () => {
    home = await open();
    woken = [];
    for (const [id, system] of [
      ['entra', 'entra'],
      ['xero', 'xero'],
    ] as const)
      await saveGrant(home.ledger, { id, system, subject: 's', tenant: 't', refreshToken: 'r', accessToken: null, accessExpiresAt: 0 });
    await saveConnection(home.ledger, {
      environmentId,
      organizationId,
      origin: 'https://org.crm6.dynamics.com',
      dataverseGrantId: 'entra',
      webhookKey: key,
      runsOnPoll: false,
      connectionId: 'connection',
      connectorId: 'connector',
      xeroClientId: 'client',
      tenantId: 'tenant',
      xeroConnectionId: 'xc',
      xeroGrantId: 'xero',
    });
    app = await buildApp({
      config: quietConfig(),
      ledger: home.ledger,
      record: (environment, id) => recordRequests(home.ledger, environment, [id], 'webhook'),
      wake: (id) => woken.push(id),
    });
  });
  afterEach(async () => {
    await app.close();
    await home.close();
  });

  const post = (body: string, headers: Record<string, string> = { 'x-stellarise-key': key }, to = environmentId) =>
    app.inject({ method: 'POST', url: `/hooks/dataverse/${to}`, headers: { 'content-type': 'application/json', ...headers }, body });
  const recorded = async (): Promise<number> => (await home.ledger.db.selectFrom('requests').selectAll().execute()).length;

  test('a request of ours is recorded, then answered with 202, and wakes the worker', async () => {
    expect((await post(context())).statusCode).toBe(202);
    expect(await recorded()).toBe(1);
    expect(woken).toEqual([environmentId]);
  });

  test('the same notice twice is one row', async () => {
    await post(context());
    expect((await post(context())).statusCode).toBe(202);
    expect(await recorded()).toBe(1);
  });

  test('a body above 256 KB arrives stripped and is as good; ids may be wrapped', async () => {
    const stripped = context({ InputParameters: undefined, PrimaryEntityId: { __type: 'Guid:#System', __value: requestId } });
    expect((await post(stripped)).statusCode).toBe(202);
    expect(await recorded()).toBe(1);
  });

  test.each<[string, () => ReturnType<typeof post>, number]>([
    ['no key', () => post(context(), {}), 401],
    ['a wrong key', () => post(context(), { 'x-stellarise-key': 'the-wrong-key' }), 401],
    ['an empty key', () => post(context(), { 'x-stellarise-key': '' }), 401],
    ['an unknown environment', () => post(context(), undefined, '11111111-1111-4111-8111-111111111111'), 401],
    ['a wrong key with a body that is no JSON', () => post('{', { 'x-stellarise-key': 'x' }), 401],
    ['a body that is no JSON', () => post('{'), 400],
    ['a body that is no context', () => post('{"hello":1}'), 400],
    ['an id that is no id', () => post(context({ PrimaryEntityId: 'x' })), 400],
    ['a body that is too large', () => post(context({ padding: 'x'.repeat(600_000) })), 413],
    ['another organisation', () => post(context({ OrganizationId: '11111111-1111-4111-8111-111111111111' })), 200],
    ['another table', () => post(context({ PrimaryEntityName: 'invoice' })), 200],
    ['another message', () => post(context({ MessageName: 'Update' })), 200],
  ])('%s is answered so and records nothing', async (_what, send, status) => {
    expect((await send()).statusCode).toBe(status);
    expect(await recorded()).toBe(0);
    expect(woken).toEqual([]);
  });

  test('a ledger that cannot be written is 503, so that Dynamics tries again', async () => {
    const broken = await buildApp({
      config: quietConfig(),
      ledger: home.ledger,
      record: () => Promise.reject(new Error('disk full')),
      wake: (id) => woken.push(id),
    });
    const answer = await broken.inject({
      method: 'POST',
      url: `/hooks/dataverse/${environmentId}`,
      headers: { 'content-type': 'application/json', 'x-stellarise-key': key },
      body: context(),
    });
    expect([answer.statusCode, woken]).toEqual([503, []]);
    await broken.close();
  });

  test('a ledger that cannot be read is 503 as well, and the relay says that it is not ready', async () => {
    await home.ledger.db.schema.alterTable('environments').renameTo('environments_gone').execute();
    expect((await post(context())).statusCode).toBe(503);
    await home.ledger.db.schema.alterTable('installation').renameTo('installation_gone').execute();
    expect((await app.inject('/health/ready')).statusCode).toBe(503);
    expect((await app.inject('/health/live')).statusCode).toBe(200);
  });
});
