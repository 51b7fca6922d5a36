/** Step 8 of the line: answers on the request, on Xero Details and in the history, all of them in one batch. */
import type { WriteRow } from '@stl3/solution';
import { details, detailsIdOf, history, request, requestState } from '@stl3/solution';
import type { Reason } from '../core/document.ts';
import type { Addressee, AsRead, Outcome, Receipt } from '../core/outcome.ts';
import type { ConnectorMark } from '../core/fence.ts';
import type { BatchOperation, BatchPart, BatchResult } from './batch.ts';
import type { DataverseClient } from './client.ts';
import { connectorMarkOf, markPath } from './connector-mark.ts';
import { changesDetails, detailsIdentity, detailsRow, historyIdOf, historyRow, requestRow, sendingRow } from './outcome-rows.ts';
import { ownedBy } from './owned-by.ts';
import { withUnlinkedDetails } from './unlinked-details.ts';
import { MANY, mayBeToldTogether, tellTogether } from './tell-together.ts';

const patch = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): BatchOperation => ({
  method: 'PATCH',
  path,
  body,
  headers,
});
const onlyIfThere = { 'If-Match': '*' } as const;
const onlyIfStill = (version: string | null) => (version === null ? { 'If-None-Match': '*' } : { 'If-Match': version });

const requestPath = (id: string): string => `${request.setName}(${id})`;
const detailsPath = (id: string): string => `${details.setName}(${id})`;

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
      const version = etagOf(results[index]);
      return results[index]?.status === 200 && version !== null ? [[id, version]] : [];
    }),
  );
};

/**
 * Refuses a request that no connection serves; there is no invoice or document to write on.
 * @param rowVersion only where the row is still this one
 * @returns `gone` as well where somebody else has moved it on since it was read
 */
export const refuseUnserved = async (client: DataverseClient, id: string, cause: Reason, rowVersion = '*'): Promise<Told> => {
  const refused: WriteRow<typeof request> = {
    stl3_state: requestState.values.refused.value,
    stl3_result: cause.message,
    stl3_cause: cause.code,
    stl3_remedy: cause.remedy,
    stl3_answeredon: new Date().toISOString(),
  };
  const [result] = await client.batch([patch(requestPath(id), refused, { 'If-Match': rowVersion })]);
  const status = result?.status ?? 0;
  if (status === 404 || status === 412) return 'gone';
  return status >= 200 && status < 300 ? 'told' : 'failed';
};

/** A document that is about to be sent. */
export interface Sending {
  readonly addressee: Addressee;
  readonly receipt: Receipt;
  readonly invoiceRowVersion: string;
  readonly requestRowVersion: string;
}

const announcement = ({ addressee, receipt, invoiceRowVersion, requestRowVersion }: Sending, withOwner: boolean): BatchPart => {
  const id = detailsIdOf(addressee.invoiceId, addressee.connectorId);
  // Setting a column to what it is would make a new version of the invoice, so the fence reads it, and holds by the details row's intent.
  return {
    changeSet: [
      patch(
        requestPath(addressee.requestId),
        { stl3_state: requestState.values.taken.value, stl3_result: `Sending (read at ${invoiceRowVersion})` } satisfies WriteRow<
          typeof request
        >,
        // A relay that was stopped for long must not write over what another one has answered meanwhile.
        { 'If-Match': requestRowVersion },
      ),
      // Last, for what a change set answers is its last row: the version by which it is known whether anything was written since.
      patch(
        `${detailsPath(id)}?$select=${details.primaryKey}`,
        { ...detailsIdentity(addressee), ...sendingRow(addressee, receipt), ...ownedBy(addressee, withOwner) },
        { Prefer: 'return=representation' },
      ),
    ],
  };
};

const etagOf = (result: BatchResult | undefined): string | null => {
  const version = result?.body?.['@odata.etag'];
  return typeof version === 'string' ? version : null;
};

/** The owner is the first suspect when a row was refused for another reason than its version or its being gone. */
const mayBeTheOwner = (status: number): boolean => status === 400 || status === 403 || status === 404;

/**
 * `failed`: nothing was written; it is to be tried again. `fenced`: the connector row is another relay's now. Rows that hold are known by
 * their versions from here on
 */
export type Announced = 'changed' | 'gone' | 'failed' | 'fenced' | { readonly held: AsRead };

/**
 * The fence (posting protocol, section 8): writes intent and "Sending" and checks that the invoice is still the one that was read.
 * @returns by request id. `changed`: read again; `gone`: the invoice or the request was deleted
 */
export const announceSending = async (
  client: DataverseClient,
  rows: readonly Sending[],
  isOurs: (mark: ConnectorMark) => boolean = () => true,
  withOwner = true,
): Promise<Map<string, Announced>> => {
  const [first] = rows;
  if (!first) return new Map();
  const parts = rows.flatMap((row): BatchPart[] => [
    announcement(row, withOwner),
    { method: 'GET', path: `invoices(${row.addressee.invoiceId})?$select=invoiceid` },
    { method: 'GET', path: `${requestPath(row.addressee.requestId)}?$select=stl3_state` },
  ]);
  // One look for the whole batch, behind the writes: whoever took over meanwhile has not seen them, or we see him.
  const all = await client.batch([...parts, { method: 'GET', path: markPath(first.addressee.connectorId) }]);
  const results = all.slice(0, -1);
  const mark = all.at(-1);
  if (mark?.status === 200 && mark.body && !isOurs(connectorMarkOf(mark.body)))
    return new Map(rows.map(({ addressee }) => [addressee.requestId, 'fenced']));
  const again: Sending[] = [];
  const answers = new Map(
    rows.map((row, index): [string, Announced] => {
      const { requestId } = row.addressee;
      const [announced, invoice, request] = results.slice(index * 3, index * 3 + 3);
      if (invoice?.status === 404 || request?.status === 404) return [requestId, 'gone'];
      if (announced?.status === 412) return [requestId, 'changed'];
      if (announced && announced.status < 400) {
        const held = { request: etagOf(request) ?? row.requestRowVersion, details: etagOf(announced) ?? '*' };
        return [requestId, etagOf(invoice) === row.invoiceRowVersion ? { held } : 'changed'];
      }
      if (withOwner && mayBeTheOwner(announced?.status ?? 0)) again.push(row);
      return [requestId, 'failed'];
    }),
  );
  if (again.length > 0)
    for (const [requestId, answer] of await announceSending(client, again, isOurs, false)) answers.set(requestId, answer);
  return answers;
};

const partsOf = (outcome: Outcome, now: string, withOwner: boolean): BatchPart[] => {
  const id = detailsIdOf(outcome.invoiceId, outcome.connectorId);
  const invoiceGone = outcome.kind === 'refused' && outcome.reasons[0]?.code === 'INVOICE_GONE';
  // A relay that was stopped for long must not say less than another one has answered meanwhile; what is in Xero is said over anything.
  const asRead = outcome.kind === 'sent' ? undefined : outcome.asRead;
  const rows = [
    ...(invoiceGone || !changesDetails(outcome)
      ? []
      : [
          patch(
            detailsPath(id),
            { ...detailsIdentity(outcome), ...detailsRow(outcome, now), ...ownedBy(outcome, withOwner) },
            asRead && onlyIfStill(asRead.details),
          ),
        ]),
    ...(invoiceGone || outcome.kind === 'waiting'
      ? []
      : [patch(`${history.setName}(${historyIdOf(outcome)})`, { ...historyRow(outcome, id, now), ...ownedBy(outcome, withOwner) })]),
    patch(requestPath(outcome.requestId), requestRow(outcome, now), asRead ? onlyIfStill(asRead.request) : onlyIfThere),
  ];
  return asRead && rows.length > 1 ? [{ changeSet: rows }] : rows;
};

/** `gone`: the request was deleted and nobody is left to tell; `failed`: it is read and told again */
export type Told = 'told' | 'gone' | 'failed';

const tell = async (client: DataverseClient, outcomes: readonly Outcome[], withOwner: boolean): Promise<Map<string, Told>> => {
  const now = new Date().toISOString();
  const parts = outcomes.map((outcome) => partsOf(outcome, now, withOwner));
  const results = await client.batch(parts.flat());
  const told = new Map<string, Told>();
  const again: Outcome[] = [];
  const unlinked: Outcome[] = [];
  let at = 0;
  outcomes.forEach((outcome, index) => {
    const of = parts[index] ?? [];
    const own = results.slice(at, (at += of.length));
    const answer = own.at(-1);
    const wrong = own.find(({ status }) => status >= 400);
    // A change set does not tell which of its rows is gone.
    if (answer?.status === 404 && !of.some((part) => 'changeSet' in part)) told.set(outcome.requestId, 'gone');
    else if (!answer || wrong) {
      told.set(outcome.requestId, 'failed');
      if (withOwner && wrong && mayBeTheOwner(wrong.status)) again.push(outcome);
      if (wrong?.status === 412) unlinked.push(outcome);
    } else told.set(outcome.requestId, 'told');
  });
  if (again.length > 0) for (const [requestId, answer] of await tell(client, again, false)) told.set(requestId, answer);
  const linkable = await withUnlinkedDetails(client, unlinked);
  if (linkable.length > 0) for (const [requestId, answer] of await tell(client, linkable, withOwner)) told.set(requestId, answer);
  return told;
};

/**
 * Writes answers. Repeating it changes nothing, and one that cannot be written stops no other.
 * @returns by request id
 * @throws {RemoteError} when Dataverse does not answer at all
 */
export const writeOutcomes = async (client: DataverseClient, outcomes: readonly Outcome[]): Promise<Map<string, Told>> => {
  const many = outcomes.filter(mayBeToldTogether);
  const now = new Date().toISOString();
  const together = many.length >= MANY && (await tellTogether(client, many, now)) ? many : [];
  const told = new Map<string, Told>(together.map(({ requestId }) => [requestId, 'told']));
  const alone = outcomes.filter((outcome) => !together.includes(outcome));
  for (const [requestId, answer] of await tell(client, alone, true)) told.set(requestId, answer);
  await linkInvoices(
    client,
    outcomes.filter(({ requestId }) => told.get(requestId) === 'told'),
  );
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
