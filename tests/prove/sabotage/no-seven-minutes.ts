/** Without the seven minutes: the first look-up that finds nothing counts as proof, and a write that comes late is there twice. */
import { setTimeout as pause } from 'node:timers/promises';
import { resolveDoubt } from '../../../relay-service/src/core/doubts.ts';
import { posting } from '../troubles.ts';
import type { Sabotage } from './sabotage.ts';

/** Long enough for a slow machine to look up before it. */
const LATE_S = 12;

export const noSevenMinutes: Sabotage = {
  home: 'SQLite',
  safeguards: {
    // A replay would find out before any look-up.
    replayCalls: () => Promise.resolve([]),
    resolveDoubt: (doubt, found, now, timeScale) => resolveDoubt({ ...doubt, sentAt: 0, absentAt: 0 }, found, now, timeScale),
  },
  rounds: 1,
  aim: {
    // The seven minutes last 21 seconds, the late write twelve.
    timeScale: 20,
    invoicesInARound: 1,
    patienceMs: 40_000,
    act: () => ({
      troubles: [posting('saved-late', { seconds: LATE_S })],
      words: 'the document is saved after the relay gave up',
      // Answered too early: what is still on its way has to arrive before it is judged.
      after: () => pause(LATE_S * 1000),
    }),
  },
};
