/** Commands of the invoice's form and lists, by the names that the ribbon calls: `Stellarise.Invoice.<name>`. */
import { invoiceOf, requestFromForm } from './request-from-form.ts';
import { requestFromGrid } from './request-from-grid.ts';
import { text } from './strings.ts';

export { canAllocate } from './can-allocate.ts';
export { canSend } from './can-send.ts';
export { openInXero, openPane } from './open-in-xero.ts';
export { sendFromForm, sendFromGrid } from './send-to-xero.ts';

type Form = Xrm.FormContext;
type Grid = Xrm.Controls.GridControl | null;

/** Preflight of the form's invoice. */
export const checkFromForm = (form: Form): Promise<void> => requestFromForm(form, 'check');
/** Preflight of the selected invoices. */
export const checkFromGrid = (selectedIds: readonly string[], grid: Grid): Promise<void> => requestFromGrid(selectedIds, grid, 'check');
/** Approves the form's invoice in Xero. */
export const approveFromForm = (form: Form): Promise<void> => requestFromForm(form, 'approve');
/** Approves the selected invoices in Xero. */
export const approveFromGrid = (selectedIds: readonly string[], grid: Grid): Promise<void> => requestFromGrid(selectedIds, grid, 'approve');
/** Brings the document in Xero up to date with the form's invoice. */
export const updateFromForm = (form: Form): Promise<void> => requestFromForm(form, 'update');
/** Lays the form's credit note on the invoice that it credits. */
export const allocateFromForm = (form: Form): Promise<void> => requestFromForm(form, 'allocate');
/** Reads the document's state from Xero again. */
export const refreshFromForm = (form: Form): Promise<void> => requestFromForm(form, 'refresh');
/** Takes Xero's version as the new baseline. */
export const acceptFromForm = (form: Form): Promise<void> => requestFromForm(form, 'accept');

/** Voids the document in Xero, once the person has confirmed it. */
export const voidFromForm = async (form: Form): Promise<void> => {
  const { confirmed } = await Xrm.Navigation.openConfirmDialog({
    title: text('confirm_void_title'),
    text: text('confirm_void', invoiceOf(form).name),
    confirmButtonLabel: text('confirm_void_button'),
  });
  if (confirmed) await requestFromForm(form, 'void');
};
