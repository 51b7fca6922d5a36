import { describe, expect, test } from '@jest/globals';
import { extendedTables, invoice, roles, settings, tables } from '@stl3/solution';
import { descendants, parseXml } from '../../../solution/src/check/xml-tree.ts';
import type { FormSpec } from '../../../solution/src/emit/forms/form-spec.ts';
import { systemForm } from '../../../solution/src/emit/forms/form.ts';
import { formsOfExtended } from '../../../solution/src/emit/forms/microsoft.ts';
import { formsOf } from '../../../solution/src/emit/forms/own-tables.ts';
import { invoiceRibbon } from '../../../solution/src/emit/ribbon/ribbon.ts';
import { fragment } from '../../../solution/src/emit/xml.ts';

const xmlOf = (form: FormSpec) => parseXml(fragment(systemForm(form)));
const shown = (form: FormSpec): ReadonlySet<string> =>
  new Set(descendants(xmlOf(form), 'control').map(({ attributes }) => attributes['datafieldname'] ?? ''));
const mainOf = (forms: readonly FormSpec[]): FormSpec => forms.find(({ type }) => type === 'main')!;

describe('main forms of our tables', () => {
  test.each(tables.map((table) => [table.logicalName, table] as const))('%s shows every column', (_name, table) => {
    const on = shown(mainOf(formsOf(table)));
    expect(Object.keys(table.columns).filter((name) => !on.has(name))).toEqual([]);
  });

  test('what only the relay writes cannot be typed into', () => {
    const details = tables.find(({ logicalName }) => logicalName === 'stl3_xerodetails')!;
    const controls = descendants(xmlOf(mainOf(formsOf(details))), 'control').filter(
      ({ attributes }) => attributes['datafieldname'] !== undefined,
    );
    expect(controls.filter(({ attributes }) => attributes['disabled'] !== 'true')).toEqual([]);
  });
});

describe('the settings form', () => {
  const form = xmlOf(mainOf(formsOf(settings)));
  const control = (name: string) => descendants(form, 'control').find(({ attributes }) => attributes['datafieldname'] === name)!;

  test('lets people confirm the mappings, and stamps who did', () => {
    expect(control('stl3_mappingsconfirmed').attributes['disabled']).toBe('false');
    expect(control('stl3_mappingsconfirmedon').attributes['disabled']).toBe('true');
    expect(control('stl3_mappingsconfirmedbyid').attributes['disabled']).toBe('true');
  });

  test('offers accounts and tax types of the same connection only', () => {
    const parameters = Object.fromEntries(
      descendants(control('stl3_salesaccountid'), 'parameters')[0]!.children.map(({ name, text }) => [name, text]),
    );
    expect(parameters).toMatchObject({
      FilterRelationshipName: 'stl3_connector_chartofaccounts',
      DependentAttributeName: 'stl3_stellariseconnectorsettings.stl3_connectorid',
      AllowFilterOff: 'false',
    });
  });
});

describe('our forms on tables of Microsoft', () => {
  test.each(extendedTables.flatMap(formsOfExtended).map((form) => [form.title, form] as const))(
    '%s is never the fallback, never first',
    (_title, form) => {
      const [conditions] = descendants(xmlOf(form), 'DisplayConditions');
      expect(conditions?.attributes).toMatchObject({ FallbackForm: 'false', Order: '99' });
      expect(conditions?.children.map(({ attributes }) => attributes['Id'])).toContain(`{${roles.user.id}}`);
    },
  );

  test('the invoice shows status control, lines and history', () => {
    const form = xmlOf(mainOf(formsOfExtended(invoice)));
    expect(descendants(form, 'customControl').filter(({ attributes }) => attributes['name'] === 'stl3_Stellarise.XeroStatus')).toHaveLength(
      3,
    );
    expect(descendants(form, 'RelationshipName').map(({ text }) => text)).toEqual(['invoice_details', 'stl3_invoice_synchistory']);
  });
});

describe('the ribbon', () => {
  const ribbon = parseXml(fragment(invoiceRibbon()));
  const rulesOf = (command: string): readonly string[] =>
    descendants(ribbon, 'CommandDefinition')
      .filter(({ attributes }) => attributes['Id'] === `stl3.invoice.${command}.Command`)
      .flatMap((definition) => [...descendants(definition, 'EnableRule'), ...descendants(definition, 'DisplayRule')])
      .map(({ attributes }) => attributes['Id']!.replace('stl3.invoice.', ''));

  test.each([
    ['SendToXero.Form', ['Editable.EnableRule', 'CanSend.EnableRule', 'MayRequest.DisplayRule']],
    ['UpdateInXero.Form', ['Editable.EnableRule', 'CanSend.EnableRule', 'MayRequest.DisplayRule']],
    ['CheckForXero.Form', ['Saved.EnableRule', 'CanSend.EnableRule', 'MayRequest.DisplayRule']],
    ['VoidInXero.Form', ['Saved.EnableRule', 'CanSend.EnableRule', 'MayRequest.DisplayRule']],
    ['RefreshFromXero.Form', ['Saved.EnableRule', 'CanSend.EnableRule', 'MayRequest.DisplayRule']],
    ['OpenInXero.Form', ['Saved.EnableRule', 'MayRead.DisplayRule']],
    ['Xero.Form', ['Saved.EnableRule', 'MayRead.DisplayRule']],
    ['ApproveInXero.HomepageGrid', ['Selected.EnableRule', 'CanSend.EnableRule', 'MayRequest.DisplayRule']],
  ])('%s', (command, rules) => {
    expect(rulesOf(command)).toEqual(rules);
  });

  test('a saved invoice is one that is paid, cancelled or not mine to write, too', () => {
    const saved = descendants(ribbon, 'EnableRule').find(
      ({ attributes, children }) => attributes['Id'] === 'stl3.invoice.Saved.EnableRule' && children.length > 0,
    );
    expect(descendants(saved, 'FormStateRule').map(({ attributes }) => attributes['State'])).toEqual(['Existing', 'ReadOnly', 'Disabled']);
  });
});
