import { describe, expect, test } from '@jest/globals';
import { moves, newIntents } from '../../../relay-service/src/core/posting-states.ts';
import type { Step } from '../../../relay-service/src/jobs/steps.ts';
import { ask } from '../../prove/ask.ts';
import type { Death } from './fate.ts';
import type { Stage } from './stage.ts';
import { stageHomes, useStage } from './stage-homes.ts';
import type { End, Way } from './ways.ts';
import { wayOfStep, ways } from './ways.ts';

const table = Object.entries<Way>(ways);

/** What a life came to. */
interface Played {
  /** State in which the relay left the posting when it died. */
  readonly left: string;
  readonly died: boolean;
  readonly end: End;
  /** Moves with the point that made them, and every other point that was passed. */
  readonly points: readonly { readonly point: string; readonly move: string | null }[];
}

test('every move of the protocol is in the table', () => {
  const inTable = new Set(table.flatMap(([, { deaths }]) => deaths));
  const inProtocol = new Set([...moves, ...newIntents].map(({ from, to }) => `${from} > ${to}`));
  expect([...inTable].filter((move) => !move.startsWith('nothing')).sort()).toEqual([...inProtocol].sort());
});

describe.each(stageHomes)('a relay that dies, on $name', ({ name }) => {
  let stage: Stage;
  useStage(name, (opened) => void (stage = opened));

  /** Plays the way with one death at the most; where the relay dies, a successor on the same ledger goes on. */
  const play = async (way: Way, death: Death | null): Promise<Played> => {
    const invoice = stage.invoice(way.fresh);
    const request = (await way.given?.(stage, invoice)) ?? (await ask(stage.world, invoice, null));
    for (const fault of way.faults ?? []) stage.world.xero.control.addFault(fault);
    let posting = await stage.posting(invoice);
    const points: { point: string; move: string | null }[] = [];
    const watch = async (point: string): Promise<boolean> => {
      const next = await stage.posting(invoice);
      const from = posting?.generation === next?.generation ? (posting?.state ?? 'nothing') : 'nothing';
      points.push({ point, move: next && from !== next.state ? `${from} > ${next.state}` : null });
      posting = next;
      return false;
    };
    const died = await stage.live(request, { heard: true, death, ...(death ? {} : { watch }) });
    const left = (await stage.posting(invoice))?.state ?? 'nothing';
    if (died) await stage.live(request);
    stage.world.xero.control.clearFaults();
    const { state } = (await stage.posting(invoice)) ?? {};
    const end = { posting: state, documents: stage.documents(invoice).length, answer: stage.answer(request) } as End;
    return { left, died, end, points };
  };

  describe.each(table)('%s', (_way, way) => {
    let watched: Played;
    test('lives undisturbed', async () => {
      watched = await play(way, null);
      expect(watched.points.flatMap(({ move }) => move ?? [])).toEqual(way.path);
      expect(watched.end).toEqual(way.end);
    });
    test.each(way.deaths.flatMap((move) => (['before', 'after'] as const).map((side) => ({ move, side }))))(
      'dies right $side $move',
      async ({ move, side }) => {
        const { point } = watched.points.find((each) => each.move === move)!;
        const [from, to] = move.split(' > ');
        expect(await play(way, { point, side })).toMatchObject({ died: true, left: side === 'before' ? from : to, end: way.end });
      },
    );
  });

  test.each(Object.entries(wayOfStep) as [Step, keyof typeof ways][])('dies at the step %s', async (step, name) => {
    // The token of Xero lasts half an hour.
    if (step === 'token-refreshed') stage.pass(31 * 60_000);
    const way: Way = ways[name];
    expect(await play(way, { point: `step ${step} 1`, side: 'before' })).toMatchObject({ died: true, end: way.end });
  });
});
