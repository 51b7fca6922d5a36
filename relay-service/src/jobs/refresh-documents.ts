/** Reads what Xero holds of documents that were sent, because somebody asked for it. */
import { reason } from '../core/causes.ts';
import { describeAlreadySent } from '../core/describe-outcome.ts';
import type { Outcome } from '../core/outcome.ts';
import { findByIds } from '../xero/find-documents.ts';
import { addresseeOf, refOf } from './addressee.ts';
import { latestPostings, withoutThoseOnTheirWay } from './latest-postings.ts';
import type { Asked, AskedOfConnection } from './read-asked.ts';
import { refusalOf } from './refusal.ts';
import type { Services } from './services.ts';

/** Answers Refresh requests. An invoice that was never sent is refused by name. */
export const refreshDocuments = async (services: Services, work: AskedOfConnection, asked: readonly Asked[]): Promise<Outcome[]> => {
  const { stored } = work;
  const rest = await withoutThoseOnTheirWay(services, stored, asked);
  if (rest.length === 0) return [];
  const postings = await latestPostings(
    services,
    stored,
    rest.map(({ request }) => request.invoiceId),
  );
  const documents = await findByIds(
    services.xero(stored),
    [...postings.values()].flatMap((posting) => refOf(posting) ?? []),
  );
  return rest.map(({ request, invoice, requester }) => {
    const addressee = addresseeOf(request, invoice, work.connection, stored);
    const document = documents.find(({ id }) => id === postings.get(request.invoiceId)?.xero_document_id);
    if (document && requester.mayRead)
      return { ...addressee, kind: 'sent', document, receipt: null, message: describeAlreadySent(document) };
    const cause = reason(requester.mayRead ? 'NOT_IN_XERO' : 'NO_RIGHT_TO_INVOICE');
    return refusalOf(addressee, [cause]);
  });
};
