import { describe, expect, test } from '@jest/globals';
import { discountWay } from '@stl3/solution';
import { settingsColumns, settingsOf, timeZoneOf } from '../../../relay-service/src/dataverse/settings-row.ts';

describe('the settings row', () => {
  test('the discount tax type is read', () => {
    const row = { stl3_discountway: discountWay.values.linePerTaxType.value, _stl3_discounttaxtypeid_value: 'tax-row' };
    expect(settingsOf(row)).toMatchObject({ discountWay: 'linePerTaxType', discountTaxTypeId: 'tax-row' });
  });

  test('what is read of it is what is asked for, no more and no less', () => {
    const read = new Set<string>();
    const row = new Proxy<Readonly<Record<string, unknown>>>({}, { get: (_, column) => void read.add(String(column)) });
    settingsOf(row);
    timeZoneOf(row);
    expect([...read].sort()).toEqual(settingsColumns.split(',').sort());
  });
});
