/** Notice from Dynamics that a request was created. The body is a hint: the row is read again with the relay's own token. */
import { request as requestTable } from '@stl3/solution';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isPing } from '../dataverse/ping-webhook.ts';
import { WEBHOOK_KEY_HEADER } from '../dataverse/register-webhook.ts';
import { namesHost } from '../core/fence.ts';
import { parseWebhookContext } from '../dataverse/webhook-context.ts';
import { webhookKeys } from '../store/connections.ts';
import { ledgerProblem } from '../store/judge-database.ts';
import type { Ledger } from '../store/ledger.ts';
import type { EnvironmentsTable } from '../store/schema.ts';

/** Dataverse strips a body above 256 KB, so nothing honest is larger. */
const BODY_LIMIT = 512 * 1024;

const notNow = (request: FastifyRequest, reply: FastifyReply, problem: unknown): FastifyReply => {
  const named = ledgerProblem(problem);
  request.log.error({ err: problem, code: named?.code }, named?.message ?? 'the ledger could not be used; Dynamics is asked to try again');
  return reply.code(503).send({ title: 'The ledger could not be written; please repeat', code: named?.code ?? 'LEDGER_FAILED' });
};

/** Null when the click is the bound environment's own; else where it came from: the key travels with a copy, its address does not. */
const copyOf = (
  environment: EnvironmentsTable,
  organizationId: string,
  sender: string | null,
): { readonly origin: string | null } | null => {
  const there = sender === null ? null : namesHost(sender, environment.host);
  const same = organizationId.toLowerCase() === environment.organization_id.toLowerCase();
  if (same && there !== false) return null;
  // A copy may also have been laid over the bound environment: the old address, another organisation.
  if (there === true) return { origin: environment.origin };
  const { protocol } = new URL(environment.origin);
  return { origin: sender === null ? null : (URL.parse(`${protocol}//${sender.trim()}`)?.origin ?? null) };
};

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the webhook's key was found right. */
    environment: EnvironmentsTable | null;
  }
}

/**
 * `POST /hooks/dataverse/:environmentId`: 202 once the request is durable, 200 for what is not ours, 400, 401 or 413 otherwise,
 * 503 when the ledger cannot be written (Dataverse repeats only 502, 503 and 504).
 */
export const dataverseWebhook = (
  app: FastifyInstance,
  options: {
    readonly ledger: Ledger;
    readonly record: (environmentId: string, requestId: string, requesterId: string | null) => Promise<unknown>;
    /** Remembers that a copy of the environment exists, so that its people are told. */
    readonly copied?: (environmentId: string, origin: string) => Promise<void>;
    readonly wake: (environmentId: string) => void;
    /** Told of every notice with the right key: the environment's webhook arrives. */
    readonly heard?: (environmentId: string) => void;
  },
): void => {
  const keys = webhookKeys(options.ledger);
  app.decorateRequest('environment', null);
  // The body stays bytes until the key is known to be right.
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) => done(null, body));
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.post<{ Params: { environmentId: string } }>(
    '/hooks/dataverse/:environmentId',
    {
      bodyLimit: BODY_LIMIT,
      onRequest: async (request, reply) => {
        const key = request.headers[WEBHOOK_KEY_HEADER];
        let environment: EnvironmentsTable | undefined;
        try {
          environment = await keys.environmentOf(request.params.environmentId, typeof key === 'string' ? key : '');
        } catch (problem) {
          return notNow(request, reply, problem);
        }
        if (!environment) return reply.code(401).send();
        request.environment = environment;
        return undefined;
      },
    },
    async (request, reply) => {
      const environment = request.environment;
      if (!environment) return reply.code(401).send();
      const context = parseWebhookContext(Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '');
      if ('problem' in context) return reply.code(400).send({ title: 'Not a Dataverse execution context', detail: context.problem });
      if (context.table !== requestTable.logicalName || context.message !== 'Create') return reply.code(200).send();
      try {
        const sender = request.headers['x-ms-dynamics-organization'];
        const copy = copyOf(environment, context.organizationId, typeof sender === 'string' ? sender : null);
        if (copy?.origin === null) {
          request.log.warn({ environment: environment.id }, 'a click came from a copy that names no address; nothing is sent for it');
          return await reply.code(200).send();
        }
        if (copy) {
          await options.copied?.(environment.id, copy.origin);
          return await reply.code(202).send();
        }
        options.heard?.(environment.id);
        if (isPing(context.rowId.toLowerCase())) return await reply.code(200).send();
        await options.record(environment.id, context.rowId.toLowerCase(), context.userId?.toLowerCase() ?? null);
      } catch (problem) {
        return notNow(request, reply, problem);
      }
      options.wake(environment.id);
      return reply.code(202).send();
    },
  );
};
