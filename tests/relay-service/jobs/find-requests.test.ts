import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { requestState } from '@stl3/solution';
import type { DataverseClient } from '../../../relay-service/src/dataverse/client.ts';
import { createArrivals } from '../../../relay-service/src/jobs/arrivals.ts';
import { findRequests } from '../../../relay-service/src/jobs/find-requests.ts';
import type { Services } from '../../../relay-service/src/jobs/services.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import type { EnvironmentsTable } from '../../../relay-service/src/store/schema.ts';
import type { OpenHome } from '../store/homes.ts';
import { homes } from '../store/homes.ts';

const [sqlite] = await homes();
const SECOND = 1_000;
let home: OpenHome;
let ledger: Ledger;
let now: number;
beforeEach(async () => {
  home = await sqlite!.open();
  now = Date.parse('2026-11-02T09:00:00Z');
  ledger = { ...home.ledger, now: () => now };
});
afterEach(() => home.close());

const requested = `stl3_state eq ${String(requestState.values.requested.value)}`;
const taken = `stl3_state eq ${String(requestState.values.taken.value)}`;

/** One poll of an environment. @returns states that were asked for */
const poll = async (environmentId: string): Promise<readonly string[]> => {
  const asked: string[] = [];
  const client = {
    request: ({ path }: { readonly path: string }) => {
      asked.push(decodeURIComponent(path).includes(taken) ? taken : requested);
      return Promise.resolve({ body: { value: [] } });
    },
  } as unknown as DataverseClient;
  const silent = (): void => undefined;
  const services = {
    ledger,
    dataverse: () => client,
    arrivals: createArrivals(),
    log: { info: silent, warn: silent, error: silent },
    timeScale: 1,
  } as unknown as Services;
  await findRequests(services, { id: environmentId } as EnvironmentsTable);
  return asked;
};

test('what waits is asked for at each poll, what was left Taken once a minute in each environment', async () => {
  expect(await poll('one')).toEqual([requested, taken]);
  now += 5 * SECOND;
  expect(await poll('one')).toEqual([requested]);
  expect(await poll('two')).toEqual([requested, taken]);
  now += 54 * SECOND;
  expect(await poll('one')).toEqual([requested]);
  now += SECOND;
  expect(await poll('one')).toEqual([requested, taken]);
  now += 60 * SECOND;
  expect(await poll('one')).toEqual([requested, taken]);
});
