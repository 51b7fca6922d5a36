/** Which settings apply only beside which others: data, so that the form and its tests read the same. */
import type { settings } from '@stl3/solution';
import { automaticSending, billTo, dateSource, discountWay, freightTax, referenceSource } from '@stl3/solution';

type Column = keyof (typeof settings)['columns'];
/** Value of a column on a form: a number for a choice, a list for a lookup. */
export type SettingValue = string | number | boolean | readonly unknown[] | null | undefined;

/** A setting that shows while another one has a value that fits. */
export interface SettingCondition {
  readonly shows: Column;
  readonly while: Column;
  readonly fits: (value: SettingValue) => boolean;
}

const is =
  ({ value }: { readonly value: number }) =>
  (given: SettingValue): boolean =>
    given === value;
const isNot =
  (...options: readonly { readonly value: number }[]) =>
  (given: SettingValue): boolean =>
    !options.some(({ value }) => given === value);
const yes = (given: SettingValue): boolean => given === true;
const no = (given: SettingValue): boolean => given !== true;
const filled = (given: SettingValue): boolean => (Array.isArray(given) ? given.length > 0 : given !== null && given !== undefined);

const when = (column: Column, fits: SettingCondition['fits'], ...shown: readonly Column[]): readonly SettingCondition[] =>
  shown.map((shows) => ({ shows, while: column, fits }));

const { values: dates } = dateSource;

/** Every condition; a setting that is not named always applies. */
export const settingConditions: readonly SettingCondition[] = [
  // Where Xero gives the numbers it gives one to a resend, too.
  ...when('stl3_usexeroinvoicenumber', no, 'stl3_resendnumber'),
  ...when('stl3_datesource', is(dates.column), 'stl3_datecolumn'),
  // Today is never in the future and never empty; Created On is never empty.
  ...when('stl3_datesource', isNot(dates.today), 'stl3_futuredate'),
  ...when('stl3_datesource', isNot(dates.today, dates.createdOn), 'stl3_todayifempty'),
  ...when('stl3_referencesource', is(referenceSource.values.column), 'stl3_referencecolumn'),
  ...when('stl3_billto', is(billTo.values.namedLookup), 'stl3_billtocolumn'),
  ...when('stl3_createcontacts', yes, 'stl3_accountnumberinname'),
  ...when('stl3_discountway', is(discountWay.values.linePerTaxType), 'stl3_discountaccountid', 'stl3_discounttaxtypeid'),
  ...when('stl3_freighttax', isNot(freightTax.values.sameAsLines), 'stl3_freighttaxtypeid'),
  ...when('stl3_roundingaccountid', filled, 'stl3_roundingcap'),
  ...when('stl3_automaticsending', is(automaticSending.values.atStatus), 'stl3_automaticstatus'),
  ...when('stl3_paidmoves', yes, 'stl3_paidstatus'),
  ...when('stl3_voidmoves', yes, 'stl3_voidstatus'),
  ...when('stl3_mappingsconfirmed', yes, 'stl3_mappingsconfirmedon', 'stl3_mappingsconfirmedbyid'),
];
