/**
 * Which invoices are due to be sent without a click. What was there before automatic sending was switched on is left to the button: an
 * invoice whose own date lies before that day, or, where no date of its own says when it is due, that was made before.
 */
import type { Organisation, Settings } from './connection.ts';
import { dateInZone } from './dates.ts';
import { datesOfSource } from './document-date.ts';
import type { Instant, Invoice } from './invoice.ts';

/** What sends: the date that arrives, or a status reason of the invoice. */
export type Trigger = { readonly kind: 'dateArrives' } | { readonly kind: 'atStatus'; readonly status: number };

/** Automatic sending of one connection at a moment. */
export interface AutomaticSending {
  readonly trigger: Trigger;
  readonly settings: Pick<Settings, 'dateSource' | 'todayIfEmpty'>;
  readonly organisation: Pick<Organisation, 'timeZone'>;
  /** When it was switched on. */
  readonly since: Instant;
  readonly now: Instant;
}

/** What of an invoice says whether it is due. */
export interface Candidate extends Pick<Invoice, 'id' | 'name' | 'createdOn' | 'dateDelivered' | 'columnDate'> {
  /** Its status reason. */
  readonly status: number | null;
}

const isMadeSince = ({ since }: AutomaticSending, { createdOn }: Candidate): boolean =>
  createdOn !== null && Date.parse(createdOn) >= Date.parse(since);

const isDateHere = (sending: AutomaticSending, invoice: Candidate): boolean => {
  const { settings, organisation, since, now } = sending;
  const [first, today] = [since, now].map((instant) => dateInZone(instant, organisation.timeZone));
  if (!first || !today) return false;
  const dates = datesOfSource({ invoice, today, connection: { settings, organisation } });
  if (dates === null) return settings.todayIfEmpty && isMadeSince(sending, invoice);
  // The day that it was made, or any day: no date of its own keeps an old one back.
  if (settings.dateSource === 'createdOn' || settings.dateSource === 'today') return isMadeSince(sending, invoice);
  // One that may mean several days is asked for once all are here, and somebody is told to say which.
  return dates.length > 0 && dates.every((date) => first <= date && date <= today);
};

/** Whether an invoice is to be sent now. */
export const isDue = (sending: AutomaticSending, invoice: Candidate): boolean =>
  sending.trigger.kind === 'atStatus'
    ? invoice.status === sending.trigger.status && isMadeSince(sending, invoice)
    : isDateHere(sending, invoice);
