import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { requestState } from '@stl3/solution';
import type { DataverseClient } from '../../../relay-service/src/dataverse/client.ts';
import { dataverseClient } from '../../../relay-service/src/dataverse/client.ts';
import { disconnect } from '../../../relay-service/src/jobs/disconnect.ts';
import type { Services } from '../../../relay-service/src/jobs/services.ts';
import { commitCall } from '../../../relay-service/src/store/calls.ts';
import { liveConnections } from '../../../relay-service/src/store/connections.ts';
import { saveRefreshed } from '../../../relay-service/src/store/grants.ts';
import { holdLane } from '../../../relay-service/src/store/lanes.ts';
import { relayTokens } from '../../../relay-service/src/tokens/relay-tokens.ts';
import { connectIn } from '../../sandbox/connect-company.ts';
import { people } from '../../sandbox/company/people.ts';
import { ask } from '../../prove/ask.ts';
import { asking } from '../jobs/asking.ts';
import type { Stage } from './stage.ts';
import { stageHomes, useStage } from './stage-homes.ts';

describe.each(stageHomes)('a connection that is removed, on $name', ({ name }) => {
  let stage: Stage;
  useStage(name, (opened) => void (stage = opened));
  let request: string;
  let invoice: string;
  beforeEach(async () => {
    invoice = stage.invoice();
    request = await ask(stage.world, invoice, null);
  });
  const reconnect = () => connectIn(stage.ledger, stage.world.config, people.administrator.upn, () => undefined);
  afterEach(async () => {
    stage.world.xero.control.clearFaults();
    if ((await liveConnections(stage.ledger)).length === 0) await reconnect();
  });

  /** @param meanwhile happens before the first batch that says so is written */
  const remove = async (meanwhile?: () => void): Promise<readonly string[]> => {
    const { ledger, world } = stage;
    const tokens = relayTokens(world.config, ledger, { save: saveRefreshed, atRenewed: () => undefined });
    const silent = (): void => undefined;
    let happens = meanwhile;
    const client = ({ origin, grant_id }: Parameters<Services['dataverse']>[0]): DataverseClient => {
      const plain = dataverseClient({ origin, accessToken: () => tokens.dataverse(grant_id) });
      const batch: DataverseClient['batch'] = (parts) => {
        if (JSON.stringify(parts).includes('CONNECTION_REMOVED')) {
          happens?.();
          happens = undefined;
        }
        return plain.batch(parts);
      };
      return { ...plain, batch };
    };
    return disconnect(
      {
        config: world.config,
        ledger,
        log: { info: silent, warn: silent, error: silent },
        dataverse: client,
        xeroToken: tokens.xero,
        revoke: tokens.revoke,
      },
      { connection: (await liveConnections(ledger))[0]!, actor: 'account', problem: 'Disconnected.' },
    );
  };
  const row = (): Readonly<Record<string, unknown>> =>
    stage.world.dataverse.control.rows('stl3_xerorequest').find(({ id }) => id === request)!.values;
  const details = () =>
    stage.world.dataverse.control.rows('stl3_xerodetails').find(({ values }) => values['stl3_invoicekey'] === invoice)?.values;
  const puts = (): number =>
    stage.world.xero.control.requests().filter(({ method, path }) => method === 'PUT' && path.endsWith('Invoices')).length;
  const fault = (of: 'rate-limited' | 'reset', times: number): void =>
    stage.world.xero.control.addFault({ name: of, method: 'PUT', path: '^Invoices$', times });
  /** The relay dies once the posting is in this state for the second time around. */
  const untilState = (state: string, after: string) => {
    let seen = false;
    return async (): Promise<boolean> => {
      const now = (await stage.posting(invoice))?.state;
      seen ||= now === after;
      return seen && now === state;
    };
  };
  const at = (step: string) => ({ heard: true, death: { point: `step ${step} 1`, side: 'before' as const } });

  test.each([
    ['queued', () => stage.live(request, at('request-recorded')), 'CONNECTION_REMOVED', 0, null],
    ['being read', () => stage.live(request, at('requests-read')), 'CONNECTION_REMOVED', 0, null],
    ['prepared', () => stage.live(request, at('announced')), 'CONNECTION_REMOVED', 0, 'prepared'],
    [
      'parked for the limit',
      () => {
        fault('rate-limited', 1);
        return stage.live(request, { heard: true, watch: untilState('prepared', 'intended') });
      },
      'CONNECTION_REMOVED',
      0,
      'prepared',
    ],
    ['on its way', () => stage.live(request, at('call-answered')), 'CONNECTION_REMOVED_IN_DOUBT', 1, 'intended'],
    [
      'in doubt',
      () => {
        fault('reset', 2);
        return stage.live(request, { heard: true, watch: untilState('doubtful', 'doubtful') });
      },
      'CONNECTION_REMOVED_IN_DOUBT',
      0,
      'doubtful',
    ],
    ['posted and not told', () => stage.live(request, at('postings-moved')), 'CONNECTION_REMOVED_IN_XERO', 1, 'posted'],
  ] as const)(
    '%s: its row says what happened, nothing is posted after, and reconnecting goes on',
    async (_how, live, cause, there, left) => {
      expect(await live()).toBe(true);
      expect((await stage.posting(invoice))?.state ?? null).toBe(left);
      expect(await remove()).toEqual([]);
      expect(row()).toMatchObject({ stl3_cause: cause });
      expect(stage.answer(request)).toBe('refused');
      expect(details()).toMatchObject({ stl3_cause: cause });
      // Another relay on the same ledger sends nothing, and the ledger has lost nothing.
      const before = puts();
      await stage.live(request);
      expect(puts()).toBe(before);
      expect((await stage.posting(invoice))?.state ?? null).toBe(left);
      stage.world.xero.control.clearFaults();
      await reconnect();
      // What was on its way is found out by itself, and told.
      await stage.live(request);
      expect([stage.answer(request), (await stage.posting(invoice))?.state]).toEqual(
        there === 1 ? ['done', 'told'] : ['refused', left === null ? undefined : 'prepared'],
      );
      // "Nobody knows yet" stayed on the row of a document that was found not to have arrived.
      const known = left === 'doubtful' ? 'NOT_ARRIVED' : there === 1 ? null : cause;
      expect([row()['stl3_cause'] ?? null, details()?.['stl3_cause'] ?? null]).toEqual([known, known]);
      // Whoever was refused sends it again, once.
      const again = await ask(stage.world, invoice, null);
      await stage.live(again);
      expect([stage.answer(again), stage.documents(invoice).length]).toEqual(['done', 1]);
    },
  );

  test('its refusal stood over what a round had sent meanwhile', async () => {
    await stage.live(request, at('request-recorded'));
    const done = requestState.values.done.value;
    await remove(() => asking(() => stage.world).change('stl3_xerorequest', { stl3_state: done }, request));
    expect(stage.answer(request)).toBe('done');
  });

  test('of two requests of one invoice the second was never told', async () => {
    const second = await ask(stage.world, invoice, null);
    for (const each of [request, second]) await stage.live(each, at('request-recorded'));
    expect(await remove()).toEqual([]);
    expect([request, second].map((each) => stage.answer(each))).toEqual(['refused', 'refused']);
  });

  test.each(['outcomes-written', 'outcomes-noted'])(
    'found not to have arrived, by a relay that dies at %s: the next one tells it',
    async (step) => {
      fault('reset', 2);
      expect(await stage.live(request, { heard: true, watch: untilState('doubtful', 'doubtful') })).toBe(true);
      await remove();
      // Too late for the same call under its key.
      stage.pass(10 * 60_000);
      stage.world.xero.control.clearFaults();
      await reconnect();
      expect(await stage.live(request, { death: { point: `step ${step} 1`, side: 'before' } })).toBe(true);
      await stage.live(request);
      expect([row()['stl3_cause'], details()?.['stl3_cause'], (await stage.posting(invoice))?.state]).toEqual([
        'NOT_ARRIVED',
        'NOT_ARRIVED',
        'prepared',
      ]);
    },
  );

  test('a round that has everything ready when the connection is stopped commits no call', async () => {
    expect(await stage.live(request, at('announced'))).toBe(true);
    const { id, connection_id } = (await stage.posting(invoice))!;
    const [connection] = await liveConnections(stage.ledger);
    stage.pass(25_000);
    const lease = (await holdLane(stage.ledger, connection!.lane_id, 'a round'))!;
    const call = () =>
      commitCall(stage.ledger, {
        laneId: lease.laneId,
        epoch: lease.epoch,
        kind: 'clicks',
        body: '{}',
        timeoutMs: 1,
        members: [{ postingId: id, identity: { number: null, numberUnique: false, sameness: null }, invoiceRowVersion: '1' }],
      });
    const setState = (state: string) => stage.ledger.db.updateTable('connections').set({ state }).where('id', '=', connection_id).execute();
    for (const state of ['disconnected', 'paused', 'copied', 'takenOver']) {
      await setState(state);
      expect(await call()).toBeNull();
    }
    await setState('connected');
    expect(await call()).not.toBeNull();
  });
});
