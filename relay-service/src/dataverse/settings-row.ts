/** The settings row of a connection as the mapping takes it. */
import {
  billTo,
  dateSource,
  discountWay,
  foldedLine,
  freightTax,
  futureDate,
  lineAmountTypes,
  optionName,
  rateSource,
  referenceSource,
  resendNumber,
  select,
  sendStatus,
  settings as settingsTable,
  taxSource,
  trackingSource,
} from '@stl3/solution';
import type { Settings } from '../core/connection.ts';
import { amountOf } from './decimal-json.ts';
import type { Row } from './rows.ts';
import { lookupOf, textOf, wholeOf } from './rows.ts';

/** Columns that `settingsOf` reads. */
export const settingsColumns = select(
  settingsTable,
  'stl3_usexeroinvoicenumber',
  'stl3_useinvoicename',
  'stl3_resendnumber',
  'stl3_createcontacts',
  'stl3_accountnumberinname',
  'stl3_createitems',
  'stl3_defaultstatus',
  'stl3_authoriseown',
  'stl3_approverabove',
  '_stl3_salesaccountid_value',
  '_stl3_salestaxtypeid_value',
  '_stl3_purchaseaccountid_value',
  '_stl3_purchasetaxtypeid_value',
  '_stl3_freightaccountid_value',
  'stl3_freighttax',
  '_stl3_freighttaxtypeid_value',
  'stl3_discountway',
  '_stl3_discountaccountid_value',
  '_stl3_roundingaccountid_value',
  'stl3_roundingcap',
  'stl3_taxsource',
  'stl3_ratesource',
  'stl3_datesource',
  'stl3_futuredate',
  'stl3_todayifempty',
  'stl3_referencesource',
  'stl3_referencecolumn',
  'stl3_datecolumn',
  'stl3_billto',
  'stl3_billtocolumn',
  'stl3_trackingsource',
  '_stl3_trackingoption1id_value',
  '_stl3_trackingoption2id_value',
  '_stl3_brandingthemeid_value',
  'stl3_lineamounttypes',
  'stl3_foldedline',
  'stl3_bundleheaderonly',
  'stl3_mappingsconfirmed',
  'stl3_timezone',
);

const lineSettingsOf = (row: Row) => ({
  salesAccountId: lookupOf(row, 'stl3_salesaccountid'),
  salesTaxTypeId: lookupOf(row, 'stl3_salestaxtypeid'),
  purchaseAccountId: lookupOf(row, 'stl3_purchaseaccountid'),
  purchaseTaxTypeId: lookupOf(row, 'stl3_purchasetaxtypeid'),
  freightAccountId: lookupOf(row, 'stl3_freightaccountid'),
  freightTax: optionName(freightTax, wholeOf(row, 'stl3_freighttax')) ?? 'taxType',
  freightTaxTypeId: lookupOf(row, 'stl3_freighttaxtypeid'),
  discountWay: optionName(discountWay, wholeOf(row, 'stl3_discountway')) ?? 'spread',
  discountAccountId: lookupOf(row, 'stl3_discountaccountid'),
  roundingAccountId: lookupOf(row, 'stl3_roundingaccountid'),
  roundingCap: amountOf(row['stl3_roundingcap']),
  foldedLine: optionName(foldedLine, wholeOf(row, 'stl3_foldedline')) ?? 'fold',
  bundleHeaderOnly: row['stl3_bundleheaderonly'] === true,
  trackingSource: optionName(trackingSource, wholeOf(row, 'stl3_trackingsource')) ?? 'fixed',
  trackingOption1Id: lookupOf(row, 'stl3_trackingoption1id'),
  trackingOption2Id: lookupOf(row, 'stl3_trackingoption2id'),
});

/** Logical names are lower case, however they were typed. */
const columnName = (row: Row, name: string): string | null => textOf(row, name)?.trim().toLowerCase() ?? null;

/** An empty column means its default. */
export const settingsOf = (row: Row): Settings => ({
  ...lineSettingsOf(row),
  useXeroNumber: row['stl3_usexeroinvoicenumber'] === true,
  useInvoiceName: row['stl3_useinvoicename'] === true,
  resendNumber: optionName(resendNumber, wholeOf(row, 'stl3_resendnumber')) ?? 'ask',
  createContacts: row['stl3_createcontacts'] !== false,
  billTo: optionName(billTo, wholeOf(row, 'stl3_billto')) ?? 'customer',
  billToColumn: columnName(row, 'stl3_billtocolumn'),
  dateColumn: columnName(row, 'stl3_datecolumn'),
  referenceColumn: columnName(row, 'stl3_referencecolumn'),
  accountNumberInName: row['stl3_accountnumberinname'] === true,
  createItems: row['stl3_createitems'] !== false,
  defaultStatus: optionName(sendStatus, wholeOf(row, 'stl3_defaultstatus')) ?? 'draft',
  authoriseOwn: row['stl3_authoriseown'] !== false,
  approverAbove: amountOf(row['stl3_approverabove']),
  taxSource: optionName(taxSource, wholeOf(row, 'stl3_taxsource')) ?? 'xeroComputes',
  rateSource: optionName(rateSource, wholeOf(row, 'stl3_ratesource')) ?? 'xero',
  dateSource: optionName(dateSource, wholeOf(row, 'stl3_datesource')) ?? 'dateDelivered',
  futureDate: optionName(futureDate, wholeOf(row, 'stl3_futuredate')) ?? 'wait',
  todayIfEmpty: row['stl3_todayifempty'] === true,
  referenceSource: optionName(referenceSource, wholeOf(row, 'stl3_referencesource')) ?? 'description',
  brandingThemeId: lookupOf(row, 'stl3_brandingthemeid'),
  lineAmountTypes: optionName(lineAmountTypes, wholeOf(row, 'stl3_lineamounttypes')) ?? 'exclusive',
  mappingsConfirmed: row['stl3_mappingsconfirmed'] === true,
});

/** Zone of the settings, which stands before the organisation's. */
export const timeZoneOf = (row: Row): string | null => textOf(row, 'stl3_timezone');
