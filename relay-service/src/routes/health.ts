/** Health for whoever runs the relay: alive = the process answers; ready = it can do its work. */
import type { FastifyInstance } from 'fastify';
import { ledgerProblem } from '../store/judge-database.ts';
import type { Ledger } from '../store/ledger.ts';
import { proveWritable } from '../store/migrate.ts';

/** Anybody may ask, so that the ledger is not written more often than this. */
const ASK_AGAIN_MS = 2_000;

/** `GET /health/live` and `GET /health/ready`; the latter writes to the ledger, since one that can only be read records no click. */
export const health = (app: FastifyInstance, options: { readonly ledger: Ledger }): void => {
  const { ledger } = options;
  let asked: { readonly at: number; readonly answer: Promise<unknown> } | null = null;
  const writable = (): Promise<unknown> => {
    const now = performance.now();
    if (!asked || now - asked.at >= ASK_AGAIN_MS)
      asked = {
        at: now,
        answer: proveWritable(ledger.db).then(
          () => null,
          (problem: unknown) => problem ?? 'unknown',
        ),
      };
    return asked.answer;
  };
  app.get('/health/live', () => ({ status: 'alive' }));
  app.get('/health/ready', async (_request, reply) => {
    const problem = await writable();
    if (problem === null) return { status: 'ready', ledger: ledger.home };
    const named = ledgerProblem(problem);
    return reply.code(503).send({
      status: 'not ready',
      code: named?.code ?? 'LEDGER_FAILED',
      reason: named?.message ?? 'The ledger cannot be written.',
    });
  });
};
