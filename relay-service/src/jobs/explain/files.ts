/** A file of an explanation: JSON of one object. What is not what it should be is refused by name, never guessed. */
import { parseJsonKeepingDecimals } from '../../dataverse/decimal-json.ts';
import type { Row } from '../../dataverse/rows.ts';

/** A file that cannot be used; the message names what is wrong with it. */
export class WrongFile extends Error {
  override readonly name = 'WrongFile';
}

/** What was read, and what a reader should know of it. */
export interface ReadFile<Content> {
  readonly content: Content;
  readonly notes: readonly string[];
}

export const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** @throws {WrongFile} */
export const parse = (text: string, parser: (text: string) => unknown): unknown => {
  try {
    // Windows' own editors begin a file with a byte order mark.
    return parser(text.replace(/^\uFEFF/, ''));
  } catch (thrown) {
    throw new WrongFile(`is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

/**
 * One row: as it is, or as the only one of a list that the Web API answered.
 * @throws {WrongFile}
 */
export const oneRow = (text: string, what: string): Row => {
  const parsed = parse(text, parseJsonKeepingDecimals);
  if (!isObject(parsed)) throw new WrongFile(`holds no ${what}: one JSON object is needed`);
  const { value } = parsed;
  if (!isList(value)) return parsed;
  const [row, ...others] = value;
  if (!isObject(row) || others.length > 0) throw new WrongFile(`must hold exactly one ${what}, and holds ${String(value.length)}`);
  return { '@odata.context': parsed['@odata.context'], ...row };
};
