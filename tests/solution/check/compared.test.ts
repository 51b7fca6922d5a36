import { describe, expect, test } from '@jest/globals';
import { readModel } from '../../../solution/src/check/solution-model.ts';
import { readZip } from '../../../solution/src/check/read-zip.ts';
import { releaseManifest } from '../../../solution/src/check/release-manifest.ts';
import { zip } from '../../../solution/src/package/zip.ts';
import { edit, goodFiles, linesOf } from './good-zip.ts';

const manifestOf = (files: ReadonlyMap<string, Uint8Array>): readonly string[] => releaseManifest(readModel(readZip(zip(files))).model);

describe('group 24: the last release', () => {
  const before = manifestOf(goodFiles()).map((line) => line.replace('1.2.3', '1.2.2'));

  test('a higher version with everything in it is fine', () => {
    expect(linesOf(goodFiles(), { released: before })).toEqual([]);
  });

  test('the same version again is refused', () => {
    expect(linesOf(goodFiles(), { released: manifestOf(goodFiles()) })).toEqual([
      'solution.xml: removals: version is 1.2.3.0, not higher than the released 1.2.3.0',
      'solution.xml: removals: control-version stl3_Stellarise.XeroStatus is 1.2.3, not higher than the released 1.2.3',
    ]);
  });

  test.each([
    'column stl3_xerodetails.stl3_gone nvarchar',
    'column stl3_xerodetails.stl3_net int',
    'value stl3_verdict 715330009',
    'relationship stl3_gone',
    'key stl3_taxtype.stl3_XeroKey stl3_xeroid',
    'component 61 stl3_/js/gone.js',
    'environment-variable stl3_Gone',
  ])('%s', (line) => {
    expect(linesOf(goodFiles(), { released: [...before, line] })).toEqual([
      `customizations.xml: removals: was released and is gone or changed, which deletes it at customers: ${line}`,
    ]);
  });
});

describe('group 25: the twins', () => {
  test('they differ in one word', () => {
    expect(linesOf(goodFiles(true), { twin: zip(goodFiles(false)) })).toEqual([]);
  });

  test('two of the same kind', () => {
    expect(linesOf(goodFiles(true), { twin: zip(goodFiles(true)) })).toEqual(['solution.xml: twins: both zips are managed']);
  });

  test('another label', () => {
    const files = goodFiles(false);
    edit(files, 'customizations.xml', (xml) => xml.replace('"Send to Xero"', '"Send"'));
    expect(linesOf(goodFiles(true), { twin: zip(files) })).toEqual([
      'customizations.xml: twins: differs between the managed and the unmanaged zip',
    ]);
  });
});
