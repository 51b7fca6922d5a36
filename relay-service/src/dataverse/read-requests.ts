/** Requests: rows that users created and the relay answers. */
import {
  invoiceType,
  lineAmountTypes,
  optionName,
  request as requestTable,
  requestAction,
  requestState,
  select,
  sendStatus,
} from '@stl3/solution';
import type { RequestChoices } from '../core/connection.ts';
import type { ActionName } from '../core/outcome.ts';
import type { DataverseClient } from './client.ts';
import type { Row } from './rows.ts';
import { lookupOf, textOf, wholeOf } from './rows.ts';

/** A request as the relay reads it. Only these columns are believed. */
export interface RequestRow {
  readonly id: string;
  /** Row version as read (`@odata.etag`). */
  readonly rowVersion: string;
  readonly action: ActionName;
  readonly state: keyof (typeof requestState)['values'];
  readonly invoiceId: string;
  readonly connectorId: string | null;
  readonly createdById: string;
  readonly createdOn: string | null;
  readonly choices: RequestChoices;
}

/** What is looked for in many rows: that there is a request, and whose. */
export type RequestArrival = Pick<RequestRow, 'id' | 'createdById' | 'createdOn'>;

const arrivalColumns = 'createdon,_createdby_value';

const arrivalOf = (row: Row): RequestArrival => ({
  id: (textOf(row, requestTable.primaryKey) ?? '').toLowerCase(),
  createdById: lookupOf(row, 'createdby') ?? '',
  createdOn: textOf(row, 'createdon'),
});

const columns = `${select(
  requestTable,
  'stl3_action',
  'stl3_state',
  '_stl3_invoiceid_value',
  '_stl3_connectorid_value',
  'stl3_invoicetype',
  'stl3_sendstatus',
  'stl3_lineamounttypes',
  '_stl3_brandingthemeid_value',
  'stl3_number',
  'stl3_sendemail',
  'stl3_date',
  'stl3_xerocontactid',
  'stl3_previewfingerprint',
)},${arrivalColumns}`;

const requestOf = (row: Row): RequestRow => ({
  ...arrivalOf(row),
  rowVersion: textOf(row, '@odata.etag') ?? '',
  action: optionName(requestAction, wholeOf(row, 'stl3_action')) ?? 'send',
  state: optionName(requestState, wholeOf(row, 'stl3_state')) ?? 'requested',
  invoiceId: lookupOf(row, 'stl3_invoiceid') ?? '',
  connectorId: lookupOf(row, 'stl3_connectorid'),
  choices: {
    type: optionName(invoiceType, wholeOf(row, 'stl3_invoicetype')) ?? null,
    status: optionName(sendStatus, wholeOf(row, 'stl3_sendstatus')) ?? null,
    lineAmountTypes: optionName(lineAmountTypes, wholeOf(row, 'stl3_lineamounttypes')) ?? null,
    brandingThemeId: lookupOf(row, 'stl3_brandingthemeid'),
    number: textOf(row, 'stl3_number'),
    sendEmail: row['stl3_sendemail'] === true,
    date: textOf(row, 'stl3_date'),
    xeroContactId: textOf(row, 'stl3_xerocontactid'),
    previewFingerprint: textOf(row, 'stl3_previewfingerprint'),
  },
});

/** Reads requests by id; those that are gone are absent. */
export const readRequests = async (client: DataverseClient, ids: readonly string[]): Promise<RequestRow[]> => {
  const results = await client.batch(
    [...new Set(ids)].map((id) => ({ method: 'GET', path: `${requestTable.setName}(${id})?$select=${columns}` })),
  );
  return results.flatMap(({ status, body, text }) => {
    if (status === 200 && body) return [requestOf(body)];
    if (status === 404) return [];
    throw new Error(`A request could not be read: Dataverse answered ${String(status)} ${text.slice(0, 300)}`);
  });
};

const findRows = async (client: DataverseClient, selected: string, filter: string, top: number): Promise<readonly Row[]> => {
  const { body } = await client.request({
    method: 'GET',
    path: `${requestTable.setName}?$select=${selected}&$filter=${encodeURIComponent(filter)}&$orderby=createdon asc&$top=${String(top)}`,
  });
  return (body?.['value'] ?? []) as readonly Row[];
};

const isRequested = `stl3_state eq ${String(requestState.values.requested.value)}`;

/** Whether the same person was refused with this very question about the invoice before. */
export const wasAskedBefore = async (
  client: DataverseClient,
  { invoiceId, createdById }: Pick<RequestRow, 'invoiceId' | 'createdById'>,
  fingerprint: string,
): Promise<boolean> => {
  const filter = [
    `_stl3_invoiceid_value eq ${invoiceId}`,
    `_createdby_value eq ${createdById}`,
    `stl3_previewfingerprint eq '${fingerprint}'`,
    `stl3_state eq ${String(requestState.values.refused.value)}`,
  ].join(' and ');
  return (await findRows(client, arrivalColumns, filter, 1)).length > 0;
};

/** Requests that wait for the relay, whole, oldest first. */
export const findRequested = async (client: DataverseClient, top: number): Promise<RequestRow[]> =>
  (await findRows(client, columns, isRequested, top)).map(requestOf);

/** That requests wait for the relay, oldest first. */
export const findArrived = async (client: DataverseClient, top: number): Promise<RequestArrival[]> =>
  (await findRows(client, arrivalColumns, isRequested, top)).map(arrivalOf);

/** Requests that have been Taken since before an instant and were not answered, oldest first. */
export const findTakenBefore = async (client: DataverseClient, before: Date, top: number): Promise<RequestArrival[]> => {
  const filter = `stl3_state eq ${String(requestState.values.taken.value)} and modifiedon lt ${before.toISOString()}`;
  return (await findRows(client, arrivalColumns, filter, top)).map(arrivalOf);
};
