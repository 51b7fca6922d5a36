/** Zip files whose bytes depend on nothing but their content. */
import { zipSync } from 'fflate';
import type { Zippable } from 'fflate';

// DOS time, which zip files carry, begins here; it is read as local time, so the moment is made of local parts.
const EPOCH = new Date(1980, 0, 1, 0, 0, 0);

/**
 * Packs files by their path, in the order of the paths, without folders of their own.
 * @param level 9 is smallest, 0 only stores
 */
export const zip = (files: ReadonlyMap<string, Uint8Array>, level: 0 | 9 = 9): Uint8Array => {
  const sorted = [...files].toSorted(([left], [right]) => (left < right ? -1 : 1));
  const entries: Zippable = Object.fromEntries(sorted.map(([path, content]) => [path, [content, { level, mtime: EPOCH, os: 0 }]]));
  return zipSync(entries);
};
