/**
 * The one adapter on xero-node (its accounting API file only): time-outs, typed errors, and a check that nothing was silently dropped.
 * xero-node rejects with JSON strings and drops unknown keys without a word; both stop here.
 */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isDeepStrictEqual } from 'node:util';
import type { AccountingApi } from 'xero-node/dist/gen/api/accountingApi.js';
import { RemoteError } from '../errors.ts';
import type { CallInfo } from '../limits/call-info.ts';
import { callInfoOf } from '../limits/call-info.ts';
import type { Governor } from '../limits/governor.ts';
import type { Priority } from '../limits/priorities.ts';
import { headersOf, judgeFailure } from './judge-failure.ts';

export interface XeroClientOptions {
  /** Origin of the API, `https://api.xero.com` in production. */
  readonly apiUrl: string;
  readonly tenantId: string;
  /** The token itself reaches one organisation (custom connection); its id is left out of the requests. */
  readonly ownOrganisation?: boolean;
  readonly accessToken: () => Promise<string>;
  /** Told of a token that Xero refused, so that it is renewed. */
  readonly tokenRefused?: (token: string) => Promise<void>;
  /** Lets calls in as Xero's limits allow; without one they are not held back. */
  readonly governor?: Governor;
  /** Who waits for the answer; a person if not said. */
  readonly priority?: Priority;
  /** Asked last before the first byte of a write: whether this relay may still send to the organisation. */
  readonly maySend?: () => Promise<boolean>;
  /** For reads; a write brings its own. */
  readonly timeoutMs?: number;
}

/** A place among Xero's calls that was waited for beforehand: for one request, or given up by `leave(null)`. */
export interface Place {
  leave(info: CallInfo | null): void;
}

/** One request through xero-node: the call itself, and for a write the very body that must leave. */
export interface Verb {
  /** Xero does not count it (GET /Organisation); it may go where nothing else may. */
  readonly free?: boolean;
  /** Where the place was waited for beforehand. */
  readonly place?: Place;
  readonly write?: { readonly body: unknown; readonly timeoutMs: number; readonly maySend?: (() => Promise<boolean>) | undefined };
  readonly call: (api: AccountingApi, tenantId: string) => Promise<{ readonly response: unknown }>;
}

export interface XeroClient {
  readonly tenantId: string;
  /**
   * Waits for a place among Xero's calls.
   * @throws {RemoteError} `XERO_LIMIT` where that would take longer than `patienceMs`
   */
  enter(patienceMs: number): Promise<Place>;
  /**
   * Makes one request, never repeated here.
   * @returns the answer's JSON as Xero wrote it
   * @throws {RemoteError} with `executed` judged as the posting protocol says (section 3)
   */
  request(verb: Verb): Promise<Readonly<Record<string, unknown>>>;
}

interface RequestOptions {
  headers: Record<string, string>;
  timeout?: number;
  data?: unknown;
  transitional?: object;
  httpAgent?: HttpAgent;
  httpsAgent?: HttpsAgent;
}
interface Response {
  readonly status: number;
  readonly data: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A write that would wait longer is given back, so that people hear of it and the lane is not held for nothing. */
const WRITE_PATIENCE_MS = 2_000;
/** What may wait takes what is free, and comes back else: a round must not stand still for it. */
const EXTRAS_PATIENCE_MS = 100;
/** A whole window, and what another one's pause may add. */
const READ_PATIENCE_MS = 90_000;

/** A socket that was idle for longer is closed: the other side may do so while a write leaves on it (posting protocol, section 3). */
const kept = { keepAlive: true, scheduling: 'lifo', timeout: 4_000 } as const;
/** The stand-in's and Xero's. */
const agents = { httpAgent: new HttpAgent(kept), httpsAgent: new HttpsAgent(kept) };

let loaded: Promise<typeof AccountingApi> | undefined;
/**
 * Loads Xero's library, once. It holds the event loop for a tenth of a second and more, so a relay does it before it listens;
 * whoever makes a client alone loads it with the first request.
 */
export const loadAccountingApi = (): Promise<typeof AccountingApi> =>
  // By `default`, for a built relay knows no other name of an older module.
  (loaded ??= import('xero-node/dist/gen/api/accountingApi.js').then(({ default: library }) => library.AccountingApi));

class DroppedOnTheWay extends Error {}

/** Another relay sends for the organisation now; nothing has left. */
const laneLost = (): RemoteError =>
  new RemoteError({
    code: 'LANE_LOST',
    system: 'Xero',
    message: 'Another relay has taken over the organisation.',
    executed: 'no',
    retryable: true,
  });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads one thing by its id. @returns an answer without it where Xero has none of that id */
export const readIfThere = async (client: XeroClient, call: Verb['call']): ReturnType<XeroClient['request']> => {
  try {
    return await client.request({ call });
  } catch (problem) {
    if (problem instanceof RemoteError && problem.status === 404) return {};
    throw problem;
  }
};

/** Makes a client for one organisation. */
export const xeroClient = (options: XeroClientOptions): XeroClient => {
  const enter = async (patienceMs: number, counted = true): Promise<Place> => {
    const leave = await options.governor?.enter({ priority: options.priority ?? 'clicks', patienceMs, counted });
    return { leave: leave ?? (() => undefined) };
  };
  return {
    tenantId: options.tenantId,
    enter,
    request: async ({ write, call, place, free = false }) => {
      const Api = await loadAccountingApi();
      const api = new Api(`${options.apiUrl}/api.xro/2.0`);
      const token = await options.accessToken();
      const patient = !write || options.priority === 'bulk';
      const patienceMs = options.priority === 'extras' ? EXTRAS_PATIENCE_MS : patient ? READ_PATIENCE_MS : WRITE_PATIENCE_MS;
      const own = place ?? (await enter(patienceMs, !free));
      const leave = (info: CallInfo | null): void => own.leave(info);
      const maySend = write?.maySend ?? options.maySend;
      const letGo = (problem: unknown): never => {
        leave(null);
        throw problem;
      };
      if (write && maySend && !(await maySend().catch(letGo))) letGo(laneLost());
      api.setDefaultAuthentication({
        // The last thing that touches a request before it leaves.
        applyToRequest: (request: unknown) => {
          const outgoing = request as RequestOptions;
          outgoing.headers['Authorization'] = `Bearer ${token}`;
          outgoing.timeout = write?.timeoutMs ?? options.timeoutMs ?? 30_000;
          Object.assign(outgoing, agents);
          outgoing.transitional = { silentJSONParsing: false, clarifyTimeoutError: true };
          if (!write) delete outgoing.data;
          else if (!isDeepStrictEqual(JSON.parse(JSON.stringify(outgoing.data)), JSON.parse(JSON.stringify(write.body))))
            throw new DroppedOnTheWay('xero-node would send another body than the one that was mapped');
          return Promise.resolve();
        },
      });
      try {
        const response = (await call(api, options.ownOrganisation === true ? '' : options.tenantId)).response as Response;
        leave(callInfoOf(response.status, response.headers));
        // "No content" is a whole answer, and the only one that mailing an invoice has.
        if (response.status === 204) return {};
        if (!isObject(response.data))
          throw judgeFailure({ status: response.status, headers: {}, body: response.data }, write !== undefined);
        return response.data;
      } catch (problem) {
        if (problem instanceof DroppedOnTheWay) {
          leave(null);
          throw problem;
        }
        const failure = judgeFailure(problem, write !== undefined);
        leave(callInfoOf(failure.status, headersOf(problem)));
        if (failure.code === 'XERO_TOKEN_REFUSED') await options.tokenRefused?.(token);
        throw failure;
      }
    },
  };
};
