import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { requestState } from '@stl3/solution';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking } from './asking.ts';

let world: World;
/** How far the clock of ledger and Xero was put on. */
let shiftMs: number;
/** Calls that were made before the day of the test. */
let earlier: number;
beforeEach(async () => {
  shiftMs = 0;
  world = await startWorld({ webhookDelayMs: () => 20, relay: { clock: () => Date.now() + shiftMs } });
  // Its day begins at an hour of its own. Just after it a whole day is left, and those who wait are spread beyond: no time is told then.
  putOn(world.xero.control.leftOfDay(organisation().tenantId) + 12 * HOUR);
  earlier = calls().length;
});
afterEach(() => world.close());
const { ask, answered, asked, plain, organisation, valuesOf } = asking(() => world);

const HOUR = 3_600_000;
const calls = () => world.xero.control.requests().filter(({ path }) => path.startsWith('/api.xro/') && !path.endsWith('/Organisation'));
const refusedByLimit = () => calls().filter(({ status }) => status === 429);
const used = (): number => calls().length - earlier - refusedByLimit().length;
const putOn = (ms: number): void => {
  shiftMs += ms;
  world.xero.control.advance(ms);
};
const resultOf = (id: string): string => String(valuesOf('stl3_xerorequest', id)['stl3_result']);
/** Waits until it holds of what the requests say. */
const until = async (what: string, ids: readonly string[], holds: (results: readonly string[]) => boolean): Promise<void> => {
  for (const end = Date.now() + 150_000; !holds(ids.map(resultOf)); await new Promise((resolve) => setTimeout(resolve, 100)))
    if (Date.now() > end) throw new Error(`Not seen: ${what}. They say: ${[...new Set(ids.map(resultOf))].join(' | ')}`);
};
const isDone = (id: string): boolean => valuesOf('stl3_xerorequest', id)['stl3_state'] === requestState.values.done.value;

test('the day’s limit reached with 30 invoices waiting: rows say until when, clicks still go, after the reset a probe, then all, none twice', async () => {
  // What is left of the day is what is kept for clicks, but for one call.
  organisation().dayLimit = used() + 101;
  const many = await Promise.all(Array.from({ length: 30 }, (_, index) => ask(plain(index).id)));
  await until('those that are kept back say so', many, (said) => said.filter((each) => each.includes('within 24 hours')).length >= 20);
  const waiting = many.filter((id) => !isDone(id));
  // One or the other may be on its way at this very moment.
  const told = waiting.filter((id) => resultOf(id).includes('within 24 hours')).map(resultOf);
  expect([...new Set(told)]).toEqual(['Xero takes no more calls today. Nothing is lost; it is done by itself within 24 hours.']);
  const [details] = world.dataverse.control
    .rows('stl3_xerodetails')
    .filter(({ values }) => (values['stl3_message'] as string | null)?.includes('within 24 hours'));
  expect(details).toBeDefined();

  // Somebody else clicks: a tenth of the day is kept for that.
  expect(await asked(plain(30).id, 'financeManager')).toMatchObject({ stl3_state: requestState.values.done.value });
  expect(refusedByLimit()).toEqual([]);

  // Now the day is used up altogether; Xero's refusal tells when it ends.
  organisation().dayLimit = used();
  const late = await ask(plain(31).id, 'financeManager');
  await until('the late one says until when', [late], ([said]) => said?.includes('by about') === true);
  expect(resultOf(late)).toMatch(
    /^Xero takes no more calls today\. Nothing is lost; it is done by itself by about \d\d:\d\d( tomorrow)?\.$/,
  );
  expect(refusedByLimit()).toHaveLength(1);

  // A day later everything goes by itself.
  organisation().dayLimit = 5000;
  const before = calls().length;
  putOn(24 * HOUR + 10 * 60_000);
  for (const id of [...many, late]) await answered(id, 120);
  expect(refusedByLimit()).toHaveLength(1);
  const created = world.xero.control.journal().filter(({ kind, documentType }) => kind === 'create' && documentType === 'invoice');
  expect(created).toHaveLength(32);
  expect(new Set(created.map(({ number }) => number)).size).toBe(32);
  // The first call was alone until it was answered.
  const [probe, ...others] = calls().slice(before);
  for (const { startedAt } of others) expect(startedAt).toBeGreaterThanOrEqual(probe!.endedAt!);
});
