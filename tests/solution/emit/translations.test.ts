import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { settings } from '@stl3/solution';
import { readZip } from '../../../solution/src/check/read-zip.ts';
import { descendants, parseXml } from '../../../solution/src/check/xml-tree.ts';
import { readModel } from '../../../solution/src/check/solution-model.ts';
import { readDictionary } from '../../../solution/src/emit/translations/dictionary.ts';
import { workbook } from '../../../solution/src/emit/translations/spreadsheet.ts';
import { translationParts, translationZip } from '../../../solution/src/emit/translations/translation-parts.ts';
import { xmlFile } from '../../../solution/src/emit/xml.ts';
import { fillTranslations } from '../../../solution/src/package/fill-translations.ts';
import { readDictionaries } from '../../../solution/src/package/read-build.ts';
import { zip } from '../../../solution/src/package/zip.ts';
import { goodFiles } from '../check/good-zip.ts';

const dictionaries = readDictionaries(join(import.meta.dirname, '../../../solution/xml/translations'));
const german = dictionaries.find(({ language }) => language === 1031)!;

/** Elements whose texts people read. */
const LABELS = ['LocalizedName', 'LocalizedCollectionName', 'displayname', 'label', 'Title'];

describe('German', () => {
  test('has a text for every label in the zip', () => {
    const { model } = readModel(readZip(zip(goodFiles())));
    const labels = new Set(
      LABELS.flatMap((name) =>
        descendants(model.customizations, name).map(({ attributes }) => attributes['description'] ?? attributes['Title'] ?? ''),
      ),
    );
    expect([...labels].filter((label) => label !== '' && german.translate(label) === null)).toEqual([]);
  });

  test('explains every setting', () => {
    const untranslated = Object.values(settings.columns).filter(({ description }) => german.translate(description) === null);
    expect(untranslated.map(({ description }) => description)).toEqual([]);
  });

  test('puts patterns together', () => {
    expect(german.translate('Active Tax Types')).toBe('Aktive Steuersätze');
    expect(german.translate('Active nonsense')).toBeNull();
  });
});

describe('a dictionary', () => {
  test('refuses a line that says nothing, and a text twice', () => {
    expect(() => readDictionary(1036, 'Name Nom')).toThrow('A translation is written');
    expect(() => readDictionary(1036, 'Name => Nom\nName => Le nom')).toThrow('twice');
  });
});

describe('the translation file', () => {
  test('holds the labels whose ids are the same everywhere', () => {
    const xml = new TextDecoder().decode(translationParts(german, '1.0.0').get('CrmTranslations.xml'));
    const rows = descendants(parseXml(xml), 'Row').map((row) => descendants(row, 'Data').map(({ text }) => text));
    expect(rows).toContainEqual(['Entity name', 'Object ID', 'Object Column Name', '1033', '1031']);
    expect(rows).toContainEqual([
      'stl3_taxtype',
      expect.stringMatching(/^[0-9a-f-]{36}$/),
      'name',
      'Active Tax Types',
      'Aktive Steuersätze',
    ]);
  });
});

describe('an exported file', () => {
  const exported = (rows: readonly (readonly string[])[]): Uint8Array =>
    zip(
      translationZip(
        xmlFile(
          workbook([
            { name: 'Localized Labels', rows },
            { name: 'Information', rows: [['kept']] },
          ]),
        ),
      ),
    );
  const rowsOf = (parts: ReadonlyMap<string, Uint8Array>): readonly (readonly string[])[] =>
    descendants(parseXml(new TextDecoder().decode(parts.get('CrmTranslations.xml'))), 'Row').map((row) =>
      descendants(row, 'Data').map(({ text }) => text),
    );

  test('is filled where it is empty; what somebody wrote stays', () => {
    const { parts, filled, left } = fillTranslations(
      exported([
        ['Entity name', 'Object ID', 'Object Column Name', '1033', '1031'],
        ['stl3_taxtype', '1', 'DisplayName', 'Tax Type'],
        ['stl3_taxtype', '2', 'DisplayName', 'Category', 'Rubrik'],
        ['stl3_taxtype', '3', 'DisplayName', 'Something else'],
      ]),
      german,
    );
    expect([filled, left]).toEqual([1, ['Something else']]);
    expect(rowsOf(parts)).toEqual([
      ['Entity name', 'Object ID', 'Object Column Name', '1033', '1031'],
      ['stl3_taxtype', '1', 'DisplayName', 'Tax Type', 'Steuersatz'],
      ['stl3_taxtype', '2', 'DisplayName', 'Category', 'Rubrik'],
      ['stl3_taxtype', '3', 'DisplayName', 'Something else'],
      ['kept'],
    ]);
  });

  test('gets the column of a language that it does not have', () => {
    const { parts } = fillTranslations(
      exported([
        ['Entity name', 'Object ID', 'Object Column Name', '1033'],
        ['a', '1', 'DisplayName', 'Date'],
      ]),
      german,
    );
    expect(rowsOf(parts)[1]).toEqual(['a', '1', 'DisplayName', 'Date', 'Datum']);
  });

  test('that is none is refused by name', () => {
    expect(() => fillTranslations(zip(goodFiles()), german)).toThrow('the zip holds no CrmTranslations.xml');
  });
});
