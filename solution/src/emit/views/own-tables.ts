/** Views of our tables: the seven that every table has, and those that people work from. */
import type { Table } from '../../schema/index.ts';
import {
  brandingTheme,
  chartOfAccounts,
  connectionState,
  connector,
  contactLink,
  itemLink,
  contactState,
  details,
  driftState,
  exportState,
  history,
  reconciliation,
  reconciliationLine,
  request,
  settings,
  taxType,
  trackingCategory,
} from '../../schema/index.ts';
import { viewId } from '../ids.ts';
import { accountViews, taxTypeViews } from './coding-views.ts';
import type { Condition, ListToWorkFrom, ViewSpec } from './view.ts';
import { queryTypes } from './view.ts';

/** What the lists of a table show. */
interface ListOf {
  readonly columns: readonly string[];
  readonly find: readonly string[];
  /** Newest first by this column; without one, by name. */
  readonly newestBy?: string;
  /** Lists that people work from, by key. */
  readonly more?: Readonly<Record<string, ListToWorkFrom>>;
}

const { blocked, needsChoice, sent } = exportState.values;
const { editedInDynamics, changedInXero, both } = driftState.values;

const lists = new Map<Table, ListOf>([
  [
    connector,
    {
      columns: ['stl3_name', 'stl3_connectionstate', 'stl3_problem', 'stl3_isdefault', 'stl3_lastcontacton', 'stl3_subscriptionstate'],
      find: ['stl3_name', 'stl3_organisationname', 'stl3_shortcode'],
      more: {
        trouble: {
          title: 'Connections in trouble',
          conditions: [{ attribute: 'stl3_connectionstate', operator: 'ne', value: connectionState.values.connected.value }],
        },
      },
    },
  ],
  [
    settings,
    {
      columns: ['stl3_name', 'stl3_connectorid', 'stl3_defaultstatus', 'stl3_mappingsconfirmed', 'stl3_automaticsending'],
      find: ['stl3_name'],
    },
  ],
  [brandingTheme, { columns: ['stl3_name', 'stl3_connectorid', 'stl3_isdefault', 'stl3_sortorder'], find: ['stl3_name'] }],
  [
    chartOfAccounts,
    {
      columns: ['stl3_name', 'stl3_accountclass', 'stl3_accounttype', 'stl3_taxtype', 'stl3_connectorid'],
      find: ['stl3_name', 'stl3_code', 'stl3_accountname'],
      more: accountViews,
    },
  ],
  [
    taxType,
    {
      columns: ['stl3_name', 'stl3_displayrate', 'stl3_forrevenue', 'stl3_forexpenses', 'stl3_connectorid'],
      find: ['stl3_name', 'stl3_xeroid'],
      more: taxTypeViews,
    },
  ],
  [
    trackingCategory,
    {
      columns: ['stl3_name', 'stl3_categoryname', 'stl3_optionname', 'stl3_connectorid'],
      find: ['stl3_name', 'stl3_categoryname', 'stl3_optionname'],
    },
  ],
  [
    request,
    {
      columns: ['stl3_name', 'stl3_invoiceid', 'stl3_action', 'stl3_state', 'stl3_result', 'createdby', 'createdon'],
      find: ['stl3_name', 'stl3_cause'],
      newestBy: 'createdon',
    },
  ],
  [
    details,
    {
      columns: [
        'stl3_name',
        'stl3_invoiceid',
        'stl3_exportstate',
        'stl3_xerostatus',
        'stl3_total',
        'stl3_due',
        'stl3_duedate',
        'stl3_driftstate',
      ],
      find: ['stl3_name', 'stl3_number', 'stl3_reference'],
      newestBy: 'modifiedon',
      more: {
        failed: {
          title: 'Failed by cause',
          conditions: [{ attribute: 'stl3_exportstate', operator: 'in', value: [blocked.value, needsChoice.value] }],
          columns: ['stl3_cause', 'stl3_name', 'stl3_invoiceid', 'stl3_exportstate', 'stl3_message', 'stl3_connectorid', 'modifiedon'],
        },
        'to-pay': {
          title: 'In Xero and unpaid',
          conditions: [
            { attribute: 'stl3_exportstate', operator: 'eq', value: sent.value },
            { attribute: 'stl3_due', operator: 'gt', value: 0 },
          ],
        },
        drifted: {
          title: 'Changed on one side',
          conditions: [{ attribute: 'stl3_driftstate', operator: 'in', value: [editedInDynamics.value, changedInXero.value, both.value] }],
        },
      },
    },
  ],
  [
    history,
    {
      columns: ['stl3_name', 'stl3_invoiceid', 'stl3_happenedon', 'stl3_result', 'stl3_message', 'stl3_startedby', 'stl3_requesterid'],
      find: ['stl3_name', 'stl3_cause', 'stl3_number'],
      newestBy: 'stl3_happenedon',
    },
  ],
  [
    contactLink,
    {
      columns: ['stl3_name', 'stl3_accountid', 'stl3_contactid', 'stl3_contactstate', 'stl3_matchedby', 'stl3_outstanding', 'stl3_overdue'],
      find: ['stl3_name', 'stl3_xeroid'],
      more: {
        'to-confirm': {
          title: 'Customers to confirm',
          conditions: [{ attribute: 'stl3_contactstate', operator: 'eq', value: contactState.values.toConfirm.value }],
        },
      },
    },
  ],
  [itemLink, { columns: ['stl3_itemcode', 'stl3_productid', 'stl3_connectorid'], find: ['stl3_itemcode'] }],
  [
    reconciliation,
    {
      columns: ['stl3_name', 'stl3_connectorid', 'stl3_state', 'stl3_asat', 'stl3_differencecount'],
      find: ['stl3_name'],
      newestBy: 'stl3_asat',
    },
  ],
  [
    reconciliationLine,
    {
      columns: ['stl3_name', 'stl3_kind', 'stl3_invoiceid', 'stl3_currencycode', 'stl3_dynamicsamount', 'stl3_xeroamount'],
      find: ['stl3_name'],
    },
  ],
]);

const ACTIVE: Condition = { attribute: 'statecode', operator: 'eq', value: 0 };
const INACTIVE: Condition = { attribute: 'statecode', operator: 'eq', value: 1 };
const MINE: Condition = { attribute: 'ownerid', operator: 'eq-userid' };

/** All views of one table of ours. */
export const viewsOf = (table: Table): readonly ViewSpec[] => {
  const list = lists.get(table);
  if (list === undefined) throw new Error(`No list is laid out for ${table.logicalName}`);
  const order =
    list.newestBy === undefined ? { column: table.primaryName, descending: false } : { column: list.newestBy, descending: true };
  const view = (
    key: string,
    title: string,
    queryType: number,
    conditions: readonly Condition[],
    rest: Partial<ViewSpec> = {},
  ): ViewSpec => ({
    id: viewId(table.logicalName, key),
    table: table.logicalName,
    primaryKey: table.primaryKey,
    title,
    description: '',
    queryType,
    isDefault: false,
    columns: list.columns,
    conditions,
    quickFind: [],
    order,
    since: '1.0.0.0',
    ...rest,
  });
  const { pluralLabel: plural } = table;
  return [
    view('active', `Active ${plural}`, queryTypes.list, [ACTIVE], { isDefault: true }),
    view('inactive', `Inactive ${plural}`, queryTypes.list, [INACTIVE]),
    view('advanced-find', `${plural} Advanced Find View`, queryTypes.advancedFind, [ACTIVE], { isDefault: true }),
    view('associated', `${plural} Associated View`, queryTypes.associated, [ACTIVE], { isDefault: true }),
    view('quick-find', `Quick Find Active ${plural}`, queryTypes.quickFind, [ACTIVE], { isDefault: true, quickFind: list.find }),
    view('lookup', `${plural} Lookup View`, queryTypes.lookup, [ACTIVE], { isDefault: true }),
    view('mine', `My ${plural}`, queryTypes.offline, [ACTIVE, MINE], { isDefault: true, columns: [] }),
    ...Object.entries(list.more ?? {}).map(([key, { title, conditions, anyOf, columns }]) =>
      view(key, title, queryTypes.list, [ACTIVE, ...conditions], {
        ...(anyOf === undefined ? {} : { anyOf }),
        ...(columns === undefined ? {} : { columns, order: { column: columns[0] ?? table.primaryName, descending: false } }),
      }),
    ),
  ];
};
