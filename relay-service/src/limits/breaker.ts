/** The circuit of one organisation at work: in memory for each call, in the ledger for other relays and for a successor. */
import type { LaneMemory } from './lane-memory.ts';
import type { Parking } from '../store/lane-parking.ts';
import type { Circuit, Happened } from './circuit.ts';
import { afterCall, closed, ofParking } from './circuit.ts';

export interface Breaker {
  readonly circuit: Circuit;
  /** Milliseconds of the ledger's clock until a probe may go; 0 = closed, or it may go now. */
  waitMs(): number;
  /** What the ledger says, where it is newer than what is known here. */
  adopt(parking: Parking | null): void;
  /** Takes the one probe. False where another relay has it or has found out; then the ledger is read again. */
  takeProbe(): Promise<boolean>;
  happened(what: Pick<Happened, 'kind' | 'probe' | 'until'>): void;
}

export interface BreakerOptions {
  readonly memory: LaneMemory | null;
  readonly now: () => number;
  readonly random: () => number;
  readonly timeScale: number;
  /** Told when the ledger could not be written; the circuit works on here. */
  readonly onProblem: (problem: unknown) => void;
}

/** A circuit that is closed until the ledger or a call says otherwise. */
export const createBreaker = ({ memory, now, random, timeScale, onProblem }: BreakerOptions): Breaker => {
  let circuit: Circuit = closed;
  /** What is being written is newer than what is read meanwhile. */
  let writing = 0;
  const write = (): void => {
    if (!memory) return;
    writing += 1;
    const parking = circuit.state === 'open' ? { cause: circuit.cause, until: circuit.until, failures: circuit.failures } : null;
    memory
      .park(parking)
      .catch(onProblem)
      .finally(() => (writing -= 1));
  };
  const adopt = (parking: Parking | null): void => {
    if (writing > 0) return;
    // Failures that were counted here and not yet told stay.
    if (parking !== null || circuit.state === 'open') circuit = ofParking(parking);
  };
  return {
    get circuit() {
      return circuit;
    },
    waitMs: () => (circuit.state === 'open' ? Math.max(0, circuit.until - now()) : 0),
    adopt,
    takeProbe: async () => {
      if (!memory) return true;
      if (await memory.takeProbe()) return true;
      adopt(await memory.parking());
      return false;
    },
    happened: (what) => {
      const before = circuit;
      circuit = afterCall(circuit, { ...what, now: now(), random: random(), timeScale });
      if (circuit !== before && (circuit.state === 'open' || before.state === 'open')) write();
    },
  };
};
