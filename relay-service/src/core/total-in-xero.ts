/** Xero's own total beside the one that was worked out before sending: they tie, or the row names both. */
import { reason } from './causes.ts';
import type { Reason } from './document.ts';
import { parseAmount } from './money.ts';
import type { DocumentInXero } from './outcome.ts';

/**
 * What there is to say where Xero came to another total, as where a tax rate was changed there since it was read.
 * @param predicted decimal text
 */
export const totalDiffers = ({ total }: DocumentInXero, predicted: string): readonly Reason[] => {
  const [held, wanted] = [parseAmount(total), parseAmount(predicted)];
  if (held === null || wanted === null || held.equals(wanted)) return [];
  return [reason('XERO_TOTAL_DIFFERS', { total: held.toFixed(), wanted: wanted.toFixed() })];
};
