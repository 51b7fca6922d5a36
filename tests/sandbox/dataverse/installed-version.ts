/**
 * An older version of our solution: what came later is not there, and a request that names it is refused as Dataverse refuses any unknown
 * name. One version for all environments of the process, as their metadata is one.
 */
import type { Column, TableDefinition } from './column.ts';

let version: string | null = null;

/** @param installed null = the newest */
export const pretendVersion = (installed: string | null): void => void (version = installed);

/** For whoever remembers what metadata said. */
export const pretended = (): string => version ?? 'newest';

const isLater = (since: string, than: string): boolean => {
  const [left, right] = [since, than].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const at = left.findIndex((number, index) => number !== right[index]);
  return at >= 0 && (left[at] ?? 0) > (right[at] ?? 0);
};

/** Whether the installed solution has a column. */
export const isThere = ({ since }: Column): boolean => version === null || since === undefined || !isLater(since(), version);

/** Whether it has a table: one of ours came with its first column. */
export const isTableThere = ({ columns, primaryName }: TableDefinition): boolean => {
  const name = columns[primaryName];
  return name === undefined || isThere(name);
};
