/** The answer that refuses, worded once for every step that may. */
import { describeRefusal } from '../core/describe-outcome.ts';
import type { Reason } from '../core/document.ts';
import type { Addressee, Outcome } from '../core/outcome.ts';

/** An answer that says no. */
export type Refusal = Extract<Outcome, { kind: 'refused' }>;

/** @param xeroError Xero's own words, where Xero refused */
export const refusalOf = (addressee: Addressee, reasons: readonly Reason[], xeroError: string | null = null): Refusal => ({
  ...addressee,
  kind: 'refused',
  reasons,
  xeroError,
  message: describeRefusal(reasons),
});
