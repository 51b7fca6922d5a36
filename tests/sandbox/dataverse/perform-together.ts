/** Operations of the Web API as one transaction; a single request is one of one operation. */
import type { Environment, JournalRow } from './state.ts';
import type { Answer, Operation } from './web-api.ts';
import { dispatch, refused } from './web-api.ts';
import type { Writer } from './write-row.ts';

/** Puts addresses of rows written by earlier parts where a part says `$1`: as its path, or in a bind. */
const resolved = (operation: Operation, addresses: ReadonlyMap<string, string>): Operation => {
  const addressOf = (text: string): string => text.replace(/^\$(\w+)(?=$|[/?])/, (whole, id: string) => addresses.get(id) ?? whole);
  const { body, path } = operation;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return { ...operation, path: addressOf(path) };
  const binds = Object.entries(body).flatMap(([name, value]: [string, unknown]) =>
    name.endsWith('@odata.bind') && typeof value === 'string' ? [[name, addressOf(value)]] : [],
  );
  return { ...operation, path: addressOf(path), body: { ...body, ...(Object.fromEntries(binds) as object) } };
};

/** Performs operations as one transaction: all of them, or none and the one answer that says why. */
export const performTogether = (
  environment: Environment,
  userId: string,
  operations: readonly Operation[],
  onCommit: (change: JournalRow) => void,
): readonly Answer[] => {
  const writer: Writer = { environment, userId, commits: [] };
  const undo: (() => void)[] = [];
  environment.undo = undo;
  try {
    const addresses = new Map<string, string>();
    const answers = operations.map((operation) => {
      const done = dispatch(writer, resolved(operation, addresses));
      const address = /[^/]+\([0-9a-f-]{36}\)$/.exec(done.headers['odata-entityid'] ?? '')?.[0];
      if (address !== undefined && typeof operation.contentId === 'string') addresses.set(operation.contentId, address);
      return done;
    });
    environment.journal.push(...writer.commits);
    writer.commits.forEach(onCommit);
    return answers;
  } catch (problem) {
    for (const step of undo.reverse()) step();
    return [refused(problem)];
  } finally {
    environment.undo = null;
  }
};
