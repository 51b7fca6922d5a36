/** Scripts and icons that tables, forms and views use where they were built; nothing refers to a file that is not in the zip. */
import { connector, details, history, request, settings } from '../schema/index.ts';
import type { FormSpec } from './forms/form-spec.ts';
import type { IconProvider } from './views/view.ts';
import type { WebResourceFiles } from './web-resources.ts';

/** Script of the settings form and of the button on it. */
export const SETTINGS_SCRIPT = 'stl3_/js/settings.js';
const VIEWS_SCRIPT = 'stl3_/js/views.js';

/** Script of the settings form, which hides the fields that do not apply. */
export const settingsScript = (form: FormSpec, files: WebResourceFiles): NonNullable<FormSpec['script']> | null =>
  form.table === settings.logicalName && form.type === 'main' && files.has(SETTINGS_SCRIPT)
    ? { library: SETTINGS_SCRIPT, onLoad: 'Stellarise.Settings.onLoad' }
    : null;

const iconFunctions: Readonly<Record<string, string>> = {
  [`${details.logicalName}.stl3_exportstate`]: 'Stellarise.Views.exportState',
  [`${connector.logicalName}.stl3_connectionstate`]: 'Stellarise.Views.connectionState',
  [`${request.logicalName}.stl3_state`]: 'Stellarise.Views.requestState',
  [`${history.logicalName}.stl3_result`]: 'Stellarise.Views.historyResult',
};

/** Signs before the states in lists. */
export const stateIcons = (files: WebResourceFiles): IconProvider | null =>
  files.has(VIEWS_SCRIPT) ? { library: VIEWS_SCRIPT, functionOf: (table, column) => iconFunctions[`${table}.${column}`] ?? null } : null;

const icons: Readonly<Record<string, string>> = {
  stl3_dynamicsxeroconnector: 'connector',
  stl3_stellariseconnectorsettings: 'settings',
  stl3_brandingtheme: 'branding-theme',
  stl3_chartofaccounts: 'account',
  stl3_taxtype: 'tax-type',
  stl3_trackingcategory: 'tracking',
  stl3_xerorequest: 'request',
  stl3_xerodetails: 'document',
  stl3_synchistory: 'history',
  stl3_xerocontact: 'contact',
  stl3_reconciliation: 'reconciliation',
  stl3_reconciliationline: 'reconciliation',
};

/** Web resource of a table's icon. */
export const tableIcon = (table: string, files: WebResourceFiles): string | null => {
  const name = `stl3_/icons/${icons[table] ?? ''}.svg`;
  return files.has(name) ? name : null;
};
