import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { idOf } from '@stl3/solution';
import { people } from '../company/people.ts';
import type { Json, Talk } from './talk.ts';
import { saidOf, startTalk, talkTo } from './talk.ts';

let talk: Talk;
beforeAll(async () => {
  talk = await startTalk();
});
afterAll(() => talk.standIn.close());

const instances = async (query: string, token: string | null): Promise<{ status: number; rows: readonly Json[] }> =>
  saidOf(
    await fetch(`${talk.standIn.origin}/api/discovery/v2.0/Instances${query}`, {
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
    }),
  );

describe('Global Discovery', () => {
  test('says the environments that a person may open', async () => {
    const select = '?$select=ApiUrl,FriendlyName,UniqueName,EnvironmentId,TenantId,State,Version,Url,IsUserSysAdmin&$filter=State eq 0';
    const { rows } = await instances(encodeURI(select), people.administrator.objectId);
    expect(rows).toEqual([
      {
        ApiUrl: talk.standIn.origin,
        Url: talk.standIn.origin,
        FriendlyName: 'Coral Bay Supplies',
        UniqueName: 'coralbay',
        EnvironmentId: talk.standIn.control.environment.organizationId,
        TenantId: null,
        State: 0,
        Version: expect.stringMatching(/^9\.2\./),
        IsUserSysAdmin: true,
      },
    ]);
    expect((await instances('?$select=IsUserSysAdmin', people.clerk.objectId)).rows).toEqual([{ IsUserSysAdmin: false }]);
  });

  test('is empty for strangers and for the disabled', async () => {
    expect(await instances('', idOf('nobody'))).toMatchObject({ status: 200, rows: [] });
    const path = `systemusers(${people.visitor.userId})`;
    await talk.ask('administrator', 'PATCH', path, { isdisabled: true });
    expect((await instances('', people.visitor.objectId)).rows).toEqual([]);
    await talk.ask('administrator', 'PATCH', path, { isdisabled: false });
  });

  test('refuses whoever has no token, and unknown columns', async () => {
    expect((await instances('', null)).status).toBe(401);
    expect((await instances('?$select=Secret', people.clerk.objectId)).status).toBe(400);
  });
});

test('a clone has all rows, another OrganizationId and a life of its own', async () => {
  const source = talk.standIn.control;
  const account = await talk.create('accounts', { name: 'In both' });
  const copy = talkTo(await talk.standIn.clone());
  const control = copy.standIn.control;
  expect(copy.standIn.origin).not.toBe(talk.standIn.origin);
  expect((await copy.get('WhoAmI')).body['OrganizationId']).toBe(control.environment.organizationId);
  expect(control.environment.organizationId).not.toBe(source.environment.organizationId);
  const [organization] = (await copy.get('organizations?$select=name')).rows;
  expect(organization).toMatchObject({ organizationid: control.environment.organizationId, name: 'coralbay-copy' });
  for (const [table, rows] of source.environment.tables) expect([table, control.rows(table).length]).toEqual([table, rows.size]);
  await copy.ask('administrator', 'PATCH', `accounts(${account})`, { name: 'Only in the copy' });
  expect((await talk.get(`accounts(${account})?$select=name`)).body['name']).toBe('In both');
  // Rights came along.
  expect((await copy.get('stl3_xerodetailses', {}, 'visitor')).status).toBe(403);
  expect((await copy.get('stl3_xerodetailses', {}, 'clerk')).status).toBe(200);
});

test('the harness may clone, tag and look over HTTP', async () => {
  const control = async (path: string, body?: object): Promise<Json> =>
    (await (
      await fetch(`${talk.standIn.origin}/_control/${path}`, {
        ...(body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      })
    ).json()) as Json;
  expect((await control('clone', {}))['origin']).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  await control('tag', { tag: 'marked' });
  const id = await talk.create('accounts', { name: 'Tagged' });
  const journal = (await control('journal')) as unknown as readonly Json[];
  expect(journal.at(-1)).toMatchObject({ tag: 'marked', table: 'account', id, operation: 'Create', by: people.administrator.userId });
  expect(await control('state')).toMatchObject({ organizationId: talk.standIn.control.environment.organizationId });
});
