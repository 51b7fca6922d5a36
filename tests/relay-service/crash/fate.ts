/**
 * When a relay dies. Every point at which it leaves a trace (a commit of its ledger, a write to Xero or Dynamics) and every named step is
 * met in turn; it dies right before one or right after it, and whatever it tries from then on fails, as nothing is done by who is dead.
 */

/** A point by its name and how often the name was met, so that a second run finds it again. */
export interface Death {
  readonly point: string;
  readonly side: 'before' | 'after';
}

/** What a relay that has died meets wherever it turns. */
export class Died extends Error {
  constructor() {
    super('The relay has died.');
  }
}

export interface Fate {
  isDead(): boolean;
  /** For what leaves no trace: only the living may. */
  live(): void;
  /** Passes a point. @param name of what leaves the trace */
  pass<Result>(name: string, act: () => Promise<Result> | Result): Promise<Result>;
}

/** Told of each point once it is passed; `true` = it dies there. */
export type Watch = (point: string) => Promise<boolean>;

/** @param watch in place of a death that is known beforehand, or beside it */
export const createFate = (death: Death | null, watch: Watch = () => Promise.resolve(false)): Fate => {
  const met = new Map<string, number>();
  let dead = false;
  const live = (): void => {
    if (dead) throw new Died();
  };
  const dieAt = (point: string, side: Death['side']): void => {
    if (death?.point === point && death.side === side) dead = true;
    live();
  };
  return {
    isDead: () => dead,
    live,
    pass: async (name, act) => {
      live();
      met.set(name, (met.get(name) ?? 0) + 1);
      const point = `${name} ${String(met.get(name))}`;
      dieAt(point, 'before');
      const result = await act();
      dieAt(point, 'after');
      if (await watch(point)) dead = true;
      live();
      return result;
    },
  };
};
