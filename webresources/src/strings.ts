import { webResources } from '@stl3/solution';
import { english } from './strings-english.ts';

export type StringKey = keyof typeof english;

// The platform wants the name without language and extension and adds the user's own language.
const bundle = webResources.strings.replace(/\.\d+\.resx$/, '');

const translated = (key: string): string | null => {
  try {
    // The platform answers null or the key itself where the language has no such text.
    const found = Xrm.Utility.getResourceString(bundle, key) as string | null | undefined;
    return found === undefined || found === key || found === '' ? null : found;
  } catch {
    return null;
  }
};

/**
 * A text in the user's language, in English where no translation was installed.
 * @param values replaces `{0}`, `{1}` and so on
 */
export const text = (key: StringKey, ...values: readonly (string | number)[]): string =>
  (translated(key) ?? english[key]).replace(/\{(\d)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
