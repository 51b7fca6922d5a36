import type { ReadRow, SelectName, details } from '@stl3/solution';
import { failureText } from './failures.ts';
import { showOnForm } from './notifications.ts';
import { invoiceOf } from './request-from-form.ts';
import { text } from './strings.ts';

type Row = ReadRow<typeof details> & { readonly stl3_xerodetailsid?: string };

const table: (typeof details)['logicalName'] = 'stl3_xerodetails';
const link: SelectName<typeof details> = 'stl3_xerolink';

const newestDetails = async (invoiceId: string): Promise<Row | null> => {
  const found = await Xrm.WebApi.retrieveMultipleRecords(
    table,
    `?$select=${table}id,${link}&$filter=_stl3_invoiceid_value eq ${invoiceId}&$orderby=modifiedon desc&$top=1`,
  );
  return (found.entities as readonly Row[])[0] ?? null;
};

const withDetails = async (form: Xrm.FormContext, use: (row: Row) => void | Promise<void>): Promise<void> => {
  const invoice = invoiceOf(form);
  try {
    const row = invoice.id === '' ? null : await newestDetails(invoice.id);
    if (row === null) showOnForm(form, text('not_in_xero', invoice.name), 'INFO');
    else await use(row);
  } catch (thrown) {
    showOnForm(form, failureText(thrown), 'ERROR');
  }
};

/** Opens the document's page in Xero. */
export const openInXero = (form: Xrm.FormContext): Promise<void> =>
  withDetails(form, (row) => {
    const address = row.stl3_xerolink ?? '';
    if (address === '') showOnForm(form, text('not_in_xero', invoiceOf(form).name), 'INFO');
    else Xrm.Navigation.openUrl(address);
  });

const PANE = 'stellarise-xero';

/** Opens Xero Details beside whatever form the organisation uses. */
export const openPane = (form: Xrm.FormContext): Promise<void> =>
  withDetails(form, async (row) => {
    const pane =
      Xrm.App.sidePanes.getPane(PANE) ??
      (await Xrm.App.sidePanes.createPane({ paneId: PANE, title: text('pane_title'), canClose: true, width: 420 }));
    await pane.navigate({ pageType: 'entityrecord', entityName: table, entityId: row.stl3_xerodetailsid ?? '' });
  });
