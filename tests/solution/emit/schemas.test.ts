import { describe, expect, test } from '@jest/globals';
import { readZip } from '../../../solution/src/check/read-zip.ts';
import { schemaTasks } from '../../../solution/src/check/schema-tasks.ts';
import { loadValidator, validate } from '../../../solution/src/check/schemas.ts';
import { readModel } from '../../../solution/src/check/solution-model.ts';
import { zip } from '../../../solution/src/package/zip.ts';
import { absent, oracle } from '../../contract/oracles.ts';
import { edit, goodFiles } from '../check/good-zip.ts';

const folder = oracle('xsd/xmllint-wasm');
const validator = await loadValidator();

const errorsOf = async (files: ReadonlyMap<string, Uint8Array>): Promise<readonly string[]> => {
  if (validator === null || folder === null) throw new Error('nothing to validate with');
  const { model } = readModel(readZip(zip(files)));
  return (await validate(validator, folder, schemaTasks(model))).map(({ file, message }) => `${file}: ${message}`);
};

(folder === null || validator === null ? describe.skip : describe)(`Microsoft's schemas${folder === null ? ` (${absent})` : ''}`, () => {
  test.each([
    ['managed', true],
    ['unmanaged', false],
  ])('the %s zip has no error: customizations, ribbons, forms and site map', async (_kind, managed) => {
    expect(await errorsOf(goodFiles(managed))).toEqual([]);
  });

  test('each schema is really applied', async () => {
    const files = goodFiles();
    edit(files, 'customizations.xml', (xml) =>
      xml
        .replace('<Type>lookup<', '<Type>lokup<')
        .replace('<SubArea ', '<SubArea Nothing="1" ')
        .replace('<tab ', '<tab nothing="1" ')
        .replace('<FormStateRule ', '<FormStateRule Nothing="1" '),
    );
    const errors = (await errorsOf(files)).join('\n');
    expect(errors).toMatch(/^customizations.xml: .*lokup.*CustomizationsSolution.xsd/m);
    expect(errors).toMatch(/site map.*Nothing.*SiteMap.xsd/);
    expect(errors).toMatch(/form \{.*nothing.*FormXml.xsd/);
    expect(errors).toMatch(/ribbon of .*Nothing.*RibbonCore.xsd/);
  });
});
