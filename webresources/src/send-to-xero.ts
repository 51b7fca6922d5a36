import { requestFromForm } from './request-from-form.ts';
import { requestFromGrid } from './request-from-grid.ts';

/** Send to Xero on the invoice form. */
export const sendFromForm = (form: Xrm.FormContext): Promise<void> => requestFromForm(form, 'send');

/** Send to Xero for the rows selected in a grid or sub-grid, however many they are. */
export const sendFromGrid = (selectedIds: readonly string[], grid: Xrm.Controls.GridControl | null): Promise<void> =>
  requestFromGrid(selectedIds, grid, 'send');
