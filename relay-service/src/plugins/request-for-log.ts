/** What the log says of a request: no query (codes and states of sign-ins travel there), and no secret that stands in the address. */
import type { FastifyRequest } from 'fastify';
import { isGuid } from '../core/guid.ts';

/** Links that are sent by mail carry a random part of 22 characters or more; ids of ours are GUIDs, names of files have a dot. */
const isSecret = (part: string): boolean => part.length >= 22 && /^[\w-]+$/.test(part) && !isGuid(part);

/** An address without its secrets. */
export const addressForLog = (url: string): string =>
  (url.split('?')[0] ?? '')
    .split('/')
    .map((part) => (isSecret(part) ? '…' : part))
    .join('/');

/** Serializer of `req`. */
export const requestForLog = (request: FastifyRequest): Record<string, string> => ({
  method: request.method,
  url: addressForLog(request.url),
  host: request.host,
  remoteAddress: request.ip,
});
