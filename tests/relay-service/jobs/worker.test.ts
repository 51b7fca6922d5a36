/** The worker starts rounds where work was found or somebody woke it, and nowhere else. */
import { afterEach, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { DutyName } from '../../../relay-service/src/jobs/work-at-hand.ts';
import type { Duty, Worker } from '../../../relay-service/src/jobs/worker.ts';
import { createWorker } from '../../../relay-service/src/jobs/worker.ts';
import type { EnvironmentsTable } from '../../../relay-service/src/store/schema.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const environment = (id: string): EnvironmentsTable => ({ id }) as EnvironmentsTable;
const none = (): Record<DutyName, ReadonlySet<string>> => ({
  clicks: new Set(),
  bulk: new Set(),
  effects: new Set(),
  polls: new Set(),
  automatic: new Set(),
  upkeep: new Set(),
});

let worker: Worker | null = null;
afterEach(() => worker?.stop());

/** @param restMs what a round returns, by how many there were before it */
const start = (ids: readonly string[], work: () => Record<DutyName, ReadonlySet<string>>, restMs: (before: number) => number = () => 1) => {
  const rounds: string[] = [];
  let looks = 0;
  const duties = (['clicks', 'upkeep'] as const).map((name): Duty => ({
    name,
    abreast: 1,
    wakes: name === 'clicks',
    round: ({ id }) => Promise.resolve(restMs(rounds.push(`${name} of ${id}`) - 1)),
  }));
  worker = createWorker(
    log,
    () => Promise.resolve(ids.map(environment)),
    () => {
      looks += 1;
      return Promise.resolve(work());
    },
    duties,
  );
  worker.start();
  return { worker, rounds, looks: () => looks };
};

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await pause(10);
};

test('of a thousand idle environments only the one with work gets a round, after a single look for all', async () => {
  const ids = Array.from({ length: 1_000 }, (_, index) => String(index));
  const { rounds, looks } = start(ids, () => ({ ...none(), clicks: new Set(['7']), upkeep: new Set(['8']) }));
  await until(() => looks() === 2);
  expect(new Set(rounds)).toEqual(new Set(['clicks of 7', 'upkeep of 8']));
});

test('who wakes it need not wait for the next look', async () => {
  const { worker, rounds, looks } = start(['a', 'b'], none);
  await until(() => looks() === 1);
  worker.wake('b');
  await until(() => rounds.length > 0);
  expect(rounds).toEqual(['clicks of b']);
  expect(looks()).toBe(1);
});

test('a round that has more to do is followed by another, one that has not by none', async () => {
  const { worker, rounds, looks } = start(['a'], none, (before) => (before < 2 ? 0 : 1));
  await until(() => looks() === 1);
  worker.wake('a');
  await until(() => looks() === 3);
  expect(rounds).toEqual(Array(3).fill('clicks of a'));
});

test('what no person waits for begins in a share of the environments a second', async () => {
  const ids = Array.from({ length: 400 }, (_, index) => String(index));
  const { rounds, looks } = start(
    ids,
    () => ({ ...none(), upkeep: new Set(ids), clicks: new Set(ids) }),
    () => 3_600_000,
  );
  await until(() => looks() === 2);
  expect(rounds.filter((each) => each.startsWith('clicks'))).toHaveLength(400);
  expect(rounds.filter((each) => each.startsWith('upkeep')).length).toBeLessThanOrEqual(200);
});

test('environments late in the list are served although those before them have work in every look', async () => {
  const ids = Array.from({ length: 60 }, (_, index) => String(index));
  const { rounds } = start(ids, () => ({ ...none(), upkeep: new Set(ids) }));
  await until(() => rounds.includes('upkeep of 59'));
  expect(rounds.filter((each) => each === 'upkeep of 0').length).toBeLessThanOrEqual(2);
});

test('a seat that rests takes no place from one that is due', async () => {
  const ids = Array.from({ length: 60 }, (_, index) => String(index));
  let looked = 0;
  const { rounds } = start(
    ids,
    // In the first look those before, which then rest for an hour; later all.
    () => ({ ...none(), upkeep: new Set(looked++ === 0 ? ids.slice(0, 50) : ids) }),
    () => 3_600_000,
  );
  await until(() => rounds.length === 60);
  expect(new Set(rounds).size).toBe(60);
  expect(looked).toBe(2);
});

test('one that is stopped while it looks for work starts no round any more, and has looked to the end', async () => {
  const found = Promise.withResolvers<Record<DutyName, ReadonlySet<string>>>();
  let rounds = 0;
  let looks = 0;
  const stopping = createWorker(
    log,
    () => Promise.resolve([environment('a')]),
    () => {
      looks += 1;
      return found.promise;
    },
    [{ name: 'clicks', abreast: 1, wakes: true, round: () => Promise.resolve((rounds += 1)) }],
  );
  stopping.start();
  await until(() => looks === 1);
  let stopped = false;
  const stop = stopping.stop().then(() => (stopped = true));
  await pause(20);
  expect(stopped).toBe(false);
  found.resolve({ ...none(), clicks: new Set(['a']) });
  await stop;
  expect(rounds).toBe(0);
});
