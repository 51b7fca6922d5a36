/** The filter language of `where`: comparisons joined by AND and OR; text compares without case. */

type Row = Readonly<Record<string, unknown>>;
type Test = (row: Row) => boolean;

/** `Property == "text"` of which one must hold for a row to be meant; null = any row may be. */
type Equals = readonly { readonly property: string; readonly text: string }[] | null;
/** A filter, and what an index can find of what it means. */
export interface Where {
  readonly test: Test;
  readonly equals: Equals;
}

/** Cannot be parsed; Xero answers 400 QueryParseException. */
export class WhereError extends Error {}

const TOKEN = /\s*(\(|\)|AND\b|OR\b|&&|\|\||==|!=|>=|<=|>|<|"[^"]*"|guid\("[^"]*"\)|DateTime\([^)]*\)|[A-Za-z_][\w.]*|-?\d+(?:\.\d+)?)/giy;

const tokensOf = (where: string): string[] => {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < where.trimEnd().length) {
    const match = TOKEN.exec(where);
    if (!match) throw new WhereError(`Unexpected text in where: ${where}`);
    tokens.push(match[1] ?? '');
  }
  return tokens;
};

const literalOf = (token: string): string | number | boolean | null => {
  if (token.startsWith('"')) return token.slice(1, -1);
  if (/^guid\(/i.test(token)) return token.slice(6, -2);
  if (/^DateTime\(/i.test(token)) {
    const [year = 0, month = 1, day = 1] = token.slice(9, -1).split(',').map(Number);
    return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
  }
  if (token === 'true' || token === 'false') return token === 'true';
  if (token === 'null') return null;
  if (/^-?\d/.test(token)) return Number(token);
  throw new WhereError(`Not a value: ${token}`);
};

const valueOf = (row: Row, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Row | undefined)?.[name], row);
const folded = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : (value ?? null));

const compare = (path: string, operator: string, literal: ReturnType<typeof literalOf>): Where => {
  const right = folded(literal) as string | number;
  const equals = operator === '==' && typeof literal === 'string' && literal !== '' ? [{ property: path, text: literal }] : null;
  const test: Test = (row) => {
    const left = folded(valueOf(row, path)) as string | number;
    switch (operator) {
      case '==':
        return left === right;
      case '!=':
        return left !== right;
      case '>':
        return left > right;
      case '<':
        return left < right;
      case '>=':
        return left >= right;
      default:
        return left <= right;
    }
  };
  return { test, equals };
};

/** What no filter means. */
export const anything: Where = { test: () => true, equals: null };

/** Parses a filter. @throws {WhereError} */
export const parseWhere = (where: string): Where => {
  const tokens = tokensOf(where);
  let at = 0;
  const primary = (): Where => {
    const token = tokens[at++];
    if (token === '(') {
      const inner = either();
      if (tokens[at++] !== ')') throw new WhereError('A parenthesis is not closed.');
      return inner;
    }
    const operator = tokens[at++];
    const literal = tokens[at++];
    if (token === undefined || literal === undefined || !/^(==|!=|>=|<=|>|<)$/.test(operator ?? ''))
      throw new WhereError(`Not a comparison near ${token ?? 'the end'}.`);
    return compare(token, operator ?? '', literalOf(literal));
  };
  const both = (): Where => {
    const tests = [primary()];
    while (/^(AND|&&)$/i.test(tokens[at] ?? '')) {
      at += 1;
      tests.push(primary());
    }
    return { test: (row) => tests.every(({ test }) => test(row)), equals: tests.find(({ equals }) => equals !== null)?.equals ?? null };
  };
  const either = (): Where => {
    const tests = [both()];
    while (/^(OR|\|\|)$/i.test(tokens[at] ?? '')) {
      at += 1;
      tests.push(both());
    }
    const equals = tests.every(({ equals: each }) => each !== null) ? tests.flatMap(({ equals: each }) => each ?? []) : null;
    return { test: (row) => tests.some(({ test }) => test(row)), equals };
  };
  const whole = either();
  if (at < tokens.length) throw new WhereError(`Unexpected ${tokens[at] ?? ''}.`);
  return whole;
};
