/** The decision over one asked invoice, ready to be made anew once its contact and its intent are known. */
import { dateInZone } from '../core/dates.ts';
import type { Mapped } from '../core/document.ts';
import type { CalendarDate } from '../core/invoice.ts';
import type { Resend } from '../core/mapping.ts';
import { toXeroDocument } from '../core/to-xero-document.ts';
import type { Candidate } from './earlier-documents.ts';
import type { AskedOfConnection } from './read-asked.ts';
import type { Services } from './services.ts';

/** Stands for the intent id while nothing is prepared. */
export const NO_INTENT = '00000000-0000-0000-0000-000000000000';

/** Today where the connection lives. */
export const todayOf = ({ ledger }: Services, { connection }: AskedOfConnection): CalendarDate => {
  const now = new Date(ledger.now()).toISOString();
  return dateInZone(now, connection.organisation.timeZone) ?? now.slice(0, 10);
};

/** What is known by now of the document's surroundings. */
export interface Seen {
  readonly contactId: string | null;
  readonly intentId?: string;
  readonly numbersTaken?: readonly string[];
}

/** Maps one invoice as often as more is known of it. */
export const mapper =
  (work: AskedOfConnection, asked: Candidate, resend: Resend | null, today: CalendarDate) =>
  ({ contactId, intentId = NO_INTENT, numbersTaken = [] }: Seen): Mapped =>
    toXeroDocument({
      invoice: asked.invoice,
      connection: work.connection,
      choices: asked.request.choices,
      requester: asked.requester,
      contactId,
      resend,
      intentId,
      numbersTaken,
      today,
      environmentUrl: work.stored.environment.origin,
    });
