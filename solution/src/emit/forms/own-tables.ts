/** Main forms of our tables, and the quick views that other forms show. */
import type { Table } from '../../schema/index.ts';
import { connector, contactLink, details, history, itemLink, reconciliation, request, settings } from '../../schema/index.ts';
import type { FormSpec, TabSpec } from './form-spec.ts';
import { columns, tab } from './form-spec.ts';
import { connectorTabs, contactTabs, detailsTabs, historyTabs, reconciliationTabs, requestTabs } from './own-layouts.ts';
import { settingsTabs } from './settings.ts';

const SINCE = '1.0.0.0';

/** A form of one tab with all columns of the table in the schema's order. */
const plainTabs = (table: Table): readonly TabSpec[] => [
  tab('general', table.label, [columns('general', '', ...Object.keys(table.columns))]),
];

const laidOut = new Map<Table, readonly TabSpec[]>([
  [connector, connectorTabs],
  [settings, settingsTabs],
  [request, requestTabs],
  [details, detailsTabs],
  [history, historyTabs],
  [contactLink, contactTabs],
  [reconciliation, reconciliationTabs],
]);

const headers = new Map<Table, readonly string[]>([
  [connector, ['stl3_connectionstate', 'stl3_subscriptionstate', 'ownerid']],
  [settings, ['stl3_mappingsconfirmed', 'ownerid']],
  [details, ['stl3_number', 'stl3_exportstate', 'stl3_due']],
  [request, ['stl3_state', 'ownerid']],
]);

/** Tables whose rows people write, on the form. */
const writable: ReadonlySet<Table> = new Set([settings, connector, contactLink, itemLink]);

const main = (table: Table): FormSpec => ({
  table: table.logicalName,
  key: 'main',
  type: 'main',
  title: 'Information',
  description: table.description,
  since: SINCE,
  tabs: laidOut.get(table) ?? plainTabs(table),
  header: headers.get(table) ?? [],
  locked: !writable.has(table),
  fallback: true,
});

const quick = (table: Table, names: readonly string[]): FormSpec => ({
  table: table.logicalName,
  key: 'quick',
  type: 'quick',
  title: `${table.label} at a glance`,
  description: table.description,
  since: SINCE,
  tabs: [tab('general', table.label, [columns('general', table.label, ...names)])],
  header: [],
  locked: true,
  fallback: false,
});

const quickViews = new Map<Table, readonly string[]>([
  [
    details,
    ['stl3_exportstate', 'stl3_number', 'stl3_xerostatus', 'stl3_total', 'stl3_due', 'stl3_duedate', 'stl3_xerolink', 'stl3_message'],
  ],
  [connector, ['stl3_organisationname', 'stl3_connectionstate', 'stl3_problem', 'stl3_lastcontacton']],
]);

/** Forms of a table of ours. */
export const formsOf = (table: Table): readonly FormSpec[] => {
  const glance = quickViews.get(table);
  return [main(table), ...(glance === undefined ? [] : [quick(table, glance)])];
};
