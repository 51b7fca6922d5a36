import { describe, expect, test } from '@jest/globals';
import { automaticSending, billTo, dateSource, discountWay, freightTax, referenceSource, settings } from '@stl3/solution';
import { onLoad } from '../../webresources/src/settings.ts';
import type { SettingValue } from '../../webresources/src/settings-conditions.ts';
import { settingConditions } from '../../webresources/src/settings-conditions.ts';

/** A form with all settings but those of `without`; what shows is in `hidden`. */
const settingsForm = (values: Record<string, SettingValue>, without: readonly string[] = []) => {
  const hidden = new Set<string>();
  const handlers = new Map<string, () => void>();
  const has = (name: string): boolean => name in settings.columns && !without.includes(name);
  const form = {
    getAttribute: (name: string) =>
      has(name) ? { getValue: () => values[name] ?? null, addOnChange: (handler: () => void) => void handlers.set(name, handler) } : null,
    getControl: (name: string) =>
      has(name) ? { setVisible: (visible: boolean) => (visible ? hidden.delete(name) : hidden.add(name)) } : null,
  };
  const context = { getFormContext: () => form } as unknown as Xrm.Events.EventContext;
  return {
    open: () => onLoad(context),
    choose: (name: string, value: SettingValue) => {
      values[name] = value;
      handlers.get(name)?.();
    },
    hidden,
    values,
  };
};

describe('a field shows where it applies', () => {
  const { values: dates } = dateSource;
  const { values: ways } = discountWay;
  test.each<readonly [string, SettingValue, Record<string, boolean>]>([
    ['stl3_datesource', dates.column.value, { stl3_datecolumn: true, stl3_futuredate: true, stl3_todayifempty: true }],
    ['stl3_datesource', dates.dateDelivered.value, { stl3_datecolumn: false, stl3_futuredate: true, stl3_todayifempty: true }],
    ['stl3_datesource', dates.createdOn.value, { stl3_datecolumn: false, stl3_futuredate: true, stl3_todayifempty: false }],
    ['stl3_datesource', dates.today.value, { stl3_datecolumn: false, stl3_futuredate: false, stl3_todayifempty: false }],
    ['stl3_usexeroinvoicenumber', true, { stl3_resendnumber: false, stl3_useinvoicename: true }],
    ['stl3_usexeroinvoicenumber', false, { stl3_resendnumber: true }],
    ['stl3_referencesource', referenceSource.values.column.value, { stl3_referencecolumn: true }],
    ['stl3_referencesource', referenceSource.values.description.value, { stl3_referencecolumn: false }],
    ['stl3_billto', billTo.values.namedLookup.value, { stl3_billtocolumn: true }],
    ['stl3_billto', billTo.values.parent.value, { stl3_billtocolumn: false }],
    ['stl3_discountway', ways.linePerTaxType.value, { stl3_discountaccountid: true, stl3_discounttaxtypeid: true }],
    ['stl3_discountway', ways.spread.value, { stl3_discountaccountid: false, stl3_discounttaxtypeid: false }],
    ['stl3_freighttax', freightTax.values.taxType.value, { stl3_freighttaxtypeid: true }],
    ['stl3_freighttax', freightTax.values.sameAsLines.value, { stl3_freighttaxtypeid: false }],
    ['stl3_freighttax', null, { stl3_freighttaxtypeid: true }],
    ['stl3_roundingaccountid', [{ id: 'a' }], { stl3_roundingcap: true }],
    ['stl3_roundingaccountid', null, { stl3_roundingcap: false }],
    ['stl3_automaticsending', automaticSending.values.atStatus.value, { stl3_automaticstatus: true }],
    ['stl3_automaticsending', automaticSending.values.off.value, { stl3_automaticstatus: false }],
    ['stl3_createcontacts', false, { stl3_accountnumberinname: false }],
    ['stl3_paidmoves', true, { stl3_paidstatus: true }],
    ['stl3_voidmoves', false, { stl3_voidstatus: false }],
    ['stl3_mappingsconfirmed', true, { stl3_mappingsconfirmedon: true, stl3_mappingsconfirmedbyid: true }],
  ])('%s = %p', (column, value, shown) => {
    const form = settingsForm({ [column]: value });
    form.open();
    expect(Object.fromEntries(Object.keys(shown).map((name) => [name, !form.hidden.has(name)]))).toEqual(shown);
  });
});

test('a change shows and hides at once, and no value is lost by it', () => {
  const form = settingsForm({ stl3_datesource: dateSource.values.column.value, stl3_datecolumn: 'new_billedon' });
  form.open();
  expect(form.hidden.has('stl3_datecolumn')).toBe(false);
  form.choose('stl3_datesource', dateSource.values.today.value);
  expect(form.hidden.has('stl3_datecolumn')).toBe(true);
  expect(form.values['stl3_datecolumn']).toBe('new_billedon');
  form.choose('stl3_datesource', dateSource.values.column.value);
  expect(form.hidden.has('stl3_datecolumn')).toBe(false);
});

test('a form from which somebody took fields opens all the same', () => {
  const form = settingsForm({}, ['stl3_datesource', 'stl3_roundingcap', 'stl3_paidmoves']);
  expect(() => form.open()).not.toThrow();
  expect(form.hidden.has('stl3_datecolumn')).toBe(false);
});

test('every condition names columns of the settings, and none decides over itself', () => {
  for (const { shows, while: deciding } of settingConditions) {
    expect(Object.keys(settings.columns)).toEqual(expect.arrayContaining([shows, deciding]));
    expect(shows).not.toBe(deciding);
  }
});
