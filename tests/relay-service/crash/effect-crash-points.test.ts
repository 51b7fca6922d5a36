import { describe, expect, test } from '@jest/globals';
import { effectMoves } from '../../../relay-service/src/core/effect-states.ts';
import type { EffectEnd, EffectMoveName, EffectWay } from './effect-ways.ts';
import { effectWays } from './effect-ways.ts';
import type { Death } from './fate.ts';
import type { Stage } from './stage.ts';
import { stageHomes, useStage } from './stage-homes.ts';

const table = Object.entries(effectWays);

test('every move of an effect is in the table', () => {
  const isWalked = (of: (way: EffectWay) => boolean, move: string): boolean => table.some(([, way]) => of(way) && move in way.deaths);
  const missing = effectMoves.filter(({ from, to, of }) => !isWalked(({ kind }) => of?.includes(kind) ?? true, `${from} > ${to}`));
  expect(missing).toEqual([]);
  const moves = new Set(effectMoves.map(({ from, to }) => `${from} > ${to}`));
  expect(table.flatMap(([, { path }]) => path).filter((move) => !move.startsWith('nothing') && !moves.has(move))).toEqual([]);
});

interface Played {
  readonly left: string;
  readonly died: boolean;
  readonly end: EffectEnd;
  readonly points: readonly { readonly point: string; readonly move: string | null }[];
}

describe.each(stageHomes)('what follows a document, on $name', ({ name }) => {
  let stage: Stage;
  useStage(name, (opened) => void (stage = opened));

  const play = async (way: EffectWay, death: Death | null): Promise<Played> => {
    const { request, subject } = await way.given(stage);
    const times = (): number =>
      stage.world.xero.control
        .journal()
        .filter(({ documentType, kind }) => documentType === way.kind && (way.kind !== 'contact' || kind === 'update')).length;
    const before = times();
    const stateOf = (): Promise<string> => stage.effect(way.kind, subject);
    for (const fault of way.faults ?? []) stage.world.xero.control.addFault(fault);
    let state = await stateOf();
    const points: { point: string; move: string | null }[] = [];
    const watch = async (point: string): Promise<boolean> => {
      const next = await stateOf();
      points.push({ point, move: next === state ? null : `${state} > ${next}` });
      state = next;
      return false;
    };
    const died = await stage.live(request, { heard: true, death, ...(death ? {} : { watch }) });
    const left = await stateOf();
    if (died) await stage.live(request);
    stage.world.xero.control.clearFaults();
    return { left, died, end: { state: await stateOf(), times: times() - before } as EffectEnd, points };
  };

  describe.each(table)('%s', (_way, way) => {
    let watched: Played;
    test('follows undisturbed', async () => {
      watched = await play(way, null);
      expect(watched.points.flatMap(({ move }) => move ?? [])).toEqual(way.path);
      expect(watched.end).toEqual(way.end);
    });
    const deaths = Object.keys(way.deaths).flatMap((move) => (['before', 'after'] as const).map((side) => ({ move, side })));
    test.each(deaths)('the relay dies right $side $move', async ({ move, side }) => {
      const { point } = watched.points.find((each) => each.move === move)!;
      const [from, to] = move.split(' > ');
      const end = way.deaths[move as EffectMoveName]?.[side] ?? way.end;
      expect(await play(way, { point, side })).toMatchObject({ died: true, left: side === 'before' ? from : to, end });
    });
  });
});
