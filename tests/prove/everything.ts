/** The proof's own rounds: every trouble in turn, at every step in turn a relay killed or stopped, and at random in between. */
import { setTimeout as pause } from 'node:timers/promises';
import { steps } from '../../relay-service/src/jobs/steps.ts';
import type { Aim } from './aim.ts';
import { troublesOf } from './troubles.ts';

const STOPPED_MS = 1_500;
/** The relay renews a token that ends within a minute: so long after each renewal it renews again. */
const RENEWED_AFTER_MS = 1_000;
/** Now and then a dead relay's lease is left to end by itself, which takes its 20 seconds; as rounds go by at each of the steps. */
const LEFT_TO_END = 19;
/** Every so many rounds a relay is struck wherever it happens to be as well. */
const AT_RANDOM = 4;
const AT_RANDOM_WITHIN_MS = 2_000;

/** A relay that was stopped and not killed: it wakes up and believes that no time has passed. Every third time at each step. */
const signalOf = (round: number): 'SIGKILL' | 'SIGSTOP' => ((round + Math.floor(round / steps.length)) % 3 === 2 ? 'SIGSTOP' : 'SIGKILL');

export const everything: Aim = {
  timeScale: 60,
  accessTokenMs: 60_000 + RENEWED_AFTER_MS,
  invoicesInARound: 3,
  newToXero: true,
  effects: true,
  patienceMs: 120_000,
  act: async (stage, round) => {
    const trouble = troublesOf(round);
    // A renewal has to be due, that its answer can be lost.
    if (trouble.name === 'refresh-answer-lost') await pause(RENEWED_AFTER_MS);
    // From the last step on: a doubt is looked up where there is one, and the first trouble leaves one.
    const step = steps[(round + steps.length - 1) % steps.length] ?? 'decided';
    const signal = signalOf(round);
    const strike = async (): Promise<void> => {
      const child = await stage.strike(step, signal);
      if (round % LEFT_TO_END !== 1) await stage.ledger?.endLeases();
      if (signal === 'SIGKILL') return;
      await pause(STOPPED_MS);
      child.goOn();
    };
    const strikeAtRandom = async (): Promise<void> => {
      await pause(Math.random() * AT_RANDOM_WITHIN_MS);
      const child = stage.strikeNow(signal);
      if (signal === 'SIGKILL') return;
      await pause(STOPPED_MS);
      child.goOn();
    };
    void strike();
    const atRandom = round % AT_RANDOM === AT_RANDOM - 1;
    if (atRandom) void strikeAtRandom();
    return { troubles: [trouble], words: `${trouble.name}, ${signal} at ${step}${atRandom ? ' and at random' : ''}` };
  },
};
