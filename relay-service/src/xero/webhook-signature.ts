/** Whether a webhook comes from Xero: base64 of HMAC-SHA256 over the body's very bytes ("Webhooks", developer.xero.com). */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Compared in constant time. */
export const isSignedByXero = (key: string, body: Buffer, signature: string): boolean => {
  const right = Buffer.from(createHmac('sha256', key).update(body).digest('base64'));
  const given = Buffer.from(signature);
  return right.length === given.length && timingSafeEqual(right, given);
};
