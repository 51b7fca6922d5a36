/** What a failed call to Xero means: certainly not executed, or in doubt (posting protocol, section 3). */
import { RemoteError } from '../errors.ts';
import { problemOf } from '../limits/call-info.ts';

interface Failure {
  readonly status: number | null;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Failures before a byte was written. */
const NEVER_LEFT = /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|CERT_|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

const unwrap = (problem: unknown): Failure => {
  const parsed: unknown = typeof problem === 'string' ? safeParse(problem) : problem;
  if (!isObject(parsed)) return { status: null, headers: {}, body: parsed };
  const response = isObject(parsed['response']) ? parsed['response'] : parsed;
  const status = Number(response['statusCode'] ?? response['status'] ?? 0);
  return {
    status: status === 0 ? null : status,
    headers: isObject(response['headers']) ? response['headers'] : {},
    body: response['body'] ?? parsed['body'] ?? parsed,
  };
};

/** Headers of the answer inside of whatever xero-node rejected with; empty where there was none. */
export const headersOf = (problem: unknown): Readonly<Record<string, unknown>> => unwrap(problem).headers;

const safeParse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const textOf = (body: unknown): string => {
  if (typeof body === 'string') return body;
  if (!isObject(body)) return '';
  const elements: unknown = body['Elements'];
  const errors = Array.isArray(elements)
    ? elements.flatMap(
        (element: { ValidationErrors?: { Message?: string }[] }) => element.ValidationErrors?.map(({ Message }) => Message ?? '') ?? [],
      )
    : [];
  const words = [body['Detail'], body['Message'], body['message'], body['code'], ...errors].filter(
    (part): part is string => typeof part === 'string',
  );
  return words.join(' ');
};

const codeOf = (status: number | null, detail: string, headers: Failure['headers']): string => {
  if (status === null) return 'XERO_NO_ANSWER';
  if (status === 401) return 'XERO_TOKEN_REFUSED';
  if (status === 403) return detail.includes('AuthenticationUnsuccessful') ? 'XERO_DISCONNECTED' : 'XERO_FORBIDDEN';
  if (status === 404) return 'XERO_NOT_FOUND';
  if (status === 429) return problemOf(headers['x-rate-limit-problem']) === 'day' ? 'XERO_DAY_LIMIT' : 'XERO_RATE_LIMITED';
  if (status === 400) return 'XERO_BAD_REQUEST';
  return status >= 500 ? 'XERO_UNAVAILABLE' : 'XERO_UNREADABLE';
};

/** A 400 was refused as a whole, unless it refuses a key that was used with another body: then the first use may have been executed. */
const certainlyNot = (status: number | null, detail: string): boolean => {
  if (status === null) return NEVER_LEFT.test(detail);
  if (status === 400) return !/Idempotency/i.test(detail);
  return [401, 403, 404, 429].includes(status);
};

/**
 * Makes a typed error of whatever xero-node rejected with.
 * @param problem a JSON string, an axios-like object or an Error
 * @param write a read is never in doubt
 */
export const judgeFailure = (problem: unknown, write: boolean): RemoteError => {
  if (problem instanceof RemoteError) return problem;
  const { status, headers, body } = unwrap(problem);
  const detail =
    textOf(body) ||
    (problem instanceof Error
      ? `${(problem as NodeJS.ErrnoException).code ?? ''} ${problem.message}`
      : typeof problem === 'string'
        ? problem.slice(0, 500)
        : '');
  const seconds = Number(headers['retry-after'] ?? NaN);
  const code = codeOf(status, detail, headers);
  return new RemoteError({
    code,
    system: 'Xero',
    message: status === null ? 'Xero did not answer.' : `Xero answered ${String(status)}.`,
    status,
    executed: !write || certainlyNot(status, detail) ? 'no' : 'unknown',
    retryable: status === null || status === 429 || status === 401 || status >= 500 || (status >= 200 && status < 300),
    retryAfterMs: Number.isNaN(seconds) ? null : seconds * 1000,
    detail,
    cause: problem instanceof Error ? problem : undefined,
  });
};
