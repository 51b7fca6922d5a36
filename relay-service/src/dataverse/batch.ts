/** `$batch` of the Web API: multipart only, change sets are atomic ("Execute batch operations using the Web API", Microsoft Learn). */
import { randomUUID } from 'node:crypto';
import { inTurns } from '../take-turns.ts';
import { parseJsonKeepingDecimals } from './decimal-json.ts';

export interface BatchOperation {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Relative to `/api/data/v9.2/`. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
/** One operation, or several that happen all or not at all. */
export type BatchPart = BatchOperation | { readonly changeSet: readonly BatchOperation[] };

export interface BatchResult {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly text: string;
}

const LINE = '\r\n';

const operationText = (base: string, operation: BatchOperation): string =>
  [
    // Through URL, so that a blank in a filter does not end the request line.
    `${operation.method} ${new URL(operation.path, base).href} HTTP/1.1`,
    'Accept: application/json',
    ...(operation.body === undefined ? [] : ['Content-Type: application/json; type=entry']),
    ...Object.entries(operation.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
    '',
    operation.body === undefined ? '' : JSON.stringify(operation.body),
  ].join(LINE);

const partText = (base: string, operation: BatchOperation, contentId: number | null): string =>
  [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === null ? [] : [`Content-ID: ${String(contentId)}`]),
    '',
    operationText(base, operation),
  ].join(LINE);

/** Writes the body of a batch. */
export const writeBatch = (base: string, parts: readonly BatchPart[]): { readonly boundary: string; readonly body: string } => {
  const boundary = `batch_${randomUUID()}`;
  const texts = parts.map((part) => {
    if (!('changeSet' in part)) return partText(base, part, null);
    const inner = `changeset_${randomUUID()}`;
    const operations = part.changeSet.map((operation, index) => `--${inner}${LINE}${partText(base, operation, index + 1)}${LINE}`).join('');
    return `Content-Type: multipart/mixed; boundary=${inner}${LINE}${LINE}${operations}--${inner}--`;
  });
  return { boundary, body: `${texts.map((text) => `--${boundary}${LINE}${text}${LINE}`).join('')}--${boundary}--${LINE}` };
};

const boundaryOf = (contentType: string): string => /boundary="?([^";]+)"?/i.exec(contentType)?.[1] ?? '';

const split = (text: string, boundary: string): string[] =>
  text
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => part.replace(/^\r?\n/, ''));

const resultOf = (text: string): BatchResult => {
  const status = Number(/HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
  const start = text.indexOf('{', text.search(/HTTP\/1\.1/));
  const json = start < 0 ? '' : text.slice(start, text.lastIndexOf('}') + 1);
  return { status, body: json === '' ? null : (parseJsonKeepingDecimals(json) as BatchResult['body']), text: json };
};

/**
 * Reads a batch's answer, which may be megabytes, in turns: one result per part. A change set that held is its last result, a failed one its
 * only, failing one.
 */
export const parseBatch = (contentType: string, text: string): Promise<readonly BatchResult[]> =>
  inTurns(split(text, boundaryOf(contentType)), (part) => {
    const inner = /^Content-Type:\s*multipart\/mixed;\s*boundary="?([^"\r\n;]+)"?/im.exec(part)?.[1];
    if (inner === undefined) return resultOf(part);
    const results = split(part, inner).map(resultOf);
    return results.find(({ status }) => status >= 400) ?? results.at(-1) ?? { status: 0, body: null, text: '' };
  });
