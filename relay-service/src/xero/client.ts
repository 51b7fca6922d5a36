/**
 * The one adapter on xero-node (its accounting API file only): time-outs, typed errors, and a check that nothing was silently dropped.
 * xero-node rejects with JSON strings and drops unknown keys without a word; both stop here.
 */
import { isDeepStrictEqual } from 'node:util';
import { AccountingApi } from 'xero-node/dist/gen/api/accountingApi.js';
import type { CallInfo, Governor } from '../limits/governor.ts';
import { judgeFailure } from './judge-failure.ts';

export interface XeroClientOptions {
  /** Origin of the API, `https://api.xero.com` in production. */
  readonly apiUrl: string;
  readonly tenantId: string;
  readonly accessToken: () => Promise<string>;
  /** Told of a token that Xero refused, so that it is renewed. */
  readonly tokenRefused?: (token: string) => Promise<void>;
  /** Lets calls in as Xero's limits allow; without one they are not held back. */
  readonly governor?: Governor;
  /** For reads; a write brings its own. */
  readonly timeoutMs?: number;
}

/** One request through xero-node: the call itself, and for a write the very body that must leave. */
export interface Verb {
  readonly write?: { readonly body: unknown; readonly timeoutMs: number };
  readonly call: (api: AccountingApi, tenantId: string) => Promise<{ readonly response: unknown }>;
}

export interface XeroClient {
  readonly tenantId: string;
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
}
interface Response {
  readonly status: number;
  readonly data: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

const numberOf = (value: unknown): number | null =>
  value === undefined || value === null || Number.isNaN(Number(value)) ? null : Number(value);

/** Limits from the headers of an answer. */
export const callInfoOf = (status: number | null, headers: Readonly<Record<string, unknown>>): CallInfo => {
  const seconds = numberOf(headers['retry-after']);
  return {
    status,
    minuteLeft: numberOf(headers['x-minlimit-remaining']),
    dayLeft: numberOf(headers['x-daylimit-remaining']),
    retryAfterMs: seconds === null ? null : seconds * 1000,
  };
};

/** A write that would wait longer is given back, so that people hear of it and the lane is not held for nothing. */
const WRITE_PATIENCE_MS = 2_000;
/** A whole window, and what another one's pause may add. */
const READ_PATIENCE_MS = 90_000;

class DroppedOnTheWay extends Error {}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Makes a client for one organisation. */
export const xeroClient = (options: XeroClientOptions): XeroClient => {
  return {
    tenantId: options.tenantId,
    request: async ({ write, call }) => {
      const api = new AccountingApi(`${options.apiUrl}/api.xro/2.0`);
      const token = await options.accessToken();
      const leave = (await options.governor?.enter(write ? WRITE_PATIENCE_MS : READ_PATIENCE_MS)) ?? (() => undefined);
      api.setDefaultAuthentication({
        // The last thing that touches a request before it leaves.
        applyToRequest: (request: unknown) => {
          const outgoing = request as RequestOptions;
          outgoing.headers['Authorization'] = `Bearer ${token}`;
          outgoing.timeout = write?.timeoutMs ?? options.timeoutMs ?? 30_000;
          outgoing.transitional = { silentJSONParsing: false, clarifyTimeoutError: true };
          if (!write) delete outgoing.data;
          else if (!isDeepStrictEqual(JSON.parse(JSON.stringify(outgoing.data)), JSON.parse(JSON.stringify(write.body))))
            throw new DroppedOnTheWay('xero-node would send another body than the one that was mapped');
          return Promise.resolve();
        },
      });
      try {
        const response = (await call(api, options.tenantId)).response as Response;
        leave(callInfoOf(response.status, response.headers));
        if (!isObject(response.data))
          throw judgeFailure({ status: response.status, headers: {}, body: response.data }, write !== undefined);
        return response.data;
      } catch (problem) {
        if (problem instanceof DroppedOnTheWay) {
          leave(null);
          throw problem;
        }
        const failure = judgeFailure(problem, write !== undefined);
        leave({ status: failure.status, minuteLeft: null, dayLeft: null, retryAfterMs: failure.retryAfterMs });
        if (failure.code === 'XERO_TOKEN_REFUSED') await options.tokenRefused?.(token);
        throw failure;
      }
    },
  };
};
