/** Ways of breaking the good zip, and the test that each break is found. */
import { describe, expect, test } from '@jest/globals';
import { edit, goodFiles, linesOf } from './good-zip.ts';

export type Files = Map<string, Uint8Array>;
/** What is planted, how, and part of the line that must be printed. */
export type Plant = readonly [what: string, plant: (files: Files) => void, line: string];

const replaceIn =
  (path: string) =>
  (from: string | RegExp, to: string) =>
  (files: Files): void =>
    edit(files, path, (xml) => xml.replace(from, to));

/** Replaces the first of `from`. */
export const customizations = replaceIn('customizations.xml');
export const solution = replaceIn('solution.xml');

/** Replaces the first of `from` after `mark`. */
export const after =
  (mark: string, from: string | RegExp, to: string) =>
  (files: Files): void =>
    edit(files, 'customizations.xml', (xml) => {
      const start = xml.indexOf(mark);
      if (start < 0) throw new Error(`no ${mark}`);
      return xml.slice(0, start) + xml.slice(start).replace(from, to);
    });

/** One test per break. */
export const findsPlanted = (planted: Readonly<Record<string, readonly Plant[]>>): void => {
  describe.each(Object.entries(planted))('group %s', (_group, plants) => {
    test.each(plants)('%s', (_what, plant, line) => {
      const files = goodFiles();
      plant(files);
      expect(linesOf(files)).toContainEqual(expect.stringContaining(line));
    });
  });
};
