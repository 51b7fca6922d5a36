/** The `Entities` of the zip: our tables, then Microsoft's as shells. */
import type { ExtendedTable, Table } from '../schema/index.ts';
import { extendedTables, invoice, settings, tables } from '../schema/index.ts';
import { ownEntity, shellEntity } from './entity.ts';
import type { FormSpec } from './forms/form-spec.ts';
import { formsByType } from './forms/form.ts';
import { formsOfExtended } from './forms/microsoft.ts';
import { formsOf } from './forms/own-tables.ts';
import { invoiceRibbon } from './ribbon/ribbon.ts';
import { settingsRibbon } from './ribbon/settings-ribbon.ts';
import { ribbonDiff } from './ribbon/shapes.ts';
import { SETTINGS_SCRIPT, settingsScript, stateIcons, tableIcon } from './scripts.ts';
import { viewsOfExtended } from './views/microsoft.ts';
import { viewsOf } from './views/own-tables.ts';
import { savedQuery } from './views/view.ts';
import type { WebResourceFiles } from './web-resources.ts';
import type { XmlElement } from './xml.ts';
import { parent } from './xml.ts';

/** Names that Microsoft's tables had when our columns were added. */
export const microsoftLabels: Readonly<Record<string, string>> = {
  invoice: 'Invoice',
  invoicedetail: 'Invoice Product',
  product: 'Product',
  account: 'Account',
  contact: 'Contact',
};

const withScript = (form: FormSpec, files: WebResourceFiles): FormSpec => {
  const script = settingsScript(form, files);
  return script === null ? form : { ...form, script };
};

const own = (table: Table, files: WebResourceFiles): XmlElement =>
  ownEntity(table, {
    forms: formsByType(formsOf(table).map((form) => withScript(form, files))),
    views: viewsOf(table).map((view) => savedQuery(view, stateIcons(files))),
    ribbon: table.logicalName === settings.logicalName && files.has(SETTINGS_SCRIPT) ? settingsRibbon(SETTINGS_SCRIPT) : ribbonDiff({}),
    icon: tableIcon(table.logicalName, files),
  });

const shell = (table: ExtendedTable, files: WebResourceFiles): XmlElement =>
  shellEntity(table, microsoftLabels[table.logicalName] ?? table.schemaName, {
    forms: formsByType(formsOfExtended(table)),
    views: viewsOfExtended(table).map((view) => savedQuery(view, stateIcons(files))),
    ribbon: table === invoice ? invoiceRibbon() : ribbonDiff({}),
    icon: null,
  });

/** All tables. */
export const entities = (files: WebResourceFiles): XmlElement =>
  parent('Entities', ...tables.map((table) => own(table, files)), ...extendedTables.map((table) => shell(table, files)));
