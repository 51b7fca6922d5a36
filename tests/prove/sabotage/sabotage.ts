/** A relay that goes without one of its safeguards, and the faults that must then do harm. */
import type { Safeguards } from '../../../relay-service/src/jobs/safeguards.ts';
import type { Aim } from '../aim.ts';

export interface Sabotage {
  readonly home: 'SQLite' | 'PostgreSQL';
  readonly safeguards: Partial<Safeguards>;
  /** Rounds that are enough. */
  readonly rounds: number;
  readonly aim: Aim;
}
