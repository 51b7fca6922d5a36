/** A small client of the Dataverse Web API: service protection, ETags, decimals, batches. */
import { RemoteError } from '../errors.ts';
import type { DataversePace } from '../limits/dataverse-pace.ts';
import { parseJsonKeepingDecimals } from './decimal-json.ts';
import type { BatchPart, BatchResult } from './batch.ts';
import { parseBatch, writeBatch } from './batch.ts';
import { exchange } from './exchange.ts';
import { pagesOf } from './pages.ts';

export interface DataverseClientOptions {
  /** Origin of the environment's Web API. */
  readonly origin: string;
  readonly accessToken: () => Promise<string>;
  /** Told of a token that Dataverse refused, so that it is renewed. */
  readonly tokenRefused?: (token: string) => Promise<void>;
  readonly timeoutMs?: number;
  /** Lets requests out within the service protection limits; without one they are not held back. */
  readonly pace?: DataversePace;
}

export interface DataverseRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Relative to `/api/data/v9.2/`. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
export interface DataverseAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>> | null;
}

export interface DataverseClient {
  readonly origin: string;
  /** @throws {RemoteError} on every status of 400 and above */
  request(request: DataverseRequest): Promise<DataverseAnswer>;
  /** All rows of a query, following nextLink within the same origin. */
  rows(path: string, annotations?: boolean): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** One `$batch`; each part's own failure is in its result. */
  batch(parts: readonly BatchPart[]): Promise<readonly BatchResult[]>;
}

const API = '/api/data/v9.2/';
const ATTEMPTS = 4;
const ODATA = { accept: 'application/json', 'odata-version': '4.0', 'odata-maxversion': '4.0', 'if-none-match': 'null' } as const;
const NEVER_LEFT = /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|CERT_/;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const failureOf = (status: number, headers: Readonly<Record<string, string>>, text: string): RemoteError => {
  const said = /"code"\s*:\s*"([^"]*)"[\s\S]*?"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text);
  const seconds = Number(headers['retry-after'] ?? NaN);
  return new RemoteError({
    code:
      status === 412
        ? 'DATAVERSE_CHANGED'
        : status === 404
          ? 'DATAVERSE_GONE'
          : status === 429
            ? 'DATAVERSE_BUSY'
            : status === 401
              ? 'DATAVERSE_TOKEN_REFUSED'
              : status === 403
                ? 'DATAVERSE_FORBIDDEN'
                : 'DATAVERSE_REFUSED',
    system: 'Dataverse',
    message: `Dataverse answered ${String(status)}${said ? ` (${said[1] ?? ''})` : ''}.`,
    status,
    executed: status >= 500 ? 'unknown' : 'no',
    retryable: status === 429 || status >= 500 || status === 401,
    retryAfterMs: Number.isNaN(seconds) ? null : seconds * 1000,
    detail: said?.[2] ?? text.slice(0, 500),
  });
};

const noAnswer = (problem: unknown): RemoteError => {
  const code = (problem as NodeJS.ErrnoException).code ?? '';
  return new RemoteError({
    code: 'DATAVERSE_NO_ANSWER',
    system: 'Dataverse',
    message: 'Dataverse did not answer.',
    executed: NEVER_LEFT.test(code) ? 'no' : 'unknown',
    retryable: true,
    detail: code,
    cause: problem,
  });
};

const flatten = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));

/** Makes a client for one environment. */
export const dataverseClient = (options: DataverseClientOptions): DataverseClient => {
  const once = async (
    method: DataverseRequest['method'],
    url: URL,
    headers: Record<string, string>,
    body: string | null,
  ): Promise<{ status: number; headers: Record<string, string>; text: string }> => {
    const leave = await options.pace?.enter();
    try {
      const token = await options.accessToken();
      const answer = await exchange(url.origin, {
        method,
        path: `${url.pathname}${url.search}`,
        headers: { ...ODATA, authorization: `Bearer ${token}`, ...headers },
        body,
        timeoutMs: options.timeoutMs ?? 60_000,
      });
      if (answer.status === 401) await options.tokenRefused?.(token);
      return { ...answer, headers: flatten(answer.headers) };
    } catch (problem) {
      throw problem instanceof RemoteError ? problem : noAnswer(problem);
    } finally {
      leave?.();
    }
  };

  // Our writes are upserts and updates with fixed keys, so repeating one changes nothing; a plain create passes its own id.
  const repeated = async (
    method: DataverseRequest['method'],
    url: URL,
    headers: Record<string, string>,
    body: string | null,
  ): ReturnType<typeof once> => {
    for (let attempt = 1; ; attempt++) {
      let failure: RemoteError;
      try {
        const answer = await once(method, url, headers, body);
        if (answer.status < 400) return answer;
        failure = failureOf(answer.status, answer.headers, answer.text);
        if (answer.status === 429 && failure.retryAfterMs !== null) options.pace?.pause(failure.retryAfterMs);
      } catch (problem) {
        failure = problem as RemoteError;
      }
      if (!failure.retryable || failure.status === 401 || attempt === ATTEMPTS) throw failure;
      await pause((failure.retryAfterMs ?? 250 * 2 ** attempt) + Math.random() * 100);
    }
  };

  const request = async ({ method, path, body, headers = {} }: DataverseRequest): Promise<DataverseAnswer> => {
    const url = new URL(path, `${options.origin}${API}`);
    if (url.origin !== new URL(options.origin).origin) throw new Error(`Dataverse pointed to another origin: ${url.origin}`);
    const answer = await repeated(
      method,
      url,
      body === undefined ? { ...headers } : { 'content-type': 'application/json', ...headers },
      body === undefined ? null : JSON.stringify(body),
    );
    return {
      status: answer.status,
      headers: answer.headers,
      body: answer.text === '' ? null : (parseJsonKeepingDecimals(answer.text) as DataverseAnswer['body']),
    };
  };

  return {
    origin: options.origin,
    request,
    rows: async (path, annotations = false) => {
      const rows: Readonly<Record<string, unknown>>[] = [];
      const headers = annotations ? { prefer: 'odata.include-annotations="*"' } : {};
      for await (const page of pagesOf({ request }, path, headers)) rows.push(...page);
      return rows;
    },
    batch: async (parts) => {
      if (parts.length === 0) return [];
      const { boundary, body } = writeBatch(options.origin + API, parts);
      const answer = await repeated(
        'POST',
        new URL(`${options.origin}${API}$batch`),
        { 'content-type': `multipart/mixed; boundary=${boundary}`, prefer: 'odata.continue-on-error' },
        body,
      );
      return parseBatch(answer.headers['content-type'] ?? '', answer.text);
    },
  };
};
