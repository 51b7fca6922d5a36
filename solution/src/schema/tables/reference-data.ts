import { choice, decimal, lookup, memo, text, whole, yesNo } from '../columns.ts';
import { table } from '../table.ts';
import { accountClass } from '../vocabulary.ts';

const ofConnector = <const R extends string>(relationship: R) =>
  lookup('stl3_ConnectorId', 'Connector', 'stl3_dynamicsxeroconnector', relationship, 'The connection that this belongs to.', {
    required: 'required',
    onDelete: 'Cascade',
  });
const xeroId = text('stl3_XeroId', 'Xero id', 100, "Xero's own id or code; unique within the connection.", {
  required: 'required',
  audited: true,
});
const perConnector = [{ schemaName: 'stl3_XeroKey', label: 'Once per connector', columns: ['stl3_connectorid', 'stl3_xeroid'] }] as const;

/** Look of a document in Xero. */
export const brandingTheme = table(
  'stl3_BrandingTheme',
  {
    label: 'Branding Theme',
    pluralLabel: 'Branding Themes',
    description: 'A branding theme of the Xero organisation.',
    keys: perConnector,
  },
  {
    stl3_name: text('stl3_Name', 'Name', 100, 'Name of the theme in Xero.', { required: 'required' }),
    stl3_connectorid: ofConnector('stl3_connector_brandingtheme'),
    stl3_xeroid: xeroId,
    stl3_isdefault: yesNo('stl3_IsDefault', 'Default', 'The theme that Xero takes when none is named.'),
    stl3_sortorder: whole('stl3_SortOrder', 'Order', 'Order in Xero; 0 is the default theme.'),
  },
);

/** Account of the organisation's chart of accounts. Inactive = archived in Xero. */
export const chartOfAccounts = table(
  'stl3_ChartOfAccounts',
  { label: 'Account in Xero', pluralLabel: 'Chart of Accounts', description: 'An account of the Xero organisation.', keys: perConnector },
  {
    stl3_name: text('stl3_Name', 'Name', 200, 'Code and name, as lists show it.', { required: 'required' }),
    stl3_connectorid: ofConnector('stl3_connector_chartofaccounts'),
    stl3_xeroid: xeroId,
    stl3_code: text('stl3_Code', 'Code', 10, 'Code of the account; lines are sent with it.'),
    stl3_accountname: text('stl3_AccountName', 'Account name', 150, 'Name of the account in Xero.'),
    stl3_accountclass: choice('stl3_AccountClass', 'Class', accountClass, 'Class of the account.'),
    stl3_accounttype: text('stl3_AccountType', 'Type', 30, "Xero's account type, such as REVENUE or DIRECTCOSTS."),
    stl3_taxtype: text('stl3_TaxType', 'Default tax type', 50, "Code of the account's own tax type in Xero."),
    stl3_systemaccount: text(
      'stl3_SystemAccount',
      'System account',
      50,
      "Xero's name for a system account; such accounts take no lines, but for rounding.",
    ),
    stl3_description: memo('stl3_Description', 'Description', 4000, 'Description of the account in Xero.'),
  },
);

/** Tax rate of the organisation. Inactive = deleted or archived in Xero. */
export const taxType = table(
  'stl3_TaxType',
  { label: 'Tax Type', pluralLabel: 'Tax Types', description: 'A tax rate of the Xero organisation.', keys: perConnector },
  {
    stl3_name: text('stl3_Name', 'Name', 100, 'Name of the tax rate in Xero.', { required: 'required' }),
    stl3_connectorid: ofConnector('stl3_connector_taxtype'),
    stl3_xeroid: xeroId,
    stl3_effectiverate: decimal('stl3_EffectiveRate', 'Effective rate', 4, 'Rate in percent, components compounded.', { max: 1000 }),
    stl3_displayrate: decimal('stl3_DisplayRate', 'Display rate', 4, 'Rate in percent, as Xero shows it.', { max: 1000 }),
    stl3_components: memo('stl3_Components', 'Components', 4000, 'Parts of the rate: name, percent and whether it is compound, as JSON.'),
    stl3_forrevenue: yesNo('stl3_ForRevenue', 'For revenue', 'May be used with revenue accounts.'),
    stl3_forexpenses: yesNo('stl3_ForExpenses', 'For expenses', 'May be used with expense accounts.'),
    stl3_forassets: yesNo('stl3_ForAssets', 'For assets', 'May be used with asset accounts.'),
    stl3_forequity: yesNo('stl3_ForEquity', 'For equity', 'May be used with equity accounts.'),
    stl3_forliabilities: yesNo('stl3_ForLiabilities', 'For liabilities', 'May be used with liability accounts.'),
  },
);

/** One option of a tracking category; the category's name and id stand beside it. */
export const trackingCategory = table(
  'stl3_TrackingCategory',
  {
    label: 'Tracking Option',
    pluralLabel: 'Tracking Options',
    description: 'An option of a tracking category of the Xero organisation.',
    keys: perConnector,
  },
  {
    stl3_name: text('stl3_Name', 'Name', 210, 'Category and option, as lists show it.', { required: 'required' }),
    stl3_connectorid: ofConnector('stl3_connector_trackingcategory'),
    stl3_xeroid: xeroId,
    stl3_categoryid: text('stl3_CategoryId', 'Category id', 36, 'Id of the category in Xero.'),
    stl3_categoryname: text('stl3_CategoryName', 'Category', 100, 'Name of the category in Xero.'),
    stl3_optionname: text('stl3_OptionName', 'Option', 100, 'Name of the option in Xero.'),
  },
);
