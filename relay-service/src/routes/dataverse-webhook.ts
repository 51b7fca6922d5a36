/** Notice from Dynamics that a request was created. The body is a hint: the row is read again with the relay's own token. */
import { request as requestTable } from '@stl3/solution';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { WEBHOOK_KEY_HEADER } from '../dataverse/register-webhook.ts';
import { parseWebhookContext } from '../dataverse/webhook-context.ts';
import { environmentByKey } from '../store/connections.ts';
import type { Ledger } from '../store/ledger.ts';
import type { EnvironmentsTable } from '../store/schema.ts';

/** Dataverse strips a body above 256 KB, so nothing honest is larger. */
const BODY_LIMIT = 512 * 1024;

const notNow = (request: FastifyRequest, reply: FastifyReply, problem: unknown): FastifyReply => {
  request.log.error({ err: problem }, 'the ledger could not be used; Dynamics is asked to try again');
  return reply.code(503).send();
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
    readonly record: (environmentId: string, requestId: string) => Promise<unknown>;
    readonly wake: (environmentId: string) => void;
  },
): void => {
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
          environment = await environmentByKey(options.ledger, request.params.environmentId, typeof key === 'string' ? key : '');
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
      const ours =
        context.organizationId.toLowerCase() === environment.organization_id.toLowerCase() &&
        context.table === requestTable.logicalName &&
        context.message === 'Create';
      if (!ours) return reply.code(200).send();
      try {
        await options.record(environment.id, context.rowId.toLowerCase());
      } catch (problem) {
        return notNow(request, reply, problem);
      }
      options.wake(environment.id);
      return reply.code(202).send();
    },
  );
};
