/** Reading a multipart `$batch` and writing its answer ("Execute batch operations using the Web API", Microsoft Learn). */
import { randomUUID } from 'node:crypto';
import { Refusal } from './refusal.ts';
import type { Answer, Operation } from './web-api.ts';

const MAX_OPERATIONS = 1000;
const API = /^https?:\/\/[^/]+\/api\/data\/v9\.\d\/|^\/api\/data\/v9\.\d\/|^\//;

export interface BatchPart {
  /** Operations of a change set; a part of its own has one. */
  readonly operations: readonly (Operation & { readonly contentId: string | null })[];
  readonly changeSet: boolean;
}

const bad = (message: string): Refusal => new Refusal(400, '0x80060888', message);

const headersOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split('\r\n')
      .filter((line) => line.includes(':'))
      .map((line) => [line.slice(0, line.indexOf(':')).trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );

const boundaryOf = (contentType: string | undefined): string => {
  const found = /boundary="?([^";]+)"?/i.exec(contentType ?? '')?.[1];
  if (found === undefined) throw bad('The batch has no boundary.');
  return found;
};

/** Sections between the boundaries: their headers and what follows. */
const sections = (text: string, boundary: string): { readonly headers: Record<string, string>; readonly content: string }[] => {
  const parts = text.split(`--${boundary}`);
  if (parts.at(-1)?.startsWith('--') !== true) throw bad('The batch does not end with its boundary.');
  return parts.slice(1, -1).map((part) => {
    if (!part.startsWith('\r\n')) throw bad('Lines of a batch end with CRLF.');
    const trimmed = part.slice(2);
    const end = trimmed.indexOf('\r\n\r\n');
    return { headers: headersOf(trimmed.slice(0, end)), content: trimmed.slice(end + 4) };
  });
};

/** A body that is not JSON stays text: its operation refuses it, and the others go on. */
const readBody = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const operationOf = (content: string, contentId: string | null): BatchPart['operations'][number] => {
  const [, method = '', url = ''] = /^([A-Z]+) (\S+) HTTP\/1\.1\r\n/.exec(content) ?? [];
  if (method === '') throw bad('A part of the batch is no HTTP request.');
  const start = content.indexOf('\r\n') + 2;
  const end = content.indexOf('\r\n\r\n', start - 2);
  const text = end < 0 ? '' : content.slice(end + 4).trim();
  return {
    method,
    path: url.replace(API, ''),
    headers: headersOf(content.slice(start, end < 0 ? undefined : end)),
    body: text === '' ? undefined : readBody(text),
    contentId,
  };
};

/** @throws {Refusal} 400 on bad framing, a GET inside a change set, or more than 1000 operations */
export const readBatch = (contentType: string | undefined, text: string): readonly BatchPart[] => {
  const parts = sections(text, boundaryOf(contentType)).map(({ headers, content }): BatchPart => {
    if (!/^multipart\/mixed/i.test(headers['content-type'] ?? '')) return { operations: [operationOf(content, null)], changeSet: false };
    const operations = sections(content, boundaryOf(headers['content-type'])).map((section) => {
      const contentId = section.headers['content-id'];
      if (contentId === undefined) throw bad('Each part of a change set needs a Content-ID.');
      return operationOf(section.content, contentId);
    });
    if (operations.some(({ method }) => method === 'GET')) throw bad('A change set cannot hold a GET.');
    return { operations, changeSet: true };
  });
  if (parts.reduce((total, { operations }) => total + operations.length, 0) > MAX_OPERATIONS)
    throw bad(`The batch has more than ${String(MAX_OPERATIONS)} operations.`);
  return parts;
};

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  412: 'Precondition Failed',
  501: 'Not Implemented',
};

const answerText = (answer: Answer, contentId: string | null): string =>
  [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === null ? [] : [`Content-ID: ${contentId}`]),
    '',
    `HTTP/1.1 ${String(answer.status)} ${reasons[answer.status] ?? ''}`,
    ...(answer.body === null ? [] : ['Content-Type: application/json; odata.metadata=minimal']),
    'OData-Version: 4.0',
    ...Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`),
    '',
    answer.body === null ? '' : JSON.stringify(answer.body),
  ].join('\r\n');

/** Answers of each part, in their order; a change set that failed has one. */
export const writeBatchAnswer = (
  parts: readonly { readonly part: BatchPart; readonly answers: readonly Answer[] }[],
): { readonly contentType: string; readonly body: string } => {
  const boundary = `batchresponse_${randomUUID()}`;
  const texts = parts.map(({ part, answers }) => {
    if (!part.changeSet || answers.some(({ status }) => status >= 400)) return answers.map((answer) => answerText(answer, null)).join('');
    const inner = `changesetresponse_${randomUUID()}`;
    const body = answers
      .map((answer, index) => `--${inner}\r\n${answerText(answer, part.operations[index]?.contentId ?? null)}\r\n`)
      .join('');
    return `Content-Type: multipart/mixed; boundary=${inner}\r\n\r\n${body}--${inner}--`;
  });
  return {
    contentType: `multipart/mixed; boundary=${boundary}`,
    body: `${texts.map((text) => `--${boundary}\r\n${text}\r\n`).join('')}--${boundary}--\r\n`,
  };
};
