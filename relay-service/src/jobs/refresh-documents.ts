/** Reads what Xero holds of documents that were sent, because somebody asked for it. */
import { reason } from '../core/causes.ts';
import { describeAlreadySent } from '../core/describe-outcome.ts';
import type { Outcome } from '../core/outcome.ts';
import { findPostingsOfInvoice } from '../store/postings.ts';
import { findByIds } from '../xero/find-documents.ts';
import { addresseeOf, refOf } from './addressee.ts';
import type { Asked, AskedOfConnection } from './read-asked.ts';
import { refusalOf } from './refusal.ts';
import type { Services } from './services.ts';

/** Answers Refresh requests. An invoice that was never sent is refused by name. */
export const refreshDocuments = async (services: Services, work: AskedOfConnection, asked: readonly Asked[]): Promise<Outcome[]> => {
  if (asked.length === 0) return [];
  const { stored } = work;
  const postings = await Promise.all(
    asked.map(async ({ request }) => {
      const all = await findPostingsOfInvoice(services.ledger, {
        tenantId: stored.tenant_id,
        organizationId: stored.environment.organization_id,
        invoiceId: request.invoiceId,
      });
      return all.find(({ xero_document_id }) => xero_document_id !== null);
    }),
  );
  const documents = await findByIds(
    services.xero(stored),
    postings.flatMap((posting) => (posting ? (refOf(posting) ?? []) : [])),
  );
  return asked.map(({ request, invoice, requester }, index) => {
    const addressee = addresseeOf(request, invoice, work.connection);
    const document = documents.find(({ id }) => id === postings[index]?.xero_document_id);
    if (document && requester.mayRead)
      return { ...addressee, kind: 'sent', document, receipt: null, message: describeAlreadySent(document) };
    const cause = reason(requester.mayRead ? 'NOT_IN_XERO' : 'NO_RIGHT_TO_INVOICE');
    return refusalOf(addressee, [cause]);
  });
};
