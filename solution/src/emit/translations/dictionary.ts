/** Texts in another language, by the English text that the product is written in. */

export interface Dictionary {
  /** The platform's number of the language. */
  readonly language: number;
  /** @returns null where the language has no text for it */
  readonly translate: (english: string) => string | null;
}

const ARROW = ' => ';

const entriesOf = (text: string): readonly (readonly [english: string, other: string])[] =>
  text
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const at = line.indexOf(ARROW);
      if (at < 1) throw new Error(`A translation is written English${ARROW}other language: ${line}`);
      return [line.slice(0, at), line.slice(at + ARROW.length)];
    });

interface Pattern {
  readonly before: string;
  readonly after: string;
  readonly other: string;
}

const patternOf = ([english, other]: readonly [string, string]): Pattern => {
  const [before = '', after = ''] = english.split('*');
  return { before, after, other };
};

/**
 * Reads a language's file: a line per text, `English => other language`; a line with `*` holds for any translated text in its place.
 * @throws {Error} if a line says nothing or an English text is there twice
 */
export const readDictionary = (language: number, text: string): Dictionary => {
  const entries = entriesOf(text);
  const isPattern = ([english]: readonly [string, string]): boolean => english.includes('*');
  const words = new Map(entries.filter((entry) => !isPattern(entry)));
  if (words.size + entries.filter(isPattern).length !== entries.length) throw new Error(`A text of language ${language} is there twice`);
  const patterns = entries.filter(isPattern).map(patternOf);
  const translate = (english: string): string | null => {
    const word = words.get(english);
    if (word !== undefined) return word;
    for (const { before, after, other } of patterns) {
      if (!english.startsWith(before) || !english.endsWith(after) || english.length <= before.length + after.length) continue;
      const inner = translate(english.slice(before.length, english.length - after.length));
      if (inner !== null) return other.replace('*', () => inner);
    }
    return null;
  };
  return { language, translate };
};
