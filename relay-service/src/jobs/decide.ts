/** Steps 5 and 6 of the line: requests become documents that are ready, or reasons why not. Nothing is sent. */
import { reason } from '../core/causes.ts';
import type { CalendarDate, Invoice } from '../core/invoice.ts';
import { dateInZone } from '../core/dates.ts';
import type { Mapped, Reason } from '../core/document.ts';
import { describeReady, describeRefusal } from '../core/describe-outcome.ts';
import type { Resend } from '../core/mapping.ts';
import type { Outcome } from '../core/outcome.ts';
import { toXeroDocument } from '../core/to-xero-document.ts';
import type { RequestRow } from '../dataverse/read-requests.ts';
import { addresseeOf } from './addressee.ts';
import { earlierDocuments } from './earlier-documents.ts';
import { contactsFor } from './find-contacts.ts';
import type { Asked, AskedOfConnection } from './read-asked.ts';
import { refreshDocuments } from './refresh-documents.ts';
import { refusalOf } from './refusal.ts';
import type { Services } from './services.ts';

/** A request whose document may be sent; `documentFor` maps it again once its intent id is known. */
export interface Ready {
  readonly asked: Asked & { readonly invoice: Invoice };
  readonly mapped: Extract<Mapped, { verdict: 'Ready' }>;
  readonly documentFor: (intentId: string) => Mapped;
  /** Above 1 where an earlier document is gone from Xero. */
  readonly generation: number;
}

export interface Decided {
  readonly ready: readonly Ready[];
  readonly answers: readonly Outcome[];
}

/** Stands for the intent id while nothing is prepared. */
const NO_INTENT = '00000000-0000-0000-0000-000000000000';

const verdictNames = { Ready: 'ready', Blocked: 'blocked', NeedsChoice: 'needsChoice' } as const;

const refused = (work: AskedOfConnection, { request, invoice }: Asked, reasons: readonly Reason[]): Outcome =>
  refusalOf(addresseeOf(request, invoice, work.connection), reasons);

const checked = (work: AskedOfConnection, { request, invoice }: Asked, mapped: Mapped): Outcome => {
  const reasons = mapped.verdict === 'Ready' ? [] : mapped.reasons;
  return {
    ...addresseeOf(request, invoice, work.connection),
    kind: 'checked',
    verdict: verdictNames[mapped.verdict],
    reasons,
    preview: JSON.stringify(mapped),
    message: mapped.verdict === 'Ready' ? describeReady(mapped.predicted) : describeRefusal(reasons),
  };
};

const mapper =
  (work: AskedOfConnection, asked: Ready['asked'], resend: Resend | null, contactId: string | null, today: CalendarDate) =>
  (intentId: string): Mapped =>
    toXeroDocument({
      invoice: asked.invoice,
      connection: work.connection,
      choices: asked.request.choices,
      requester: asked.requester,
      contactId,
      resend,
      intentId,
      today,
      environmentUrl: work.stored.environment.origin,
    });

const mayMakeContact = ({ action }: RequestRow): boolean => action === 'send';

/** Decides every request of a connection. */
export const decide = async (services: Services, work: AskedOfConnection): Promise<Decided> => {
  const now = new Date(services.ledger.now()).toISOString();
  const today = dateInZone(now, work.connection.organisation.timeZone) ?? now.slice(0, 10);
  const answers: Outcome[] = [];
  const candidates: Ready['asked'][] = [];
  const refresh: Asked[] = [];
  for (const asked of work.asked) {
    const { request, invoice } = asked;
    if (!invoice) answers.push(refused(work, asked, [reason('INVOICE_GONE')]));
    else if (request.action === 'refresh') refresh.push(asked);
    else if (request.action !== 'send' && request.action !== 'check') answers.push(refused(work, asked, [reason('ACTION_NOT_YET')]));
    else candidates.push({ ...asked, invoice });
  }
  answers.push(...(await refreshDocuments(services, work, refresh)));

  const earlier = await earlierDocuments(services, work, candidates);
  answers.push(...earlier.answers);

  // Mapped once without a contact, so that nothing is looked up or made in Xero for what is blocked anyway.
  const mapped = earlier.fresh.map(({ asked, resend }) => ({ asked, resend, first: mapper(work, asked, resend, null, today)(NO_INTENT) }));
  for (const { asked, first } of mapped)
    if (asked.request.action === 'check') answers.push(checked(work, asked, first));
    else if (first.verdict !== 'Ready') answers.push(refused(work, asked, first.reasons));

  const toSend = mapped.filter(({ asked, first }) => mayMakeContact(asked.request) && first.verdict === 'Ready');
  const contacts = await contactsFor(
    services,
    work,
    toSend.map(({ asked }) => asked),
  );
  const ready: Ready[] = [];
  for (const { asked, resend } of toSend) {
    const contact = contacts.get(asked.request.id);
    if (!contact) continue;
    if ('reason' in contact) {
      answers.push(refused(work, asked, [contact.reason]));
      continue;
    }
    const documentFor = mapper(work, asked, resend, contact.contactId, today);
    const document = documentFor(NO_INTENT);
    if (document.verdict === 'Ready') ready.push({ asked, mapped: document, documentFor, generation: resend?.generation ?? 1 });
    else answers.push(refused(work, asked, document.reasons));
  }
  return { ready, answers };
};
