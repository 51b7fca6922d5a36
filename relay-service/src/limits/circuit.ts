/**
 * Whether an organisation is asked at all, as a machine of pure moves: opens where Xero does not answer and where the day is used up,
 * never on refusals; half-open is one probe (posting protocol, section 7).
 */
import { restMs } from '../core/retry-policy.ts';
import type { Parking } from '../store/lane-parking.ts';

/** `failures` in a row while calls go; the parking while none go. */
export type Circuit = { readonly state: 'closed'; readonly failures: number } | ({ readonly state: 'open' } & Parking);

export const closed: Circuit = { state: 'closed', failures: 0 };

/** One slow or lost answer is no outage. */
const FAILURES_TO_OPEN = 3;
/** Xero tells no time: asked again with one call after so long. */
const DAY_UNKNOWN_MS = 30 * 60_000;

/** The circuit of a parked lane. */
export const ofParking = (parking: Parking | null): Circuit => (parking === null ? closed : { state: 'open', ...parking });

/** @param timeScale divides the rests, in tests only */
export const openFor = (failures: number, now: number, random: number, timeScale: number): Circuit => ({
  state: 'open',
  cause: 'silence',
  failures,
  // The first rests are 20 seconds and up; a relay that hammers a system that is coming back keeps it from coming back.
  until: now + Math.ceil(restMs('xero-not-answering', { attempts: failures - 1, random }) / timeScale),
});

/** What a call came to. */
export interface Happened {
  readonly kind: 'answered' | 'silence' | 'day-limit';
  /** It was the one that tried whether Xero answers again. */
  readonly probe: boolean;
  readonly now: number;
  /** Until when, for the day's limit, where Xero tells it. */
  readonly until: number | null;
  readonly random: number;
  readonly timeScale: number;
}

/** The next state; the same one where nothing changes. */
export const afterCall = (circuit: Circuit, { kind, probe, now, until, random, timeScale }: Happened): Circuit => {
  if (kind === 'day-limit')
    return { state: 'open', cause: 'day', failures: 1, until: until ?? now + Math.ceil(DAY_UNKNOWN_MS / timeScale) };
  if (circuit.state === 'open') {
    // What was under way when it opened says nothing new; of silence an answer is the end all the same.
    if (kind === 'answered') return probe || circuit.cause === 'silence' ? closed : circuit;
    return probe ? openFor(circuit.failures + 1, now, random, timeScale) : circuit;
  }
  if (kind === 'answered') return circuit.failures === 0 ? circuit : closed;
  const failures = circuit.failures + 1;
  return failures < FAILURES_TO_OPEN ? { state: 'closed', failures } : openFor(failures, now, random, timeScale);
};
