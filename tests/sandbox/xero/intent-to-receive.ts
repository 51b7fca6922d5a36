/**
 * "Intent to receive": before an address is registered, Xero posts an empty payload several times, signed rightly and wrongly, and wants
 * 200 or 401 for each, in time, without a body or cookies (Xero developer documentation, "Webhooks").
 */
import { randomBytes } from 'node:crypto';
import type { ReceiverAnswer } from './sign-webhook.ts';
import { postSigned, signatureOf } from './sign-webhook.ts';

export interface IntentCheck {
  readonly passed: boolean;
  /** What was wrong, in the order of asking; empty when it passed. */
  readonly problems: readonly string[];
}

const wrongOf = (what: string, expected: number, answer: ReceiverAnswer | null): string[] => {
  if (answer === null) return [`${what}: no answer within 5 seconds.`];
  return [
    ...(answer.status === expected ? [] : [`${what}: answered ${String(answer.status)} instead of ${String(expected)}.`]),
    ...(answer.body === '' ? [] : [`${what}: the answer has a body.`]),
    ...(answer.cookies ? [`${what}: the answer sets cookies.`] : []),
  ];
};

/** Asks all of it, also after a wrong answer, so that everything is told at once. */
export const checkIntent = async (to: { readonly url: string; readonly key: string }, closing: AbortSignal): Promise<IntentCheck> => {
  const body = JSON.stringify({
    events: [],
    lastEventSequence: 0,
    firstEventSequence: 0,
    entropy: randomBytes(10).toString('hex').toUpperCase(),
  });
  const right = signatureOf(to.key, body);
  const otherBody = signatureOf(to.key, `${body} `);
  const asked: readonly (readonly [string, string, number])[] = [
    ['Signed rightly', right, 200],
    ['Signed with another key', signatureOf(`${to.key}x`, body), 401],
    ['Signed for another body', otherBody, 401],
    ['Signed rightly again', right, 200],
  ];
  const problems: string[] = [];
  for (const [what, signature, expected] of asked)
    problems.push(...wrongOf(what, expected, await postSigned(to.url, body, signature, closing)));
  return { passed: problems.length === 0, problems };
};
