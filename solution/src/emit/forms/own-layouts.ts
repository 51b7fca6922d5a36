/** How the main forms of our tables are laid out, where a list of all columns would not do. */
import type { Table } from '../../schema/index.ts';
import { brandingTheme, chartOfAccounts, history, reconciliationLine, settings, taxType, trackingCategory } from '../../schema/index.ts';
import { viewId } from '../ids.ts';
import type { CellSpec } from './form-spec.ts';
import { columns, fields, section, tab, wide } from './form-spec.ts';

/** A list, by their associated view, of the rows of `table` that point at this one. */
export const listOf = (table: Table, relationship: string): CellSpec => ({
  kind: 'subGrid',
  id: `list_${relationship.slice(5)}`,
  label: table.pluralLabel,
  table: table.logicalName,
  relationship,
  viewId: viewId(table.logicalName, 'associated'),
});

/** Tabs of the connector form. */
export const connectorTabs = [
  tab(
    'general',
    'Connection',
    [
      columns(
        'organisation',
        'Organisation',
        'stl3_name',
        'stl3_organisationname',
        'stl3_countrycode',
        'stl3_basecurrency',
        'stl3_currencies',
        'stl3_timezone',
      ),
      columns('use', 'Use', 'stl3_isdefault', 'stl3_isdemo'),
    ],
    [
      section(
        'health',
        'Health',
        ...fields('stl3_connectionstate'),
        wide('stl3_problem', 3),
        ...fields('stl3_lastcontacton', 'stl3_callslefttoday', 'stl3_runsonpoll'),
      ),
      columns('subscription', 'Subscription', 'stl3_subscriptionstate', 'stl3_trialendson'),
      columns('locks', 'Lock dates', 'stl3_periodlockdate', 'stl3_endofyearlockdate'),
    ],
  ),
  tab('settings', 'Settings', [section('settings', '', listOf(settings, 'stl3_connector_settings'))]),
  tab('reference', 'Reference data', [
    columns('read', 'Read from Xero', 'stl3_referencedataon'),
    section('accounts', '', listOf(chartOfAccounts, 'stl3_connector_chartofaccounts')),
    section('taxes', '', listOf(taxType, 'stl3_connector_taxtype')),
    section('themes', '', listOf(brandingTheme, 'stl3_connector_brandingtheme')),
    section('tracking', '', listOf(trackingCategory, 'stl3_connector_trackingcategory')),
  ]),
  tab('ids', 'Technical', [
    columns('xero', 'Xero', 'stl3_xerotenantid', 'stl3_shortcode', 'stl3_paymentterms'),
    columns(
      'dynamics',
      'Dynamics',
      'stl3_organizationid',
      'stl3_environmenthost',
      'stl3_installationid',
      'stl3_ledgerepoch',
      'stl3_ledgersequence',
    ),
  ]),
];

/** Tabs of the details form. */
export const detailsTabs = [
  tab(
    'general',
    'Document',
    [
      section(
        'state',
        'State',
        ...fields('stl3_exportstate'),
        wide('stl3_message', 3),
        ...fields('stl3_cause', 'stl3_remedylink'),
        wide('stl3_xeroerror', 2),
      ),
      columns(
        'document',
        'Document',
        'stl3_name',
        'stl3_invoiceid',
        'stl3_documenttype',
        'stl3_number',
        'stl3_reference',
        'stl3_xerostatus',
        'stl3_brandingthemeid',
      ),
      columns('links', 'Links', 'stl3_xerolink', 'stl3_onlinelink'),
    ],
    [
      columns(
        'amounts',
        'Amounts',
        'stl3_currencycode',
        'stl3_net',
        'stl3_tax',
        'stl3_total',
        'stl3_paid',
        'stl3_credited',
        'stl3_due',
        'stl3_overpaid',
      ),
      columns('dates', 'Dates', 'stl3_date', 'stl3_duedate', 'stl3_expectedpaymentdate', 'stl3_fullypaidon', 'stl3_senttocontact'),
      section('drift', 'Differences', ...fields('stl3_driftstate'), wide('stl3_drift', 4)),
    ],
  ),
  tab('history', 'History', [section('history', '', listOf(history, 'stl3_xerodetails_synchistory'))]),
  tab('check', 'Check', [
    section('check', 'Last check', ...fields('stl3_verdict', 'stl3_checkedon'), wide('stl3_preflight', 12), wide('stl3_payments', 4)),
  ]),
  tab('technical', 'Technical', [
    columns('times', 'Times', 'stl3_requestedon', 'stl3_sentcallon', 'stl3_answeredon', 'stl3_syncedon'),
    columns(
      'connection',
      'Connection',
      'stl3_connectorid',
      'stl3_organisationname',
      'stl3_connectorkey',
      'stl3_invoicekey',
      'stl3_xeroid',
      'stl3_lineamounttypes',
    ),
    columns('posting', 'Posting', 'stl3_intentid', 'stl3_generation', 'stl3_callid', 'stl3_attempts', 'stl3_invoicerowversion'),
  ]),
];

/** Tabs of the request form. */
export const requestTabs = [
  tab(
    'general',
    'Request',
    [columns('asked', 'Asked for', 'stl3_name', 'stl3_action', 'stl3_invoiceid', 'stl3_connectorid', 'createdby', 'createdon')],
    [
      section(
        'answer',
        'Answer',
        ...fields('stl3_state', 'stl3_verdict'),
        wide('stl3_result', 3),
        ...fields('stl3_cause'),
        wide('stl3_remedy', 2),
        ...fields('stl3_remedylink', 'stl3_takenon', 'stl3_answeredon'),
      ),
    ],
  ),
  tab('choices', 'Choices', [
    columns(
      'choices',
      'For this document',
      'stl3_invoicetype',
      'stl3_sendstatus',
      'stl3_lineamounttypes',
      'stl3_brandingthemeid',
      'stl3_number',
      'stl3_date',
      'stl3_sendemail',
      'stl3_xerocontactid',
      'stl3_previewfingerprint',
    ),
  ]),
];

/** Tabs of the history form. */
export const historyTabs = [
  tab(
    'general',
    'What happened',
    [
      section(
        'what',
        '',
        ...fields('stl3_name', 'stl3_happenedon', 'stl3_action', 'stl3_result'),
        wide('stl3_message', 4),
        ...fields('stl3_cause'),
        wide('stl3_remedy', 2),
      ),
    ],
    [
      columns(
        'where',
        'Where',
        'stl3_invoiceid',
        'stl3_invoicekey',
        'stl3_xerodetailsid',
        'stl3_connectorid',
        'stl3_requestid',
        'stl3_startedby',
        'stl3_requesterid',
        'stl3_number',
        'stl3_durationms',
      ),
    ],
  ),
];

/** Tabs of the contact form. */
export const contactTabs = [
  tab(
    'general',
    'Customer',
    [
      columns('customer', 'Customer', 'stl3_name', 'stl3_accountid', 'stl3_contactid', 'stl3_connectorid', 'stl3_customerkey'),
      section('choice', 'To choose from', wide('stl3_candidates', 6)),
    ],
    [
      columns('link', 'Contact in Xero', 'stl3_xeroid', 'stl3_contactstate', 'stl3_matchedby', 'stl3_confirmedbyid', 'stl3_confirmedon'),
      columns('balance', 'Balance in Xero', 'stl3_outstanding', 'stl3_overdue', 'stl3_currencycode'),
    ],
  ),
];

/** Tabs of the reconciliation form. */
export const reconciliationTabs = [
  tab('general', 'Run', [
    section(
      'run',
      '',
      ...fields('stl3_name', 'stl3_connectorid', 'stl3_state', 'stl3_asat', 'stl3_differencecount'),
      wide('stl3_message', 2),
      wide('stl3_summary', 6),
    ),
    section('lines', '', listOf(reconciliationLine, 'stl3_reconciliation_line')),
  ]),
];
