/** Errors over HTTP as problem details (RFC 9457). The text of an unexpected one stays in the log. */
import type { FastifyInstance } from 'fastify';

/** Installs the error and the not-found answer. */
export const problemJson = (app: FastifyInstance): void => {
  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error }, 'a request failed');
    const detail = status >= 500 ? 'Something went wrong in the relay; its log has the cause.' : error.message;
    return reply
      .code(status)
      .type('application/problem+json')
      .send({ type: 'about:blank', status, title: error.code ?? 'Error', detail });
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('application/problem+json').send({ type: 'about:blank', status: 404, title: 'Not found' }),
  );
};
