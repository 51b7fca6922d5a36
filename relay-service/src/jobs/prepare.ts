/** Commits the intent to send, or finds that there is nothing left to send. */
import type { XeroDocument } from '../core/document.ts';
import type { Addressee, Outcome } from '../core/outcome.ts';
import { describeAlreadySent, describeSent } from '../core/describe-outcome.ts';
import { preparePosting } from '../store/postings.ts';
import { postponeRequests } from '../store/requests.ts';
import type { PostingsTable } from '../store/schema.ts';
import { findByIds } from '../xero/find-documents.ts';
import { addresseeOf, receiptOf, refOf } from './addressee.ts';
import type { Ready } from './decide.ts';
import { knownItemCodes, withKnownItems } from './make-items.ts';
import type { AskedOfConnection } from './read-asked.ts';
import { refusalOf } from './refusal.ts';
import type { Services } from './services.ts';

/** A document with its committed intent. */
export interface ToSend {
  readonly addressee: Addressee;
  readonly posting: PostingsTable;
  readonly document: XeroDocument;
  /** As Xero will compute it, decimal text. */
  readonly total: string;
  readonly invoiceRowVersion: string;
  readonly requestRowVersion: string;
}

export interface Prepared {
  readonly toSend: readonly ToSend[];
  readonly answers: readonly Outcome[];
}

/** A request that must wait for another one of the same document is looked at again after this long. */
const BEHIND_ANOTHER_MS = 3_000;

const alreadySent = async (
  services: Services,
  work: AskedOfConnection,
  sent: readonly { readonly addressee: Addressee; readonly posting: PostingsTable }[],
): Promise<Outcome[]> => {
  if (sent.length === 0) return [];
  const documents = await findByIds(
    services.xero(work.stored),
    sent.flatMap(({ posting }) => refOf(posting) ?? []),
  );
  return sent.flatMap(({ addressee, posting }) => {
    const document = documents.find(({ id }) => id === posting.xero_document_id);
    if (!document) return [];
    // Posted, but Dynamics was never told: this is the answer that got lost on our side.
    const untold = posting.state === 'posted';
    return [
      {
        ...addressee,
        kind: 'sent' as const,
        document,
        receipt: untold ? receiptOf(posting) : null,
        message: untold ? describeSent(document) : describeAlreadySent(document),
      },
    ];
  });
};

/** Prepares a posting for each ready request; a document that exists already is answered, never sent again. */
export const prepare = async (services: Services, work: AskedOfConnection, ready: readonly Ready[]): Promise<Prepared> => {
  const { stored } = work;
  const toSend: ToSend[] = [];
  const sent: { addressee: Addressee; posting: PostingsTable }[] = [];
  const waiting: string[] = [];
  const answers: Outcome[] = [];
  const seen = new Set<string>();
  const known = await knownItemCodes(
    services,
    stored,
    ready.flatMap(({ mapped }) => mapped.items),
    work.connection.settings.createItems,
  );
  for (const { asked, mapped, documentFor } of ready) {
    const { request, invoice } = asked;
    const key = {
      tenantId: stored.tenant_id,
      organizationId: stored.environment.organization_id,
      invoiceId: invoice.id,
      documentKind: mapped.document.Type,
    };
    const posting = await preparePosting(services.ledger, key, { connectionId: stored.id, requestId: request.id });
    const addressee = addresseeOf(request, invoice, work.connection);
    if (posting.state === 'posted' || posting.state === 'told') sent.push({ addressee, posting });
    else if (posting.state !== 'prepared' || seen.has(invoice.id)) waiting.push(request.id);
    else {
      const document = documentFor(posting.id);
      if (document.verdict !== 'Ready') {
        answers.push(refusalOf(addressee, document.reasons));
        continue;
      }
      toSend.push({
        addressee,
        posting,
        document: withKnownItems(document.document, known),
        total: document.predicted.total,
        invoiceRowVersion: invoice.rowVersion,
        requestRowVersion: request.rowVersion,
      });
    }
    seen.add(invoice.id);
  }
  await postponeRequests(services.ledger, stored.environment_id, waiting, BEHIND_ANOTHER_MS);
  return { toSend, answers: [...answers, ...(await alreadySent(services, work, sent))] };
};
