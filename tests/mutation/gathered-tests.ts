/**
 * Stands in for `@jest/globals` while the core is mutated: gathers the very tests that Jest runs, so that one process can run those that
 * reach a mutant a thousand times over. Only what the core's tests use is here; whatever else they ask for fails to load.
 */
import { format } from 'node:util';

export { expect } from 'expect';

export interface GatheredTest {
  /** Stable between loads of the same files. */
  readonly id: string;
  readonly name: string;
  readonly run: () => unknown;
}

type Body = (...values: readonly never[]) => unknown;
type Declare = (name: string, body: Body, timeout?: number) => void;
type Table = readonly unknown[];

let gathered: GatheredTest[] = [];
let file = '';
let path: readonly string[] = [];

/** Forgets the tests of an earlier load. */
export const beginGathering = (): void => {
  gathered = [];
};
/** What is declared from now on stems from this file. */
export const gatherFrom = (testFile: string): void => {
  file = testFile;
};
export const gatheredTests = (): readonly GatheredTest[] => gathered;

const declareTest: Declare = (name, body) => {
  const full = [...path, name].join(' ');
  gathered.push({ id: `${file}#${String(gathered.length)} ${full}`, name: full, run: body });
};

const declareGroup: Declare = (name, body) => {
  path = [...path, name];
  try {
    body();
  } finally {
    path = path.slice(0, -1);
  }
};

/** A row that is a list fills the parameters one by one, as in Jest. */
const eachOf =
  (declare: Declare) =>
  (table: Table): Declare =>
  (name, body, timeout) => {
    for (const row of table) {
      const values = (Array.isArray(row) ? row : [row]) as unknown as readonly never[];
      const places = name.match(/%[a-z]/g)?.length ?? 0;
      declare(format(name.replaceAll('%p', '%j'), ...values.slice(0, places)), () => body(...values), timeout);
    }
  };

const skipped = Object.assign((() => undefined) as Declare, { each: () => () => undefined });
export const describe = Object.assign(declareGroup, { each: eachOf(declareGroup), skip: skipped });
export const test = Object.assign(declareTest, { each: eachOf(declareTest), skip: skipped });
