/** Holds a list of lines to a committed one that may grow, but never change. */

/** What stands between the two lists. */
export interface Difference {
  /** Promised, and no longer so. */
  readonly broken: readonly string[];
  /** So, and not yet promised. */
  readonly added: readonly string[];
}

export const differenceOf = (golden: readonly string[], now: readonly string[]): Difference => {
  const [promised, present] = [new Set(golden), new Set(now)];
  return { broken: golden.filter((line) => !present.has(line)), added: now.filter((line) => !promised.has(line)) };
};

const bullets = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join('\n');

/**
 * Says in words what is wrong; empty where the lists agree.
 * @param update the shell command that appends new lines
 */
export const explain = ({ broken, added }: Difference, update: string): string =>
  [
    ...(broken.length === 0
      ? []
      : [
          `These lines were chosen once and for ever, and changed or vanished:\n${bullets(broken)}\n` +
            'Customers have these names and ids in their environments. Put them back; a thing that is no longer wanted stays, unused.',
        ]),
    ...(added.length === 0
      ? []
      : [`These lines are new:\n${bullets(added)}\nIf they are meant to stay for ever, append them deliberately by running:\n  ${update}`]),
  ].join('\n\n');

/**
 * The committed text with new lines appended.
 * @throws {Error} if a line changed or vanished: appending never mends that
 */
export const appended = (text: string, difference: Difference): string => {
  if (difference.broken.length > 0)
    throw new Error(`Refused to update: lines may be added, never changed or removed.\n\n${explain({ ...difference, added: [] }, '')}`);
  return text + difference.added.map((line) => `${line}\n`).join('');
};

/** The lines of a committed list; comments (#) and empty lines are for the reader. */
export const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
