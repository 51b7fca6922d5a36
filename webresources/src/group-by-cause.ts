import type { GridOutcome } from './summary.ts';

/** Invoices that one and the same thing stands in the way of. */
export interface CauseGroup {
  /** What happened, as the first of them was told. */
  readonly reason: string;
  /** What to do about it; empty where nothing was said. */
  readonly remedy: string;
  /** Where it is mended; null where there is no such place or each invoice has its own. */
  readonly link: string | null;
  readonly outcomes: readonly GridOutcome[];
}

const alike = <T>(values: readonly T[]): T | undefined => (new Set(values).size === 1 ? values[0] : undefined);

/** Groups by the relay's cause, by the words where there is none; the largest group comes first, equals in the order of the selection. */
export const groupByCause = (outcomes: readonly GridOutcome[]): readonly CauseGroup[] => {
  const groups = new Map<string, GridOutcome[]>();
  for (const outcome of outcomes) {
    const key = outcome.cause ?? outcome.reason;
    groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  return [...groups.values()]
    .map((group) => ({
      reason: group[0]?.reason ?? '',
      remedy: group[0]?.remedy ?? '',
      link: alike(group.map(({ link }) => link)) ?? null,
      outcomes: group,
    }))
    .sort((left, right) => right.outcomes.length - left.outcomes.length);
};
