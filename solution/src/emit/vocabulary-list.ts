/** The product's global choices as a list. */
import type { Choice } from '../schema/index.ts';
import * as exported from '../schema/vocabulary.ts';

/** Every global choice, in the order of their names. */
export const vocabulary: readonly Choice[] = Object.values<Choice>(exported).toSorted((left, right) =>
  left.schemaName < right.schemaName ? -1 : 1,
);
