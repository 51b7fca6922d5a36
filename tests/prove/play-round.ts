/** One round: clicks, trouble, and the wait for every answer. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Aim } from './aim.ts';
import { ask, isAnswered } from './ask.ts';
import { clicksOf } from './clicks.ts';
import type { Stage } from './stage.ts';
import type { createTroubleMaker } from './troubles.ts';
import { until } from './until.ts';

/** What never came to happen, such as a step that nobody reached, is not waited for. */
const WRAP_UP_MS = 50;
/** What follows a document, such as its mail, comes after the answer. */
const AFTERWARDS_MS = 3_000;

/** @param asked request id -> invoice id; grows @returns how long the answers took */
export const playRound = async (
  stage: Stage,
  trouble: ReturnType<typeof createTroubleMaker>,
  aim: Aim,
  round: number,
  asked: Map<string, string>,
): Promise<{ readonly ms: number; readonly words: string }> => {
  const { world } = stage;
  const clicks = clicksOf(world, aim, round);
  const { troubles, words, during, after } = await aim.act(stage, round, trouble.begin);
  for (const each of troubles) {
    if (each.from === undefined) trouble.begin(each);
    else void stage.reached(each.from).then(() => trouble.begin(each));
  }
  const from = Date.now();
  const ids = await Promise.all(clicks.map(({ invoiceId, number, by, choices }) => ask(world, invoiceId, number, by, choices)));
  ids.forEach((id, index) => asked.set(id, clicks[index]?.invoiceId ?? ''));
  const happening = during?.();
  await until(() => ids.every((id) => isAnswered(world, id)), aim.patienceMs);
  const ms = Date.now() - from;
  await Promise.race([happening, pause(WRAP_UP_MS)]);
  if (troubles.some(({ afterwards }) => afterwards)) await until(() => !trouble.isOn(), AFTERWARDS_MS);
  trouble.end();
  await after?.();
  return { ms, words };
};
