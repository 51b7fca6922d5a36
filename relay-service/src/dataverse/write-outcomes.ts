/** Step 8 of the line: answers on the request, on Xero Details and in the history, all of them in one batch. */
import type { WriteRow } from '@stl3/solution';
import { details, detailsIdOf, history, idOf, request, requestState } from '@stl3/solution';
import type { Reason } from '../core/document.ts';
import type { Addressee, Outcome, Receipt } from '../core/outcome.ts';
import { RemoteError } from '../errors.ts';
import type { BatchOperation, BatchPart, BatchResult } from './batch.ts';
import type { DataverseClient } from './client.ts';
import { changesDetails, detailsIdentity, detailsRow, historyRow, requestRow, sendingRow } from './outcome-rows.ts';

const patch = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): BatchOperation => ({
  method: 'PATCH',
  path,
  body,
  headers,
});
const onlyIfThere = { 'If-Match': '*' } as const;

const requestPath = (id: string): string => `${request.setName}(${id})`;
const detailsPath = (id: string): string => `${details.setName}(${id})`;

// Rows of an invoice belong to the invoice's owner; a row that is there keeps the owner it has.
const ownedBy = (ownerId: string | null): object => (ownerId === null ? {} : { 'ownerid@odata.bind': `/systemusers(${ownerId})` });

const failed = ({ status, text }: BatchResult, what: string): RemoteError =>
  new RemoteError({
    code: 'DATAVERSE_REFUSED',
    system: 'Dataverse',
    message: `${what} could not be written: Dataverse answered ${String(status)}.`,
    status,
    executed: 'no',
    retryable: status === 429 || status >= 500,
    detail: text.slice(0, 500),
  });

/**
 * Marks requests as taken, so that people see that the relay has them.
 * @returns the new row versions by id; absent = gone, or somebody else has moved it on since it was read, which must not be undone
 */
export const takeRequests = async (
  client: DataverseClient,
  rows: readonly { readonly id: string; readonly rowVersion: string }[],
): Promise<Map<string, string>> => {
  const taken: WriteRow<typeof request> = { stl3_state: requestState.values.taken.value, stl3_takenon: new Date().toISOString() };
  const results = await client.batch(
    rows.map(({ id, rowVersion }) =>
      patch(`${requestPath(id)}?$select=stl3_state`, taken, { 'If-Match': rowVersion, Prefer: 'return=representation' }),
    ),
  );
  return new Map(
    rows.flatMap(({ id }, index): [string, string][] => {
      const version = results[index]?.body?.['@odata.etag'];
      return results[index]?.status === 200 && typeof version === 'string' ? [[id, version]] : [];
    }),
  );
};

/** Refuses a request that no connection serves; there is no invoice or document to write on. */
export const refuseUnserved = async (client: DataverseClient, id: string, cause: Reason): Promise<void> => {
  const refused: WriteRow<typeof request> = {
    stl3_state: requestState.values.refused.value,
    stl3_result: cause.message,
    stl3_cause: cause.code,
    stl3_remedy: cause.remedy,
    stl3_answeredon: new Date().toISOString(),
  };
  await client.batch([patch(requestPath(id), refused, onlyIfThere)]);
};

/** A document that is about to be sent. */
export interface Sending {
  readonly addressee: Addressee;
  readonly receipt: Receipt;
  readonly invoiceRowVersion: string;
  readonly requestRowVersion: string;
}

const announcement = ({ addressee, receipt, invoiceRowVersion, requestRowVersion }: Sending): BatchPart => {
  const id = detailsIdOf(addressee.invoiceId, addressee.connectorId);
  // Setting a column to what it is would make a new version of the invoice, so the fence reads it, and holds by the details row's intent.
  return {
    changeSet: [
      patch(detailsPath(id), { ...detailsIdentity(addressee), ...sendingRow(addressee, receipt), ...ownedBy(addressee.ownerId) }),
      patch(
        requestPath(addressee.requestId),
        { stl3_state: requestState.values.taken.value, stl3_result: `Sending (read at ${invoiceRowVersion})` } satisfies WriteRow<
          typeof request
        >,
        // A relay that was stopped for long must not write over what another one has answered meanwhile.
        { 'If-Match': requestRowVersion },
      ),
    ],
  };
};

/**
 * The fence (posting protocol, section 8): writes intent and "Sending" and checks that the invoice is still the one that was read.
 * @returns by request id. `changed`: read again; `gone`: the invoice or the request was deleted
 */
export const announceSending = async (
  client: DataverseClient,
  rows: readonly Sending[],
): Promise<Map<string, 'held' | 'changed' | 'gone'>> => {
  const results = await client.batch(
    rows.flatMap((row): BatchPart[] => [
      announcement(row),
      { method: 'GET', path: `invoices(${row.addressee.invoiceId})?$select=invoiceid` },
    ]),
  );
  return new Map(
    rows.map(({ addressee, invoiceRowVersion }, index) => {
      const announced = results[index * 2];
      const invoice = results[index * 2 + 1];
      if (announced?.status === 404 || invoice?.status === 404) return [addressee.requestId, 'gone'];
      if (announced?.status === 412) return [addressee.requestId, 'changed'];
      if (!announced || announced.status >= 400) throw failed(announced ?? { status: 0, body: null, text: '' }, 'The intent to send');
      return [addressee.requestId, invoice?.body?.['@odata.etag'] === invoiceRowVersion ? 'held' : 'changed'];
    }),
  );
};

const partsOf = (outcome: Outcome, now: string): BatchPart[] => {
  const id = detailsIdOf(outcome.invoiceId, outcome.connectorId);
  const invoiceGone = outcome.kind === 'refused' && outcome.reasons[0]?.code === 'INVOICE_GONE';
  // The key makes telling twice harmless: the same answer is the same row.
  const historyId = idOf(`history:${outcome.requestId}:${outcome.kind}`);
  return [
    ...(invoiceGone || !changesDetails(outcome)
      ? []
      : [patch(detailsPath(id), { ...detailsIdentity(outcome), ...detailsRow(outcome, now), ...ownedBy(outcome.ownerId) })]),
    ...(invoiceGone || outcome.kind === 'waiting'
      ? []
      : [patch(`${history.setName}(${historyId})`, { ...historyRow(outcome, id, now), ...ownedBy(outcome.ownerId) })]),
    patch(requestPath(outcome.requestId), requestRow(outcome, now), onlyIfThere),
  ];
};

/**
 * Writes answers. Repeating it changes nothing.
 * @returns by request id: `gone` where the request was deleted and nobody is left to tell
 * @throws {RemoteError} when an answer could not be written; it is to be told again
 */
export const writeOutcomes = async (client: DataverseClient, outcomes: readonly Outcome[]): Promise<Map<string, 'told' | 'gone'>> => {
  const now = new Date().toISOString();
  const parts = outcomes.map((outcome) => partsOf(outcome, now));
  const results = await client.batch(parts.flat());
  const told = new Map<string, 'told' | 'gone'>();
  let at = 0;
  outcomes.forEach((outcome, index) => {
    const own = results.slice(at, (at += parts[index]?.length ?? 0));
    const answer = own.at(-1);
    const wrong = own.find(({ status }) => status >= 400 && status !== 404);
    if (wrong) throw failed(wrong, 'An answer');
    told.set(outcome.requestId, answer?.status === 404 ? 'gone' : 'told');
  });
  await linkInvoices(client, outcomes);
  return told;
};

/** The invoice's lookup to Xero Details, for views; best effort, since paid and canceled invoices cannot be written. */
const linkInvoices = async (client: DataverseClient, outcomes: readonly Outcome[]): Promise<void> => {
  const sent = outcomes.filter(({ kind }) => kind === 'sent');
  await client.batch(
    sent.map(({ invoiceId, connectorId }) =>
      patch(
        `invoices(${invoiceId})`,
        { 'stl3_XeroDetailsId@odata.bind': `/${details.setName}(${detailsIdOf(invoiceId, connectorId)})` },
        onlyIfThere,
      ),
    ),
  );
};
