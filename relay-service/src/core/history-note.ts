/** The note that a document's history in Xero gets: from where it came, and who sent it. */
import type { Instant } from './invoice.ts';
import { cutWithMark, oneLine } from './text.ts';

/** Longest note that Xero takes ("History and Notes", Xero developer documentation). */
export const MAX_NOTE = 2500;

export interface NoteFacts {
  /** Name of the person who sent it; null where Dynamics does not say. */
  readonly requester: string | null;
  readonly invoiceNumber: string | null;
  readonly invoiceName: string | null;
  /** The invoice's page in Dynamics. */
  readonly link: string;
  readonly requestedAt: Instant | null;
}

/** "Sent from Dynamics 365 by Ann Other on 2026-11-24: invoice INV-01000 (40 hours of consulting). https://…" */
export const historyNote = ({ requester, invoiceNumber, invoiceName, link, requestedAt }: NoteFacts): string => {
  const by = oneLine(requester) === '' ? '' : ` by ${oneLine(requester)}`;
  const on = requestedAt === null ? '' : ` on ${requestedAt.slice(0, 10)}`;
  const names = [oneLine(invoiceNumber), oneLine(invoiceName)].filter(Boolean);
  const [first = '', second] = [...new Set(names)];
  const which = `${first === '' ? '' : `: invoice ${first}`}${second === undefined ? '' : ` (${second})`}`;
  const end = `. ${link}`;
  return cutWithMark(`Sent from Dynamics 365${by}${on}${which}`, MAX_NOTE - end.length) + end;
};
