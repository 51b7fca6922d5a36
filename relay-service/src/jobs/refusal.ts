/** The answer that refuses, worded once for every step that may. */
import { describeRefusal } from '../core/describe-outcome.ts';
import type { Reason } from '../core/document.ts';
import type { Addressee, Outcome } from '../core/outcome.ts';

/** @param xeroError Xero's own words, where Xero refused */
export const refusalOf = (addressee: Addressee, reasons: readonly Reason[], xeroError: string | null = null): Outcome => ({
  ...addressee,
  kind: 'refused',
  reasons,
  xeroError,
  message: describeRefusal(reasons),
});
