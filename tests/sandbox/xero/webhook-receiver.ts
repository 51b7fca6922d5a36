/** Receivers of Xero's webhooks: one that checks signatures and keeps what came, and those that Xero refuses. For the tests of webhooks. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Fastify from 'fastify';
import type { WebhookEvent } from './webhooks.ts';

interface Batch {
  readonly events: readonly WebhookEvent[];
  readonly firstEventSequence: number;
  readonly lastEventSequence: number;
  readonly entropy: string;
}

/** Signing key of the app. */
export const KEY = 'b25lIGtleSBmb3IgdGhlIHRlc3Rz';
/** Longer than Xero waits for an answer. */
const TOO_LONG_MS = 5_300;

const isSigned = ({ body, headers }: FastifyRequest): boolean => {
  const expected = createHmac('sha256', KEY)
    .update(body as Buffer)
    .digest();
  const signature = headers['x-xero-signature'];
  const given = Buffer.from(typeof signature === 'string' ? signature : '', 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
};
const judge = (request: FastifyRequest, reply: FastifyReply): FastifyReply => reply.code(isSigned(request) ? 200 : 401);

export const startReceiver = async () => {
  const app = Fastify({ forceCloseConnections: true });
  const received: { readonly batch: Batch; readonly at: number; readonly raw: string }[] = [];
  const answers: number[] = [];
  let refused = 0;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post('/right', async (request, reply) => {
    if (!isSigned(request)) {
      refused += 1;
      return reply.code(401).send();
    }
    const raw = (request.body as Buffer).toString('utf8');
    received.push({ batch: JSON.parse(raw) as Batch, at: Date.now(), raw });
    return reply.code(answers.shift() ?? 200).send();
  });
  app.post('/takes-everything', (_request, reply) => reply.code(200).send());
  app.post('/takes-nothing', (_request, reply) => reply.code(401).send());
  app.post('/talks', (request, reply) => judge(request, reply).send('Thanks'));
  app.post('/cookies', (request, reply) => judge(request, reply).header('set-cookie', 'a=b').send());
  let slow = 0;
  app.post('/slow', async (request, reply) => {
    if (++slow === 1) await pause(TOO_LONG_MS);
    return judge(request, reply).send();
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    /** What came, rightly signed; the empty payloads of the check as well. */
    received,
    events: (): readonly WebhookEvent[] => received.flatMap(({ batch }) => batch.events),
    /** How many came signed wrongly. */
    refused: (): number => refused,
    /** Answers of the next rightly signed posts; then 200. */
    answers,
    forget: (): void => {
      received.length = 0;
      answers.length = 0;
      refused = 0;
    },
    close: () => app.close(),
  };
};
export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
