/** Without look-up: an answer that was lost is taken for a document that was not made. */
import { posting } from '../troubles.ts';
import type { Sabotage } from './sabotage.ts';

export const noLookUp: Sabotage = {
  home: 'SQLite',
  safeguards: { lookUp: () => Promise.resolve([]), resolveDoubt: () => ({ kind: 'absent' }) },
  rounds: 1,
  aim: {
    timeScale: 60,
    invoicesInARound: 1,
    patienceMs: 10_000,
    act: () => ({ troubles: [posting('answer-lost')], words: 'the document is saved, the answer lost' }),
  },
};
