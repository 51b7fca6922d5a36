/** Matching by position: Xero answers in another order, and rows get each other's numbers. */
import { posting } from '../troubles.ts';
import type { Sabotage } from './sabotage.ts';

export const byPosition: Sabotage = {
  home: 'SQLite',
  safeguards: {
    matchElements: (documents, elements) =>
      new Map(documents.flatMap(({ intentId }, index) => (elements[index] ? [[intentId, elements[index]] as const] : []))),
  },
  rounds: 2,
  aim: {
    timeScale: 60,
    // Enough that some share a call, however their webhooks come in.
    invoicesInARound: 12,
    patienceMs: 10_000,
    act: () => ({ troubles: [posting('shuffled', { times: 12 })], words: 'the answers come in another order' }),
  },
};
