import { describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { built } from '../../../scripts/built.ts';
import { checkSolution } from '../../../solution/src/check/check-solution.ts';
import { describe as describeFinding } from '../../../solution/src/check/finding.ts';
import { readZip } from '../../../solution/src/check/read-zip.ts';
import { solutionParts } from '../../../solution/src/emit/solution-parts.ts';
import { productVersion, readBuild, readTexts } from '../../../solution/src/package/read-build.ts';
import { drift, unpacked } from '../../../solution/src/package/unpack.ts';
import { zip } from '../../../solution/src/package/zip.ts';
import { goodBuild, goodFiles } from '../check/good-zip.ts';

describe('the zip', () => {
  test('is the same, byte for byte, whenever and wherever it is made', () => {
    const first = zip(solutionParts(goodBuild, true));
    const elsewhere = new Map([...solutionParts(goodBuild, true)].reverse());
    const zone = process.env.TZ;
    process.env.TZ = 'Pacific/Auckland';
    try {
      expect(Buffer.compare(first, zip(elsewhere))).toBe(0);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  test('reads back as it was put in', () => {
    const entries = new Map(readZip(zip(goodFiles())).map(({ path, content }) => [path, Buffer.from(content).toString('base64')]));
    expect(entries).toEqual(new Map([...goodFiles()].map(([path, content]) => [path, Buffer.from(content).toString('base64')])));
  });

  test('carries one version everywhere', () => {
    const text = (path: string): string => new TextDecoder().decode(goodFiles().get(path));
    expect(text('solution.xml')).toContain('<Version>1.2.3.0</Version>');
    expect(text('Controls/stl3_Stellarise.XeroStatus/ControlManifest.xml')).toContain('version="1.2.3"');
  });
});

const root = join(import.meta.dirname, '../../..');
const isBuilt = existsSync(join(built.webResources, 'js/invoice.js')) && existsSync(join(built.control, 'bundle.js'));

(isBuilt ? describe : describe.skip)(`what was built${isBuilt ? '' : ' (skipped: nothing was built; npm run build)'}`, () => {
  const build = (): ReturnType<typeof readBuild> => readBuild({ ...built, version: productVersion(root) });

  test('makes zips without findings', () => {
    const [managed, unmanaged] = [true, false].map((flag) => zip(solutionParts(build(), flag)));
    expect(checkSolution(managed ?? new Uint8Array(), { twin: unmanaged ?? new Uint8Array() }).map(describeFinding)).toEqual([]);
    expect(checkSolution(unmanaged ?? new Uint8Array()).map(describeFinding)).toEqual([]);
  });

  test('solution/unpacked is what the schema gives; else: npm run package', () => {
    expect(drift(unpacked(build()), readTexts(join(root, 'solution/unpacked')))).toEqual([]);
  });
});
