/** What was done with a document in Xero since it was approved. */
import { isCreditNote } from './document-kinds.ts';
import type { Decimal } from './money.ts';
import { amountOrZero } from './money.ts';
import type { DocumentInXero } from './outcome.ts';

/** Payments and credits on an invoice; of a credit note what is allocated. */
export const usedAmount = ({ type, total, paid, credited, due }: DocumentInXero): Decimal =>
  isCreditNote(type) ? amountOrZero(total).minus(amountOrZero(due)) : amountOrZero(paid).plus(amountOrZero(credited));
