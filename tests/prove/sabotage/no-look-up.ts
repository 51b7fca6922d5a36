/** Without look-up or replay: an answer that was lost is taken for a document that was not made. */
import { posting } from '../troubles.ts';
import type { Sabotage } from './sabotage.ts';

export const noLookUp: Sabotage = {
  home: 'SQLite',
  safeguards: {
    replayCalls: () => Promise.resolve([]),
    lookUp: () => Promise.resolve([]),
    resolveDoubt: () => ({ kind: 'absent', by: 'look-ups' }),
  },
  rounds: 1,
  aim: {
    timeScale: 60,
    invoicesInARound: 1,
    patienceMs: 10_000,
    act: () => ({ troubles: [posting('answer-lost')], words: 'the document is saved, the answer lost' }),
  },
};
