/** Health for whoever runs the relay: alive = the process answers; ready = it can do its work. */
import type { FastifyInstance } from 'fastify';
import type { Ledger } from '../store/ledger.ts';

/** `GET /health/live` and `GET /health/ready`. */
export const health = (app: FastifyInstance, options: { readonly ledger: Ledger }): void => {
  app.get('/health/live', () => ({ status: 'alive' }));
  app.get('/health/ready', async (_request, reply) => {
    try {
      await options.ledger.db.selectFrom('installation').select('id').executeTakeFirstOrThrow();
      return { status: 'ready', ledger: options.ledger.home };
    } catch {
      return reply.code(503).send({ status: 'not ready', reason: 'The ledger cannot be read.' });
    }
  });
};
