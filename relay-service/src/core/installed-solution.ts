/**
 * What an installed version of the solution has not got yet. The schema says of each column in which version it first shipped; the last two
 * minor versions are served, each with the columns that it has. Versions have four numbers, as Dataverse keeps them.
 */
import { extendedTables, relationships, tables } from '@stl3/solution';

const numbersOf = (version: string): readonly number[] => version.split('.').map(Number);

/** Whether one version comes before another: compared number by number. */
export const isOlder = (version: string, than: string): boolean => {
  const [left, right] = [numbersOf(version), numbersOf(than)];
  const at = [0, 1, 2, 3].find((index) => (left[index] ?? 0) !== (right[index] ?? 0));
  return at !== undefined && (left[at] ?? 0) < (right[at] ?? 0);
};

const everyTable = () => [...tables, ...extendedTables];

/** The version in which the newest column shipped: what this relay makes use of. */
export const newestVersion = (): string =>
  everyTable()
    .flatMap(({ columns }) => Object.values(columns).map(({ since }) => since))
    .reduce((newest, since) => (isOlder(newest, since) ? since : newest), '1.0.0.0');

/** The oldest version that is served: the minor version before the newest one. */
export const oldestServed = (newest = newestVersion()): string => {
  const [major = 1, minor = 0] = numbersOf(newest);
  return `${major}.${Math.max(0, minor - 1)}.0.0`;
};

/** Whether an installed version is not served any more. */
export const isTooOld = (installed: string | null): boolean => installed !== null && isOlder(installed, oldestServed());

/** What an installed version lacks; by the names that requests of the Web API use. */
export interface Lacking {
  /** Set names of tables that are not there. */
  readonly sets: ReadonlySet<string>;
  /** Logical names of columns that are not there, by set name. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
  /** Navigation properties that are not there. */
  readonly navigations: ReadonlySet<string>;
}

/** Null where nothing is lacking. @param installed null = it is not installed, or nobody may look: nothing is left out */
export const lackingIn = (installed: string | null): Lacking | null => {
  if (installed === null || !isOlder(installed, newestVersion())) return null;
  const columns = new Map(
    everyTable().map(({ setName, columns: all }) => [
      setName,
      new Set(Object.entries(all).flatMap(([name, { since }]) => (isOlder(installed, since) ? [name] : []))),
    ]),
  );
  const isGone = ({ setName, columns: all }: (typeof tables)[number]): boolean => columns.get(setName)?.size === Object.keys(all).length;
  return {
    sets: new Set(tables.filter(isGone).map(({ setName }) => setName)),
    columns,
    navigations: new Set(
      relationships.flatMap(({ schemaName, column }) => (isOlder(installed, column.since) ? [schemaName, column.schemaName] : [])),
    ),
  };
};
