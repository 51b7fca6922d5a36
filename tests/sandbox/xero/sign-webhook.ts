/** How Xero signs and posts to a receiver (Xero developer documentation, "Webhooks"). */
import { createHmac } from 'node:crypto';

/** Xero gives a receiver five seconds. */
export const ANSWER_MS = 5000;

/** `x-xero-signature` of a body: base64 of HMAC-SHA256 over its bytes. */
export const signatureOf = (key: string, body: string): string => createHmac('sha256', key).update(body, 'utf8').digest('base64');

/** What a receiver said; null without an answer in time. */
export interface ReceiverAnswer {
  readonly status: number;
  readonly body: string;
  readonly cookies: boolean;
}

/** Posts a body with a signature, which need not be the right one. */
export const postSigned = async (url: string, body: string, signature: string, closing: AbortSignal): Promise<ReceiverAnswer | null> => {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', 'x-xero-signature': signature },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(ANSWER_MS), closing]),
    });
    return { status: answer.status, body: await answer.text(), cookies: answer.headers.has('set-cookie') };
  } catch {
    return null;
  }
};
