/** Numbers of documents that are sent together: Xero would take one of two that have the same, so the other is refused by name. */
import type { XeroDocument } from './document.ts';
import { documentKinds, kindOfType } from './document-kinds.ts';
import { foldedNumber } from './document-number.ts';

export interface NumberedInBatch {
  readonly requestId: string;
  /** When it was asked for, ISO 8601; whoever asked first has the number. */
  readonly askedAt: string | null;
  readonly invoiceId: string;
  /** How people call the invoice. */
  readonly invoiceName: string;
  readonly document: XeroDocument;
}

/** A number that another invoice of the batch has. */
export interface ReservedNumber {
  readonly number: string;
  /** Name of the invoice that has it. */
  readonly other: string;
}

const numberOf = ({ Type, InvoiceNumber }: XeroDocument): string | undefined =>
  documentKinds[kindOfType(Type)].numberUnique ? InvoiceNumber : undefined;

const orderOf = ({ askedAt, requestId }: NumberedInBatch): string => `${askedAt ?? ''} ${requestId}`;

/** @returns by request id, for those whose number another invoice of the batch was sent with first */
export const reservedNumbers = (batch: readonly NumberedInBatch[]): ReadonlyMap<string, ReservedNumber> => {
  const holders = new Map<string, NumberedInBatch>();
  const reserved = new Map<string, ReservedNumber>();
  for (const each of batch.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))) {
    const number = numberOf(each.document);
    if (number === undefined) continue;
    const key = `${each.document.Type} ${foldedNumber(number)}`;
    const holder = holders.get(key) ?? each;
    holders.set(key, holder);
    if (holder.invoiceId !== each.invoiceId) reserved.set(each.requestId, { number, other: holder.invoiceName });
  }
  return reserved;
};
