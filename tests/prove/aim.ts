/** What a round aims at the relays. */
import type { Stage, StageOptions } from './stage.ts';
import type { Trouble } from './troubles.ts';

export interface Act {
  readonly troubles: readonly Trouble[];
  /** For the report. */
  readonly words: string;
  /** From the click on, beside the relays. */
  readonly during?: () => Promise<void>;
  /** Once everything is answered, or patience is at its end. */
  readonly after?: () => Promise<void>;
}
export interface Aim extends Pick<StageOptions, 'timeScale' | 'accessTokenMs'> {
  readonly invoicesInARound: number;
  /** The first invoice of each round is of a customer and of products that Xero has never seen. */
  readonly newToXero?: boolean;
  /** Each round has an invoice that is mailed, one with a credit note that is allocated to it, and a bill beside; a note in Xero's history says who sent what. */
  readonly effects?: boolean;
  /** A round that lasts longer has something left in doubt. */
  readonly patienceMs: number;
  readonly act: (stage: Stage, round: number, begin: (trouble: Trouble) => void) => Promise<Act> | Act;
}
