/** Lets a request of the Accounting API in or not, keeps idempotent answers, and does the faults that are on. */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiAnswer, ApiRequest } from './api.ts';
import { answerApi } from './api.ts';
import { countCall } from './limits.ts';
import { grantOf } from './oauth.ts';
import type { Organisation } from './organisation.ts';
import type { RequestRow, XeroState } from './state.ts';
import { noteRequest } from './state.ts';
import { WhereError } from './where.ts';

const KEY_KEPT_MS = 6 * 60_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const problem = (status: number, title: string, detail: string): object => ({
  Type: null,
  Title: title,
  Status: status,
  Detail: detail,
  Extensions: {},
  Instance: null,
});

type Body = Readonly<Record<string, unknown>> | null;
const elementsOf = (body: Body): number =>
  Math.max(1, ...Object.values(body ?? {}).map((value) => (Array.isArray(value) ? value.length : 0)));

const isWrite = ({ method }: FastifyRequest): boolean => method === 'PUT' || method === 'POST';

/** Half of a batch is saved, then the connection breaks. */
const half = (body: Body): Body =>
  Object.fromEntries(
    Object.entries(body ?? {}).map(([name, value]) => [name, Array.isArray(value) ? value.slice(0, Math.ceil(value.length / 2)) : value]),
  );

const shuffled = (body: unknown): unknown =>
  Object.fromEntries(
    Object.entries(body as object).map(([name, value]: [string, unknown]) => [
      name,
      Array.isArray(value) ? [...(value as unknown[])].reverse() : value,
    ]),
  );

const drop = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  void reply.hijack();
  request.raw.socket.destroy();
  return reply;
};

/** Keys already used: replayed, refused for another body, or still running. */
const replayOf = (
  state: XeroState,
  key: string,
  fingerprint: string,
): { readonly status: number; readonly answer: unknown } | 'running' | null => {
  const kept = state.keys.get(key);
  if (!kept || kept.at < state.now() - KEY_KEPT_MS / state.options.timeScale) return null;
  if (kept.fingerprint !== fingerprint)
    return {
      status: 400,
      answer: { ErrorNumber: 10, Type: 'ValidationException', Message: `Idempotency Key ${key} is used with a different request` },
    };
  return kept.status === null ? 'running' : { status: kept.status, answer: kept.answer };
};

/** In the order of their first use, so that the oldest stand first. */
const forgetOldKeys = (state: XeroState): void => {
  for (const [key, { at }] of state.keys) {
    if (at >= state.now() - KEY_KEPT_MS / state.options.timeScale) return;
    state.keys.delete(key);
  }
};

const compute = (state: XeroState, organisation: Organisation, api: ApiRequest): ApiAnswer => {
  try {
    return answerApi(state, organisation, api);
  } catch (failure) {
    if (failure instanceof WhereError)
      return { status: 400, body: { ErrorNumber: 16, Type: 'QueryParseException', Message: failure.message }, journal: [] };
    throw failure;
  }
};

const letIn = (
  state: XeroState,
  request: FastifyRequest,
): { readonly organisation: Organisation; readonly clientId: string } | { readonly status: number; readonly body: object } => {
  const grant = grantOf(state, request.headers.authorization);
  if (!grant) return { status: 401, body: problem(401, 'Unauthorized', 'TokenExpired: token expired') };
  const given = request.headers['xero-tenant-id'];
  // A custom connection reaches one organisation; the header is left empty.
  const tenantId = given === '' || given === undefined ? (state.options.customConnection ?? undefined) : given;
  if (state.options.customConnection !== null && tenantId === given)
    return { status: 403, body: problem(403, 'Forbidden', 'AuthenticationUnsuccessful') };
  const connected = state.connections.some((connection) => connection.tenantId === tenantId && connection.grantId === grant.id);
  const organisation = state.organisations.find((each) => each.tenantId === tenantId);
  if (!connected || !organisation) return { status: 403, body: problem(403, 'Forbidden', 'AuthenticationUnsuccessful') };
  return { organisation, clientId: grant.clientId };
};

const serve = async (state: XeroState, request: FastifyRequest, reply: FastifyReply, row: RequestRow): Promise<FastifyReply> => {
  const path = request.url.replace(/\?.*$/, '').replace('/api.xro/2.0/', '');
  const { faults } = state;
  const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): FastifyReply => {
    Object.assign(row, { status, answer: state.options.keepBodies ? body : null, endedAt: state.now() });
    return reply.code(status).headers(headers).send(body);
  };
  const slow = faults.take(request.method, path, 'latency');
  if (slow) await pause((slow.seconds ?? 1) * 1000);
  if (faults.take(request.method, path, 'unauthorized')) return answer(401, problem(401, 'Unauthorized', 'TokenExpired: token expired'));
  const entered = letIn(state, request);
  if ('status' in entered) return answer(entered.status, entered.body);
  const { organisation, clientId } = entered;
  if (faults.take(request.method, path, 'rate-limited')) return answer(429, '', { 'retry-after': '2', 'x-rate-limit-problem': 'minute' });
  const counted = countCall(state, organisation.tenantId, organisation.dayLimit, path === 'Organisation');
  if (counted.refused)
    return answer(429, '', {
      ...counted.headers,
      'x-rate-limit-problem': counted.refused.problem,
      ...(counted.refused.retryAfter === null ? {} : { 'retry-after': String(counted.refused.retryAfter) }),
    });
  const broken = faults.take(request.method, path, 'server-error', 'html', 'reset');
  if (broken?.name === 'reset') return drop(request, reply);
  if (broken?.name === 'html')
    return reply.code(503).type('text/html').send('<html><body><h1>The Xero API is temporarily unavailable</h1></body></html>');
  if (broken) return answer(broken.status ?? 500, problem(broken.status ?? 500, 'An error occurred in Xero', 'Try again'));

  const write = isWrite(request);
  const body = (request.body ?? null) as Body;
  const key = typeof request.headers['idempotency-key'] === 'string' ? request.headers['idempotency-key'] : null;
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.url} ${JSON.stringify(body)}`)
    .digest('hex');
  if (write && key !== null) {
    const replay = replayOf(state, `${clientId}|${key}`, fingerprint);
    if (replay === 'running') return answer(409, problem(409, 'Conflict', 'A request with this idempotency key is still running'));
    if (replay) return answer(replay.status, replay.answer, counted.headers);
    state.keys.set(`${clientId}|${key}`, { at: state.now(), fingerprint, status: null, answer: null });
    forgetOldKeys(state);
  }
  const modified = request.headers['if-modified-since'];
  const lag = faults.take(write ? request.method : 'none', path, 'list-lag');
  const api: ApiRequest = {
    method: request.method,
    path,
    query: request.query as ApiRequest['query'],
    body,
    modifiedSince:
      typeof modified === 'string' && !Number.isNaN(Date.parse(modified)) ? Math.floor(Date.parse(modified) / 1000) * 1000 : null,
    posting: {
      clientId,
      idempotencyKey: key,
      unitDecimals: (request.query as { unitdp?: string }).unitdp === '4' ? 4 : 2,
      listLagMs: (lag?.seconds ?? 0) * 1000,
    },
  };
  const finish = (result: ApiAnswer): ApiAnswer => {
    if (write && key !== null)
      state.keys.set(`${clientId}|${key}`, { at: state.now(), fingerprint, status: result.status, answer: result.body });
    return result;
  };
  state.running.set(organisation.tenantId, (state.running.get(organisation.tenantId) ?? 0) + 1);
  try {
    await pause(state.options.latency.baseMs + (write ? state.options.latency.perElementMs * elementsOf(body) : 0));
    const late = write ? faults.take(request.method, path, 'saved-late') : undefined;
    if (late) {
      setTimeout(
        () => finish(compute(state, organisation, api)).journal.forEach((saved) => (saved.answered = false)),
        (late.seconds ?? 5) * 1000,
      );
      return await drop(request, reply);
    }
    const partly = write ? faults.take(request.method, path, 'half-batch') : undefined;
    const result = finish(compute(state, organisation, partly ? { ...api, body: half(body) } : api));
    const lost = faults.take(request.method, path, 'answer-lost') ?? partly;
    if (lost) {
      for (const saved of result.journal) saved.answered = false;
      return await drop(request, reply);
    }
    if (faults.take(request.method, path, 'cut')) {
      void reply.hijack();
      const text = JSON.stringify(result.body);
      reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) });
      reply.raw.write(text.slice(0, Math.floor(text.length / 2)));
      setTimeout(() => request.raw.socket.destroy(), 20);
      return await reply;
    }
    return await answer(
      result.status,
      faults.take(request.method, path, 'shuffled') ? shuffled(result.body) : result.body,
      counted.headers,
    );
  } finally {
    state.running.set(organisation.tenantId, (state.running.get(organisation.tenantId) ?? 1) - 1);
  }
};

/** Everything below `/api.xro/2.0/`. */
export const apiRoutes = (app: FastifyInstance, state: XeroState): void => {
  app.all('/api.xro/2.0/*', async (request, reply) => {
    const [path = '', query = ''] = request.url.split('?');
    const row: RequestRow = {
      seq: (state.requests.at(-1)?.seq ?? 0) + 1,
      method: request.method,
      path,
      query,
      tenantId: (request.headers['xero-tenant-id'] as string | undefined) ?? null,
      idempotencyKey: (request.headers['idempotency-key'] as string | undefined) ?? null,
      body: state.options.keepBodies ? (request.body ?? null) : null,
      startedAt: state.now(),
      endedAt: null,
      status: null,
      answer: null,
    };
    noteRequest(state, row);
    return serve(state, request, reply, row);
  });
};
