/** The solution that this relay hands out, as `npm run package` built it. */
import { globSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Where `npm run package` leaves the zips. */
export const packagedFolder = join(import.meta.dirname, '../../../dist');

/** Newest managed zip of a folder; null where none was built. */
export const newestZip = (folder: string): string | null => {
  const found = globSync('*_managed.zip', { cwd: folder }).map((name) => join(folder, name));
  return found.sort((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs)[0] ?? null;
};

/** Version of that zip as Dataverse counts, four numbers; null where none was built. */
export const packagedVersion = (folder: string = packagedFolder): string | null => {
  const [, version] = /_(\d+\.\d+\.\d+)_managed\.zip$/.exec(basename(newestZip(folder) ?? '')) ?? [];
  return version === undefined ? null : `${version}.0`;
};
