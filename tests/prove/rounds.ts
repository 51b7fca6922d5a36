/** Rounds of clicks while relays are killed and stopped and the faults of the stand-ins are on, judged at the end. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Step } from '../../relay-service/src/jobs/steps.ts';
import { steps } from '../../relay-service/src/jobs/steps.ts';
import type { Aim } from './aim.ts';
import { everything } from './everything.ts';
import type { RoundsFigures } from './figures.ts';
import { judgeRounds } from './judge-rounds.ts';
import { playRound } from './play-round.ts';
import type { Stage } from './stage.ts';
import { openStage } from './stage.ts';
import { createTroubleMaker } from './troubles.ts';

export interface RoundsOptions {
  readonly rounds: number;
  /** PostgreSQL: two relays share it; SQLite and one relay otherwise. */
  readonly databaseUrl?: string;
  readonly report?: (line: string) => void;
  /** What happens in a round; every fault and every step in turn where absent. */
  readonly aim?: Aim;
  /** Name of what the relays go without. */
  readonly sabotage?: string;
  /** Folder for the relays' logs. */
  readonly logs?: string;
}

/** Runs the rounds and judges them. */
export const proveOnce = async (options: RoundsOptions): Promise<RoundsFigures> => {
  const { rounds, aim = everything, report = () => undefined } = options;
  const stage = await openStage({ ...options, ...aim });
  const trouble = createTroubleMaker(stage.world);
  const asked = new Map<string, string>();
  const started = Date.now();
  const timesOf = (times: (struck: Stage['struck'], step: Step) => number): Record<string, number> =>
    Object.fromEntries(steps.map((step) => [step, times(stage.struck, step)]));
  let slowest = 0;
  try {
    for (let round = 0; round < rounds; round++) {
      const { ms, words } = await playRound(stage, trouble, aim, round, asked);
      slowest = Math.max(slowest, ms);
      const left = ((Date.now() - started) / (round + 1)) * (rounds - round - 1);
      report(
        `  round ${String(round + 1)} of ${String(rounds)}: ${words}; ${String(Math.round(ms / 1000))} s, about ${String(Math.ceil(left / 60_000))} min left`,
      );
    }
    await pause(1000);
    return {
      rounds,
      asked: asked.size,
      ...judgeRounds(stage.world, asked),
      truth_seconds_max: Math.round(slowest / 100) / 10,
      steps_hit: timesOf(({ SIGKILL, SIGSTOP }, step) => (SIGKILL.get(step) ?? 0) + (SIGSTOP.get(step) ?? 0)),
      steps_killed: timesOf(({ SIGKILL }, step) => SIGKILL.get(step) ?? 0),
      steps_stopped: timesOf(({ SIGSTOP }, step) => SIGSTOP.get(step) ?? 0),
      faults_hit: trouble.hits(),
    };
  } finally {
    await stage.close();
  }
};
