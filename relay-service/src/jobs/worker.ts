/**
 * Keeps the relay at work. Once a second it is looked where there is work, in a few queries for all environments together. Each environment
 * has duties that do not wait for one another: clicks, bulk, effects, polls, automatic sending and upkeep; of a duty several rounds may run side by
 * side, so that one reads while another sends. Woken at once by a webhook, else by the clock.
 */
import { restMs } from '../core/retry-policy.ts';
import type { EnvironmentsTable } from '../store/schema.ts';
import type { Log } from './services.ts';
import type { DutyName } from './work-at-hand.ts';

/** One kind of work for an environment. */
export interface Duty {
  readonly name: DutyName;
  /** Most rounds at a time for one environment. */
  readonly abreast: number;
  /** A request that arrives wakes it. */
  readonly wakes: boolean;
  /**
   * Must be safe to repeat after any failure.
   * @param another to be called once the round has its work in hand: a further round may look for more
   * @returns milliseconds until the next round may begin, were nobody to wake the worker; with 0 it begins at once, else if work is found
   */
  readonly round: (environment: EnvironmentsTable, another: () => void) => Promise<number>;
}

export interface Worker {
  start(): void;
  /** Something was recorded; the environment's rounds run as soon as they can. Without an environment: those of all. */
  wake(environmentId?: string): void;
  /** Lets running rounds end, starts no further one. */
  stop(): Promise<void>;
}

const LOOK_FOR_WORK_MS = 1_000;
/**
 * Of what no person waits for, so many rounds at least begin in a second, and one for every fourth environment where that is more: a relay
 * that starts asks a thousand environments, but not all at once.
 */
const UNHURRIED = 50;

interface Seat {
  readonly running: Set<Promise<void>>;
  /** No round begins sooner unless it is woken. */
  dueAt: number;
  /** The last round asked for another, whether or not work is found. */
  goesOn: boolean;
  woken: boolean;
}

/**
 * @param environments those that the relay serves, asked anew about every second
 * @param workAtHand where there is work of each kind, asked as often
 */
export const createWorker = (
  log: Log,
  environments: () => Promise<readonly EnvironmentsTable[]>,
  workAtHand: (living: readonly EnvironmentsTable[]) => Promise<Readonly<Record<DutyName, ReadonlySet<string>>>>,
  duties: readonly Duty[],
): Worker => {
  const seats = new Map<string, readonly { readonly duty: Duty; readonly seat: Seat }[]>();
  let living: readonly EnvironmentsTable[] = [];
  let livingIds: ReadonlySet<string> = new Set();
  let lookedAt = -Infinity;
  /** Who was passed over for want of places comes first in the next look. */
  let turn = 0;
  let timer: NodeJS.Timeout | null = null;
  let looking = false;
  let lastLook: Promise<void> = Promise.resolve();
  let stopped = false;

  const seatsOf = (id: string): readonly { readonly duty: Duty; readonly seat: Seat }[] => {
    const known =
      seats.get(id) ?? duties.map((duty) => ({ duty, seat: { running: new Set<Promise<void>>(), dueAt: 0, goesOn: false, woken: false } }));
    seats.set(id, known);
    return known;
  };

  const runRound = async (environment: EnvironmentsTable, duty: Duty, seat: Seat): Promise<void> => {
    seat.woken = false;
    seat.goesOn = false;
    seat.dueAt = Infinity;
    const another = (): void => {
      seat.woken = true;
      schedule();
    };
    try {
      const untilNextMs = await duty.round(environment, another);
      seat.goesOn = untilNextMs === 0;
      seat.dueAt = Date.now() + untilNextMs;
    } catch (problem) {
      log.error({ err: problem, environment: environment.id, duty: duty.name }, 'a round failed; it is tried again in a few seconds');
      seat.dueAt = Date.now() + restMs('round-failed');
    }
  };

  const startRound = (environment: EnvironmentsTable, duty: Duty, seat: Seat): void => {
    const round = runRound(environment, duty, seat).finally(() => {
      seat.running.delete(round);
      schedule();
    });
    seat.running.add(round);
  };

  const isFree = ({ duty, seat }: { readonly duty: Duty; readonly seat: Seat }): boolean => seat.running.size < duty.abreast;

  const findWork = async (): Promise<Awaited<ReturnType<typeof workAtHand>> | null> => {
    const strangers = [...seats.keys()].some((id) => !livingIds.has(id));
    if (!strangers && performance.now() - lookedAt < LOOK_FOR_WORK_MS) return null;
    living = await environments();
    lookedAt = performance.now();
    livingIds = new Set(living.map(({ id }) => id));
    // Seats that nobody serves any more would be due for ever.
    for (const [id, own] of seats) if (!livingIds.has(id) && own.every(({ seat }) => seat.running.size === 0)) seats.delete(id);
    return workAtHand(living);
  };

  const look = async (): Promise<void> => {
    const work = await findWork();
    if (stopped) return;
    let places = Math.max(UNHURRIED, living.length / 4);
    let passedOver: number | null = null;
    const inTurn = [...living.keys()].map((index) => (index + turn) % living.length);
    for (const at of inTurn) {
      const environment = living[at];
      if (!environment) continue;
      for (const each of seatsOf(environment.id)) {
        const { duty, seat } = each;
        if (!isFree(each)) continue;
        const rested = seat.dueAt <= Date.now();
        const found = rested && work?.[duty.name].has(environment.id) === true;
        if (seat.woken || (rested && seat.goesOn) || (found && duty.wakes)) startRound(environment, duty, seat);
        else if (found && places > 0) {
          places -= 1;
          startRound(environment, duty, seat);
        } else if (found) passedOver ??= at;
      }
    }
    if (work) turn = passedOver ?? 0;
  };

  const nextLookMs = (): number => {
    for (const own of seats.values())
      for (const each of own) if (isFree(each) && (each.seat.woken || (each.seat.goesOn && each.seat.dueAt <= Date.now()))) return 0;
    return Math.max(0, LOOK_FOR_WORK_MS - (performance.now() - lookedAt));
  };

  const lookAndGoOn = async (): Promise<void> => {
    looking = true;
    let rest = 0;
    try {
      await look();
    } catch (problem) {
      log.error({ err: problem }, 'the ledger could not be read');
      rest = restMs('ledger-unreadable');
    }
    looking = false;
    schedule(rest);
  };

  const schedule = (atLeastMs = 0): void => {
    if (stopped || looking) return;
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => void (lastLook = lookAndGoOn()), Math.max(atLeastMs, nextLookMs()));
  };

  return {
    start: () => schedule(),
    wake: (environmentId) => {
      const woken = environmentId === undefined ? [...seats.values()].flat() : seatsOf(environmentId);
      for (const { duty, seat } of woken) seat.woken ||= duty.wakes;
      schedule();
    },
    stop: async () => {
      stopped = true;
      if (timer) clearTimeout(timer);
      await lastLook;
      await Promise.all([...seats.values()].flat().flatMap(({ seat }) => [...seat.running]));
    },
  };
};
