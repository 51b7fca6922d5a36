/** Numbers that look drawn by chance and are the same on every machine. */
export interface Draw {
  /** Whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  pick<T>(of: readonly T[]): T;
  chance(percent: number): boolean;
}

/** A linear congruential generator (Numerical Recipes' constants). */
export const createDraw = (seed: number): Draw => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    whole,
    pick: (of) => {
      const [picked] = of.slice(whole(0, of.length - 1));
      if (picked === undefined) throw new Error('There is nothing to pick from.');
      return picked;
    },
    chance: (percent) => next() * 100 < percent,
  };
};
