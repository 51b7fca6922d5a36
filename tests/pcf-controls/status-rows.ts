import { exportState, requestAction, requestState, xeroStatus } from '@stl3/solution';
import type { Formats } from '../../pcf-controls/XeroStatus/describe-status.ts';
import type { DetailsRow, RequestRow } from '../../pcf-controls/XeroStatus/status-rows.ts';
import type { Texts } from '../../pcf-controls/XeroStatus/texts.ts';
import { english } from '../../pcf-controls/XeroStatus/texts.ts';

export const INVOICE = '5b5b5b5b-0000-4000-8000-000000000001';
export const text: Texts = (key) => english[key];
export const formats: Formats = {
  money: (amount, currency) => `${currency} ${amount.toFixed(2)}`,
  date: (isoDate) => isoDate,
  today: '2026-11-23',
};

/** A request of this state, made at 10:00. */
export const requestRow = (
  state: keyof typeof requestState.values,
  columns: Partial<RequestRow> = {},
  action: keyof typeof requestAction.values = 'send',
): RequestRow => ({
  stl3_action: requestAction.values[action].value,
  stl3_state: requestState.values[state].value,
  createdon: '2026-11-23T10:00:00Z',
  ...columns,
});

/** Xero Details of this state, written at 10:00:03. */
export const detailsRow = (state: keyof typeof exportState.values, columns: Partial<DetailsRow> = {}): DetailsRow => ({
  stl3_exportstate: exportState.values[state].value,
  modifiedon: '2026-11-23T10:00:03Z',
  ...columns,
});

/** What Xero Details hold of an invoice that is in Xero, awaiting payment. */
export const inXero: Partial<DetailsRow> = {
  stl3_number: 'INV-0042',
  stl3_xerostatus: xeroStatus.values.authorised.value,
  stl3_xerolink: 'https://go.xero.com/app/!abc/invoicing/view/1',
  stl3_date: '2026-11-02',
  stl3_duedate: '2026-12-02',
  stl3_currencycode: 'AUD',
  stl3_total: 1320.5,
  stl3_due: 1320.5,
  stl3_organisationname: 'Demo Company (AU)',
};
