import type { ReadRow, details, request } from '@stl3/solution';

/** The columns of Xero Details that the card shows. */
export type DetailsRow = Pick<
  ReadRow<typeof details>,
  | 'stl3_exportstate'
  | 'stl3_message'
  | 'stl3_remedylink'
  | 'stl3_number'
  | 'stl3_xerostatus'
  | 'stl3_xerolink'
  | 'stl3_date'
  | 'stl3_duedate'
  | 'stl3_currencycode'
  | 'stl3_total'
  | 'stl3_due'
  | 'stl3_verdict'
  | 'stl3_organisationname'
> & { readonly modifiedon?: string };

/** The columns of a request that the card shows. */
export type RequestRow = Pick<
  ReadRow<typeof request>,
  'stl3_action' | 'stl3_state' | 'stl3_result' | 'stl3_remedy' | 'stl3_remedylink' | 'stl3_answeredon'
> & { readonly createdon?: string };

/** What Dataverse holds about one invoice's way to Xero. */
export interface StatusRows {
  /** Newest Xero Details of the invoice. */
  readonly details: DetailsRow | null;
  /** Newest request of the invoice. */
  readonly request: RequestRow | null;
}

/** The record that the form shows: an invoice, or Xero Details in the side pane. */
export interface Subject {
  readonly table: 'invoice' | 'stl3_xerodetails';
  /** Empty while the record was never saved. */
  readonly id: string;
}
