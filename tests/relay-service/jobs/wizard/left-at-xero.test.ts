/** What a set-up opened at Xero and left behind stayed connected there until somebody removed it by hand: an app counts few connections. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { disconnect } from '../../../../relay-service/src/jobs/disconnect.ts';
import { closeLeftAtXero } from '../../../../relay-service/src/jobs/leave-at-xero.ts';
import { keepOrganisation } from '../../../../relay-service/src/jobs/wizard/connect-xero.ts';
import { discardSetUp } from '../../../../relay-service/src/jobs/wizard/discard-set-up.ts';
import { grantsOfClosings } from '../../../../relay-service/src/store/closings-at-xero.ts';
import { findConnectionById } from '../../../../relay-service/src/store/connections.ts';
import { readGrant } from '../../../../relay-service/src/store/grants.ts';
import { forgetUnusedGrants } from '../../../../relay-service/src/store/unused-grants.ts';
import { disconnecting } from './disconnecting.ts';
import { ADA, HARBOUR, ORGANISATION, setStage } from './stage.ts';
import type { Stage } from './stage.ts';

const HOUR_MS = 3_600_000;
let stage: Stage;
let id: string;
beforeEach(async () => {
  stage = await setStage();
  id = await stage.begin();
});
afterEach(() => stage.close());

/** Organisations that are connected at Xero. */
const open = (): readonly string[] => {
  const { connections, organisations } = stage.xero.control.state();
  return connections.map(({ tenantId }) => organisations.find((each) => each.tenantId === tenantId)!.Name).sort();
};
const grantOf = async (draftId = id) => (await stage.draft(draftId)).xero_grant_id!;
const isAlive = async (grantId: string): Promise<boolean> => (await readGrant(stage.ledger, grantId))?.state === 'alive';
/** The person clicks one of several. */
const choose = async (name: string) => {
  const draft = await stage.draft(id);
  const { tenantId, connectionId } = draft.answers.organisations.find((each) => each.name === name)!;
  return keepOrganisation(stage.services, draft, draft.xero_grant_id!, { id: connectionId, tenantId, tenantName: name });
};
const connect = async (draftId: string): Promise<void> => {
  await stage.atXero(draftId, ORGANISATION);
  await stage.atMicrosoft(draftId);
  await stage.choose(draftId);
  await stage.options(draftId);
  expect(await stage.create(draftId)).toHaveProperty('connection');
};
const closingFails = (status: number, times = 1): void =>
  stage.xero.control.addFault({ name: 'server-error', method: 'DELETE', path: 'connections', status, times });

describe('closed at Xero, with its consent forgotten', () => {
  test('the organisation that another one was chosen instead of', async () => {
    await stage.atXero(id, ORGANISATION);
    const former = await grantOf();
    expect((await stage.atXero(id, HARBOUR)).end.problem).toBeNull();
    expect(open()).toEqual([HARBOUR]);
    expect([await isAlive(former), await isAlive(await grantOf())]).toEqual([false, true]);
  });

  test('those of several that were not chosen, and the consent goes on', async () => {
    await stage.atXero(id, [ORGANISATION, HARBOUR]);
    expect(open()).toEqual([ORGANISATION, HARBOUR]);
    expect(await choose(HARBOUR)).toBeNull();
    expect(open()).toEqual([HARBOUR]);
    expect(await isAlive(await grantOf())).toBe(true);
  });

  test('several of which none was chosen, once another sign-in took their place', async () => {
    await stage.atXero(id, [ORGANISATION, HARBOUR]);
    const former = await grantOf();
    await stage.atXero(id, 'Demo Company (AU)');
    expect(open()).toEqual(['Demo Company (AU)']);
    expect(await isAlive(former)).toBe(false);
  });

  test('a practice, which has no books', async () => {
    expect((await stage.atXero(id, 'Ledger & Sons Accountants')).end.problem).toBe('wrongOrganisationType');
    expect(open()).toEqual([]);
  });

  test('an organisation that could not be read', async () => {
    stage.xero.control.addFault({ name: 'server-error', path: 'Organisation', times: 10 });
    expect((await stage.atXero(id, ORGANISATION)).end.problem).toBe('xeroUnreachable');
    expect(open()).toEqual([]);
  });
});

describe('left alone, because something else uses it', () => {
  test('a connection of somebody else', async () => {
    await connect(id);
    stage.actAs('account-of-eve');
    const other = await stage.begin();
    await stage.atXero(other, ORGANISATION);
    await stage.atXero(other, HARBOUR);
    expect(open()).toEqual([ORGANISATION, HARBOUR]);
  });

  test('a set-up that may still choose it among several', async () => {
    const other = await stage.begin();
    await stage.atXero(other, [ORGANISATION, HARBOUR]);
    await stage.atXero(id, ORGANISATION);
    await stage.atXero(id, 'Demo Company (AU)');
    expect(open()).toEqual([ORGANISATION, 'Demo Company (AU)', HARBOUR]);
    expect(await isAlive(await grantOf(other))).toBe(true);
    expect(await grantsOfClosings(stage.ledger)).toEqual([]);
  });

  test('what a set-up holds that has become a connection, and chooses once more', async () => {
    await connect(id);
    await stage.atXero(id, [HARBOUR, 'Demo Company (AU)']);
    expect(await choose(HARBOUR)).toBeNull();
    const other = await stage.begin();
    await stage.atXero(other, HARBOUR);
    await stage.atXero(other, 'Demo Company (AU)');
    expect(open()).toEqual([ORGANISATION, 'Demo Company (AU)', HARBOUR]);
    expect(await isAlive(await grantOf())).toBe(true);
  });

  test('the same organisation after another sign-in', async () => {
    await stage.atXero(id, ORGANISATION);
    await stage.atXero(id, ORGANISATION);
    expect(open()).toEqual([ORGANISATION]);
  });
});

describe('where Xero fails, the set-up goes on', () => {
  test('and it is closed later, although the sweep of consents came before', async () => {
    await stage.atXero(id, ORGANISATION);
    const former = await grantOf();
    closingFails(503);
    expect((await stage.atXero(id, HARBOUR)).end.problem).toBeNull();
    expect(open()).toEqual([ORGANISATION, HARBOUR]);
    stage.later(2 * HOUR_MS);
    await forgetUnusedGrants(stage.ledger, HOUR_MS);
    await closeLeftAtXero(stage.services);
    expect(open()).toEqual([HARBOUR]);
    stage.later(2 * HOUR_MS);
    await forgetUnusedGrants(stage.ledger, HOUR_MS);
    expect(await isAlive(former)).toBe(false);
    expect(await grantsOfClosings(stage.ledger)).toEqual([]);
  });

  test('also for a set-up that was discarded', async () => {
    await stage.atXero(id, ORGANISATION);
    closingFails(500);
    await discardSetUp(stage.services, await stage.draft(id));
    expect(open()).toEqual([ORGANISATION]);
    await closeLeftAtXero(stage.services);
    expect(open()).toEqual([]);
  });

  test('and what was connected meanwhile is not closed', async () => {
    await stage.atXero(id, ORGANISATION);
    closingFails(503);
    await stage.atXero(id, HARBOUR);
    await connect(await stage.begin());
    await closeLeftAtXero(stage.services);
    expect(open()).toEqual([ORGANISATION, HARBOUR]);
    expect(await grantsOfClosings(stage.ledger)).toEqual([]);
  });

  test('and it is closed although the connection that the same consent made was disconnected before', async () => {
    await stage.atXero(id, [ORGANISATION, HARBOUR]);
    const grant = await grantOf();
    closingFails(503);
    await choose(ORGANISATION);
    await stage.atMicrosoft(id);
    await stage.choose(id);
    await stage.options(id);
    expect(await stage.create(id)).toHaveProperty('connection');
    const connection = await findConnectionById(stage.ledger, (await stage.draft(id)).connection_id!);
    await disconnect(disconnecting(stage), { connection: connection!, actor: ADA, problem: '' });
    expect(open()).toEqual([HARBOUR]);
    await closeLeftAtXero(stage.services);
    expect(open()).toEqual([]);
    stage.later(2 * HOUR_MS);
    await forgetUnusedGrants(stage.ledger, HOUR_MS);
    expect(await isAlive(grant)).toBe(false);
  });

  test('and what Xero refuses for good is not asked again: the person can do it', async () => {
    await stage.atXero(id, [ORGANISATION, HARBOUR, 'Demo Company (AU)']);
    closingFails(403);
    await choose(HARBOUR);
    expect(open()).toHaveLength(2);
    expect(open()).toContain(HARBOUR);
    expect(await grantsOfClosings(stage.ledger)).toEqual([]);
    expect(stage.lines.join('\n')).toContain('under Connected apps');
  });
});
