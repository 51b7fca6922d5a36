/** One round: clicks, trouble, and the wait for every answer. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Aim } from './aim.ts';
import { ask, isAnswered } from './ask.ts';
import { copyInvoice } from './new-invoices.ts';
import type { Stage } from './stage.ts';
import type { createTroubleMaker } from './troubles.ts';
import { until } from './until.ts';

/** One of so many is numbered by the clerk, the others by Xero. */
const NUMBERED_BY_CLERK = 3;

/** What never came to happen, such as a step that nobody reached, is not waited for. */
const WRAP_UP_MS = 50;

/** @param asked request id -> invoice id; grows @returns how long the answers took */
export const playRound = async (
  stage: Stage,
  trouble: ReturnType<typeof createTroubleMaker>,
  aim: Aim,
  round: number,
  asked: Map<string, string>,
): Promise<{ readonly ms: number; readonly words: string }> => {
  const { world } = stage;
  const plain = world.company.invoices.filter(({ kind }) => kind === 'plain');
  const clicks = Array.from({ length: aim.invoicesInARound }, (_, index) => {
    const of = plain[(round * aim.invoicesInARound + index) % plain.length];
    if (!of) throw new Error('The company has no invoices.');
    const number = `P-${String(round)}-${String(index)}`;
    return { invoiceId: copyInvoice(world, of, number), number: index % NUMBERED_BY_CLERK === 1 ? number : null };
  });
  const { troubles, words, during, after } = await aim.act(stage, round, trouble.begin);
  for (const each of troubles) trouble.begin(each);
  const from = Date.now();
  const ids = await Promise.all(clicks.map(({ invoiceId, number }) => ask(world, invoiceId, number)));
  ids.forEach((id, index) => asked.set(id, clicks[index]?.invoiceId ?? ''));
  const happening = during?.();
  await until(() => ids.every((id) => isAnswered(world, id)), aim.patienceMs);
  const ms = Date.now() - from;
  await Promise.race([happening, pause(WRAP_UP_MS)]);
  trouble.end();
  await after?.();
  return { ms, words };
};
