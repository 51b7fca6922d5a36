import { beforeEach, describe, expect, test } from '@jest/globals';
import { requestState } from '@stl3/solution';
import type { FaultName } from '../../sandbox/faults.ts';
import { asking } from '../jobs/asking.ts';
import { credited } from './effect-ways.ts';
import { removeAllocation } from './mishaps.ts';
import type { Life, Stage } from './stage.ts';
import { stageHomes, useStage } from './stage-homes.ts';

describe.each(stageHomes)('an allocation that somebody removed in Xero, on $name', ({ name }) => {
  let stage: Stage;
  useStage(name, (opened) => void (stage = opened));

  const company = () => asking(() => stage.world);
  const credit = () => company().organisation().creditNotes.at(-1)!;
  const made = () => stage.world.xero.control.journal().filter(({ documentType }) => documentType === 'allocation').length;
  const allocate = async (life: Life = {}): Promise<{ readonly request: string; readonly died: boolean }> => {
    const request = await company().ask(subject, 'financeManager', 'allocate');
    return { request, died: await stage.live(request, { heard: true, ...life }) };
  };
  const answerOf = (request: string) => company().valuesOf('stl3_xerorequest', request)['stl3_result'];

  let subject: string;
  let before: number;
  beforeEach(async () => {
    const begun = await credited(stage);
    ({ subject } = begun);
    await stage.live(begun.request);
    expect(credit().Allocations).toHaveLength(1);
    removeAllocation(stage);
    before = made();
  });

  test('was said to be made, and was not', async () => {
    const { request } = await allocate();
    expect(answerOf(request)).toMatch(/^Allocated/);
    expect(credit().Allocations).toHaveLength(1);
  });

  test.each(['answer-lost', 'reset', 'server-error', 'rate-limited'] as const satisfies FaultName[])(
    'is made once more where its call meets %s',
    async (fault) => {
      stage.world.xero.control.addFault({ name: fault, method: 'PUT', path: '/Allocations$' });
      const { request } = await allocate();
      expect(answerOf(request)).toMatch(/^Allocated/);
      expect([made() - before, credit().Allocations]).toMatchObject([1, [{}]]);
    },
  );

  test.each(['write to Xero 1', 'write to Dynamics 1'])('is made once more where the relay dies after %s', async (point) => {
    const { request, died } = await allocate({ death: { point, side: 'after' } });
    expect(died).toBe(true);
    await stage.live(request);
    expect(answerOf(request)).toMatch(/^Allocated/);
    expect([made() - before, credit().Allocations]).toMatchObject([1, [{}]]);
  });

  test('is made once by one request, also where Dynamics has lost its answer and it is removed again', async () => {
    const { request } = await allocate();
    removeAllocation(stage);
    company().change('stl3_xerorequest', { stl3_state: requestState.values.taken.value }, request);
    stage.pass(10 * 60_000);
    await stage.live(request);
    expect(stage.answer(request)).toBe('done');
    expect(made() - before).toBe(1);
    const { request: another } = await allocate();
    expect(answerOf(another)).toMatch(/^Allocated/);
    expect(made() - before).toBe(2);
  });
});
