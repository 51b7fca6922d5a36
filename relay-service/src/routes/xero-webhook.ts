/**
 * Notices from Xero. The address proves itself by answering 401 to what is signed wrongly; answers have no body and no cookie and come
 * within five seconds ("Webhooks", developer.xero.com). Subscriptions through Xero's App Store are passed over until they are on;
 * changes of documents are noticed here once payments are read back.
 */
import type { FastifyInstance } from 'fastify';
import { isSignedByXero } from '../xero/webhook-signature.ts';
import type { XeroEvents } from '../xero/webhook-events.ts';
import { parseXeroEvents } from '../xero/webhook-events.ts';

const BODY_LIMIT = 1024 * 1024;

export interface XeroWebhookOptions {
  /** Signing key of the app's webhook; null = Xero's webhooks are not set up. */
  readonly key: string | null;
  /** Told of every message that Xero has signed. */
  readonly heard?: (events: XeroEvents) => void;
}

/** `POST /hooks/xero`: 200, or 401 where the signature is not Xero's. */
export const xeroWebhook = (app: FastifyInstance, { key, heard }: XeroWebhookOptions): void => {
  app.post('/hooks/xero', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signature = request.headers['x-xero-signature'];
    if (key === null || typeof signature !== 'string' || !isSignedByXero(key, body, signature)) return reply.code(401).send();
    const read = parseXeroEvents(body.toString('utf8'));
    if (read.kind === 'unreadable') request.log.warn('Xero has signed a message that cannot be read');
    heard?.(read);
    return reply.code(200).send();
  });
};
