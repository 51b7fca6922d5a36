/** What rounds end with. */
import type { RoundsJudgement } from './judge-rounds.ts';

export interface RoundsFigures extends RoundsJudgement {
  readonly rounds: number;
  readonly asked: number;
  /** Longest wait between a click and its final answer. */
  readonly truth_seconds_max: number;
  /** How often a relay was killed or stopped there. */
  readonly steps_hit: Readonly<Record<string, number>>;
  /** Of these by SIGKILL. */
  readonly steps_killed: Readonly<Record<string, number>>;
  /** Of these by SIGSTOP, to go on later. */
  readonly steps_stopped: Readonly<Record<string, number>>;
  readonly faults_hit: Readonly<Record<string, number>>;
}

/** Everything that must be nought. */
export const badCounts = (figures: RoundsFigures): number =>
  figures.duplicates + figures.lost + figures.in_doubt_left + figures.refused_falsely + figures.rows_untrue + figures.effects_doubled;

/** Whether nothing was doubled, lost, left open or told wrongly. */
export const held = (figures: RoundsFigures): boolean => figures.posted === figures.asked && badCounts(figures) === 0;
