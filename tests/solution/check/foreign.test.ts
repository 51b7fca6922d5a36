import { expect, test } from '@jest/globals';
import { edit, goodFiles, linesOf } from './good-zip.ts';

/** The good zip as if somebody else had made it, with another prefix of theirs. */
const foreign = (): Map<string, Uint8Array> => {
  const files = goodFiles();
  edit(files, 'solution.xml', (xml) => xml.replace('<UniqueName>StellariseConnector<', '<UniqueName>SomebodysSolution<'));
  return files;
};

test('a zip of somebody else is judged by what would fail its import', () => {
  expect(linesOf(foreign())).toEqual([]);
});

test('ids, order and unused rules are their own affair', () => {
  const files = foreign();
  edit(files, 'customizations.xml', (xml) =>
    xml
      .replace(/<order [^>]*>/, '')

      .replaceAll('715330001', '1')
      .replace('IsCustomField>1', 'IsCustomField>1 '),
  );
  expect(linesOf(files)).toEqual([]);
});

test('a control of another publisher is not', () => {
  const files = foreign();
  edit(files, 'solution.xml', (xml) => xml.replace('<CustomizationPrefix>stl3<', '<CustomizationPrefix>acme<'));
  expect(linesOf(files)).toContainEqual(
    expect.stringContaining("is called acme_Stellarise.XeroStatus by its manifest and the publisher's prefix"),
  );
});
