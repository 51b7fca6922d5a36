/** The Web API over HTTP: who calls, limits, faults, single requests and batches. */
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readBatch, writeBatchAnswer } from './batch.ts';
import { callerOf } from './callers.ts';
import type { ProtectionLimits } from './protection-limits.ts';
import { Refusal, bodyOf } from './refusal.ts';
import type { Environment, JournalRow } from './state.ts';
import type { Answer, Operation } from './web-api.ts';
import { performTogether } from './perform-together.ts';

export interface ApiOptions {
  readonly environment: Environment;
  readonly identityOrigin: string | null;
  /** How long an answer takes; it is not begun before this is known. */
  readonly latencyMs: () => number | Promise<number>;
  readonly limits: ProtectionLimits;
  readonly onCommit: (change: JournalRow) => void;
}

const API = '/api/data/v9.2/';

const remember = (environment: Environment, by: string, operation: Operation, status: number, inBatch: boolean): void => {
  environment.requests.push({
    at: new Date(environment.now()).toISOString(),
    by,
    method: operation.method,
    path: operation.path,
    status,
    inBatch,
    tag: environment.tag,
  });
};

const performBatch = (
  options: ApiOptions,
  userId: string,
  request: FastifyRequest,
): { readonly status: number; readonly contentType: string; readonly body: string } => {
  const parts = readBatch(request.headers['content-type'], request.body as string);
  const goOn = String(request.headers['prefer'] ?? '').includes('odata.continue-on-error');
  let status = 200;
  const done: { readonly part: (typeof parts)[number]; readonly answers: readonly Answer[] }[] = [];
  for (const part of parts) {
    const answers = performTogether(options.environment, userId, part.operations, options.onCommit);
    done.push({ part, answers });
    part.operations.forEach((operation, index) =>
      remember(options.environment, userId, operation, (answers[index] ?? answers[0])?.status ?? 0, true),
    );
    const failed = answers.find(({ status: each }) => each >= 400);
    if (goOn || !failed) continue;
    // Without the preference, the whole answers as the operation that it stopped at.
    status = failed.status;
    break;
  }
  return { status, ...writeBatchAnswer(done) };
};

const refuse = (reply: FastifyReply, problem: unknown): FastifyReply => {
  if (!(problem instanceof Refusal)) throw problem;
  if (problem.retryAfter !== undefined) void reply.header('retry-after', String(problem.retryAfter));
  return reply.code(problem.status).send(bodyOf(problem));
};

const textOf = (request: FastifyRequest): unknown => {
  if (request.body === undefined || request.body === null || request.body === '') return undefined;
  try {
    return JSON.parse(request.body as string);
  } catch {
    throw new Refusal(400, '0x80048d19', 'The body is not JSON.');
  }
};

/** Before anything happens. @returns true when the request has been answered */
const failBefore = async ({ environment }: ApiOptions, request: FastifyRequest, reply: FastifyReply): Promise<boolean> => {
  const take = environment.faults.take.bind(null, request.method, request.url);
  const late = take('latency');
  if (late) await pause((late.seconds ?? 1) * 1000);
  if (take('reset')) {
    request.raw.socket.destroy();
    reply.hijack();
    return true;
  }
  if (take('rate-limited'))
    throw new Refusal(429, '0x80072322', 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.', 2);
  if (take('unauthorized')) throw new Refusal(401, '0x80072560', 'The token has expired.');
  const broken = take('server-error');
  if (broken) throw new Refusal(broken.status ?? 503, '0x80044150', 'The service is unavailable.');
  if (take('html')) {
    await reply.code(502).type('text/html').send('<html><body><h1>502 Bad Gateway</h1></body></html>');
    return true;
  }
  return false;
};

/** After it was committed. @returns true when the answer is lost */
const failAfter = ({ environment }: ApiOptions, request: FastifyRequest, reply: FastifyReply): boolean => {
  const fault = environment.faults.take(request.method, request.url, 'answer-lost', 'cut');
  if (!fault) return false;
  reply.hijack();
  if (fault.name === 'cut') reply.raw.write('HTTP/1.1 200 OK\r\ncontent-length: 4000\r\n\r\n{"value":[');
  request.raw.socket.destroy();
  return true;
};

/** Registers `/api/data/v9.2/*`. */
export const apiRoutes = (app: FastifyInstance, options: ApiOptions): void => {
  const { environment } = options;
  app.all(`${API}*`, async (request, reply) => {
    let leave: (() => void) | null = null;
    try {
      const userId = await callerOf(environment, options.identityOrigin, request.headers);
      leave = options.limits.enter(userId);
      if (await failBefore(options, request, reply)) return await reply;
      await pause(await options.latencyMs());
      void reply.header('odata-version', '4.0');
      const path = request.url.slice(API.length);
      if (path === '$batch') {
        const { status, contentType, body } = performBatch(options, userId, request);
        if (failAfter(options, request, reply)) return await reply;
        return await reply.code(status).header('content-type', contentType).send(body);
      }
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
      );
      const operation: Operation = { method: request.method, path, headers, body: textOf(request) };
      const [answer] = performTogether(environment, userId, [operation], options.onCommit);
      if (!answer) throw new Error('An operation had no answer.');
      remember(environment, userId, operation, answer.status, false);
      if (failAfter(options, request, reply)) return await reply;
      return await reply
        .code(answer.status)
        .headers(answer.headers)
        .send(answer.body ?? '');
    } catch (problem) {
      return await refuse(reply, problem);
    } finally {
      leave?.();
    }
  });
};
