/** The proof's own rounds: every trouble in turn, at every step in turn a relay killed or stopped. */
import { setTimeout as pause } from 'node:timers/promises';
import { steps } from '../../relay-service/src/jobs/steps.ts';
import type { Aim } from './aim.ts';
import { troubles } from './troubles.ts';

const STOPPED_MS = 1_500;
/** The relay renews a token that ends within a minute: so long after each renewal it renews again. */
const RENEWED_AFTER_MS = 1_000;
/** Now and then a dead relay's lease is left to end by itself, which takes its 20 seconds. */
const LEFT_TO_END = 20;

export const everything: Aim = {
  timeScale: 60,
  accessTokenMs: 60_000 + RENEWED_AFTER_MS,
  invoicesInARound: 3,
  patienceMs: 120_000,
  act: async (stage, round) => {
    const trouble = troubles[round % troubles.length];
    // A renewal has to be due, that its answer can be lost.
    if (trouble?.name === 'refresh-answer-lost') await pause(RENEWED_AFTER_MS);
    // From the last step on: a doubt is looked up where there is one, and the first trouble leaves one.
    const step = steps[(round + steps.length - 1) % steps.length] ?? 'decided';
    // Every third round stops the relay instead of killing it: it wakes up and believes that no time has passed.
    const signal = round % 3 === 2 ? 'SIGSTOP' : 'SIGKILL';
    const strike = async (): Promise<void> => {
      const child = await stage.strike(step, signal);
      if (round % LEFT_TO_END !== 1) await stage.ledger?.endLeases();
      if (signal === 'SIGKILL') return;
      await pause(STOPPED_MS);
      child.goOn();
    };
    void strike();
    return { troubles: trouble ? [trouble] : [], words: `${trouble?.name ?? 'no fault'}, ${signal} at ${step}` };
  },
};
