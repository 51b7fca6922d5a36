/** Commits the intent to send, or finds that there is nothing left to send. */
import type { XeroDocument } from '../core/document.ts';
import type { Addressee, Outcome } from '../core/outcome.ts';
import { preparePosting } from '../store/postings.ts';
import { postponeRequests } from '../store/requests.ts';
import type { PostingsTable } from '../store/schema.ts';
import { addresseeOf } from './addressee.ts';
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

/** Prepares a posting for each ready request; one whose document moved on since it was looked at waits for the next round. */
export const prepare = async (services: Services, work: AskedOfConnection, ready: readonly Ready[]): Promise<Prepared> => {
  const { stored } = work;
  const toSend: ToSend[] = [];
  const waiting: string[] = [];
  const answers: Outcome[] = [];
  const seen = new Set<string>();
  const known = await knownItemCodes(
    services,
    stored,
    ready.flatMap(({ mapped }) => mapped.items),
    work.connection.settings.createItems,
  );
  for (const { asked, mapped, documentFor, generation } of ready) {
    const { request, invoice } = asked;
    const key = {
      tenantId: stored.tenant_id,
      organizationId: stored.environment.organization_id,
      invoiceId: invoice.id,
      documentKind: mapped.document.Type,
    };
    const posting = await preparePosting(services.ledger, key, { connectionId: stored.id, requestId: request.id, generation });
    const addressee = addresseeOf(request, invoice, work.connection, stored);
    if (posting.state !== 'prepared' || seen.has(invoice.id)) waiting.push(request.id);
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
  return { toSend, answers };
};
