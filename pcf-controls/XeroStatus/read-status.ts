import type { SelectName, details, request } from '@stl3/solution';
import type { DetailsRow, RequestRow, StatusRows, Subject } from './status-rows.ts';

/** The one verb of the platform's Web API that the control needs. */
export interface RowReader {
  retrieveMultipleRecords(table: string, options: string): Promise<{ readonly entities: readonly object[] }>;
}

// The tables are used as types alone, so that the bundle holds none of their labels and descriptions.
const detailsTable: (typeof details)['logicalName'] = 'stl3_xerodetails';
const requestTable: (typeof request)['logicalName'] = 'stl3_xerorequest';
const detailsColumns: readonly SelectName<typeof details>[] = [
  'stl3_exportstate',
  'stl3_message',
  'stl3_remedylink',
  'stl3_number',
  'stl3_xerostatus',
  'stl3_xerolink',
  'stl3_date',
  'stl3_duedate',
  'stl3_currencycode',
  'stl3_total',
  'stl3_due',
  'stl3_verdict',
  'stl3_organisationname',
  '_stl3_invoiceid_value',
];
const requestColumns: readonly SelectName<typeof request>[] = [
  'stl3_action',
  'stl3_state',
  'stl3_result',
  'stl3_remedy',
  'stl3_remedylink',
  'stl3_answeredon',
];

type DetailsWithInvoice = DetailsRow & { readonly _stl3_invoiceid_value?: string | null };

const readDetails = async (api: RowReader, subject: Subject): Promise<DetailsWithInvoice | null> => {
  const key = subject.table === 'invoice' ? '_stl3_invoiceid_value' : `${detailsTable}id`;
  const options = `?$select=${detailsColumns.join(',')},modifiedon&$filter=${key} eq ${subject.id}&$orderby=modifiedon desc&$top=1`;
  const found = await api.retrieveMultipleRecords(detailsTable, options);
  return (found.entities as readonly DetailsWithInvoice[])[0] ?? null;
};

const readRequest = async (api: RowReader, invoiceId: string): Promise<RequestRow | null> => {
  const options = `?$select=${requestColumns.join(',')},createdon&$filter=_stl3_invoiceid_value eq ${invoiceId}&$orderby=createdon desc&$top=1`;
  const found = await api.retrieveMultipleRecords(requestTable, options);
  return (found.entities as readonly RequestRow[])[0] ?? null;
};

/**
 * Reads what Dataverse holds about an invoice's way to Xero.
 * The request comes first: the relay writes both together, so Details read after an answered request are its answer,
 * while the other order could rest on Details from just before.
 */
export const readStatus = async (api: RowReader, subject: Subject): Promise<StatusRows> => {
  if (subject.table === 'invoice') {
    const newest = await readRequest(api, subject.id);
    return { request: newest, details: await readDetails(api, subject) };
  }
  const row = await readDetails(api, subject);
  const invoiceId = row?._stl3_invoiceid_value ?? null;
  if (invoiceId === null) return { request: null, details: row };
  const newest = await readRequest(api, invoiceId);
  return { request: newest, details: await readDetails(api, subject) };
};

/** Whether Dataverse refused for want of rights, which asking again cannot change. */
export const isDenied = (thrown: unknown): boolean => {
  if (typeof thrown !== 'object' || thrown === null) return false;
  const code = 'errorCode' in thrown ? Number(thrown.errorCode) >>> 0 : 0;
  return code === 0x80040220 || code === 0x80048306;
};
