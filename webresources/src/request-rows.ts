import { requestAction, requestState, verdict } from '@stl3/solution';
import type { ReadRow, SelectName, WriteRow, request } from '@stl3/solution';
import { text } from './strings.ts';

export type Action = keyof typeof requestAction.values;

/** An invoice as a form or a grid names it. */
export interface InvoiceReference {
  readonly id: string;
  readonly name: string;
}

/** What the relay answered on a request row. */
export interface Answer {
  readonly requestId: string;
  readonly refused: boolean;
  readonly result: string | null;
  readonly remedy: string | null;
  readonly remedyLink: string | null;
  /** Stable code of what stood in the way. */
  readonly cause: string | null;
  /** Instant of the answer as Dataverse writes it. */
  readonly answeredOn: string | null;
}

type Row = ReadRow<typeof request> & { readonly stl3_xerorequestid?: string };

const states = requestState.values;
// The table is used as a type alone: its labels and descriptions have no business in a script that every form loads.
const table: (typeof request)['logicalName'] = 'stl3_xerorequest';
const primaryKey = `${table}id` as const;
const answerColumns: readonly SelectName<typeof request>[] = [
  'stl3_state',
  'stl3_result',
  'stl3_remedy',
  'stl3_remedylink',
  'stl3_cause',
  'stl3_verdict',
  'stl3_answeredon',
];
/** Length of the request's name column. */
export const NAME_LENGTH = 300;

/** Asks the relay for an action on an invoice. @returns the request's id */
export const createRequest = async (action: Action, invoice: InvoiceReference): Promise<string> => {
  const row: WriteRow<typeof request> = {
    stl3_name: text(`row_name_${action}`, invoice.name).slice(0, NAME_LENGTH),
    stl3_action: requestAction.values[action].value,
    'stl3_InvoiceId@odata.bind': `/invoices(${invoice.id})`,
  };
  const created = await Xrm.WebApi.createRecord(table, row);
  return created.id;
};

const findOpen = async (action: Action, about: string): Promise<string | null> => {
  const filter = [
    about,
    `stl3_action eq ${requestAction.values[action].value}`,
    `(stl3_state eq ${states.requested.value} or stl3_state eq ${states.taken.value})`,
  ].join(' and ');
  const found = await Xrm.WebApi.retrieveMultipleRecords(table, `?$select=${primaryKey}&$filter=${filter}&$orderby=createdon desc&$top=1`);
  return (found.entities as readonly Row[])[0]?.stl3_xerorequestid ?? null;
};

/** The request of this action that the invoice already waits for, or null. */
export const findOpenRequest = (action: Action, invoiceId: string): Promise<string | null> =>
  findOpen(action, `_stl3_invoiceid_value eq ${invoiceId}`);

/** Asks the relay for the data of a connection: a Refresh that names a connector and no invoice. @returns the request's id */
export const createDataRequest = async (connectorId: string, name: string): Promise<string> => {
  const row: WriteRow<typeof request> = {
    stl3_name: text('row_name_data', name).slice(0, NAME_LENGTH),
    stl3_action: requestAction.values.refresh.value,
    'stl3_ConnectorId@odata.bind': `/stl3_dynamicsxeroconnectors(${connectorId})`,
  };
  return (await Xrm.WebApi.createRecord(table, row)).id;
};

/** The request for the data of a connection that is not answered yet, or null. */
export const findOpenDataRequest = (connectorId: string): Promise<string | null> =>
  findOpen('refresh', `_stl3_connectorid_value eq ${connectorId} and _stl3_invoiceid_value eq null`);

/** A check is done whatever it found; Blocked and Needs a choice are a no all the same. */
const saysNo = (found: number | null | undefined): boolean =>
  found === verdict.values.blocked.value || found === verdict.values.needsChoice.value;

const answerOf = (requestId: string, row: Row): Answer | null =>
  row.stl3_state === states.done.value || row.stl3_state === states.refused.value
    ? {
        requestId,
        refused: row.stl3_state === states.refused.value || saysNo(row.stl3_verdict),
        result: row.stl3_result ?? null,
        remedy: row.stl3_remedy ?? null,
        remedyLink: row.stl3_remedylink ?? null,
        cause: row.stl3_cause ?? null,
        answeredOn: row.stl3_answeredon ?? null,
      }
    : null;

// A filter of 20 ids stays well below the 2,048 characters that proxies on the way let through.
const IDS_PER_QUERY = 20;

/** The answers that exist by now among these requests. */
export const readAnswers = async (requestIds: readonly string[]): Promise<Answer[]> => {
  const answers: Answer[] = [];
  for (let start = 0; start < requestIds.length; start += IDS_PER_QUERY) {
    const ids = requestIds.slice(start, start + IDS_PER_QUERY);
    const filter = ids.map((id) => `${primaryKey} eq ${id}`).join(' or ');
    const found = await Xrm.WebApi.retrieveMultipleRecords(table, `?$select=${primaryKey},${answerColumns.join(',')}&$filter=${filter}`);
    for (const row of found.entities as readonly Row[]) {
      const answer = answerOf(row.stl3_xerorequestid ?? '', row);
      if (answer !== null) answers.push(answer);
    }
  }
  return answers;
};
