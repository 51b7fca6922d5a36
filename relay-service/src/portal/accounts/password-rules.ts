/** What a password must be: long, and not one that is guessed first (NIST SP 800-63B section 5.1.1.2: length and a block list, no kinds of characters). */
import { PASSWORD_LEAST, PASSWORD_MOST } from './rules.ts';

/** Words that guessers begin with; a password that is little more than one of them, or than your own name, is refused. */
const GUESSED = [
  'password',
  'passwort',
  'qwerty',
  'qwertz',
  'letmein',
  'welcome',
  'admin',
  'iloveyou',
  'abc',
  'stellarise',
  'connector',
  'dynamics',
  'xero',
  'invoice',
];

const letters = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** What is left when guessed words and runs of digits are taken out. */
const remainder = (password: string, own: readonly string[]): string =>
  [...own.flatMap((text) => text.split(/[\s@._-]+/)).map(letters), ...GUESSED]
    .filter((word) => word.length > 2)
    .reduce((rest, word) => rest.replaceAll(word, ''), letters(password))
    .replaceAll(/\d+/g, '');

/**
 * What is wrong with a password, in words; undefined when nothing is.
 * @param own name, company and e-mail address of the person, which others know
 */
export const passwordProblem = (password: string, own: readonly string[]): string | undefined => {
  if (password.length < PASSWORD_LEAST)
    return `Use at least ${PASSWORD_LEAST} characters. Three or four words that do not belong together are easy to keep and hard to guess.`;
  if (password.length > PASSWORD_MOST) return `Use at most ${PASSWORD_MOST} characters.`;
  if (new Set(remainder(password, own)).size < 4)
    return 'This password is among the first that somebody would guess. Use other words, not your name, your company or this product.';
  return undefined;
};

/** Hint below the field. */
export const PASSWORD_HINT = `At least ${PASSWORD_LEAST} characters; any characters, spaces too. Your browser can make and keep one for you.`;
