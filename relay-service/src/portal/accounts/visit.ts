/**
 * Between a browser and the accounts' library: the browser's cookies become the library's, and what the library gives becomes the
 * browser's. The library's cookies are signed and hold the hash of a token; the browser's hold the token and need no signature.
 */
import { createHmac } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CookieName } from '../cookies.ts';
import { giveCookie, isSecure, readCookie, takeCookie } from '../cookies.ts';
import type { PortalServices } from '../services.ts';
import type { Account } from './account.ts';
import type { Auth } from './auth.ts';
import { ADDRESS_HEADER } from './rules.ts';

/** What `returnHeaders` of the library's calls brings. */
interface Answer<T> {
  readonly headers: Headers | null | undefined;
  readonly response: T;
}

/** A refusal of the library, by its stable code. */
export interface Refusal {
  readonly refused: string;
}

const sign = (name: string, value: string, secret: string): string =>
  `${name}=${encodeURIComponent(`${value}.${createHmac('sha256', secret).update(value).digest('base64')}`)}`;

const isOurs = (name: string): name is 'session' | 'step' => name === 'session' || name === 'step';

const passOn = (
  answer: Headers,
  request: FastifyRequest,
  reply: FastifyReply,
  secure: boolean,
  opened: ReadonlyMap<string, string>,
): void => {
  for (const line of answer.getSetCookie()) {
    const [, name = '', encoded = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (!isOurs(name)) continue;
    const maxAge = Number(/;\s*max-age=(\d+)/i.exec(line)?.[1] ?? 0);
    const value = decodeURIComponent(encoded).replace(/\.[^.]*$/, '');
    if (maxAge === 0 || value === '') takeCookie(reply, secure, name);
    else {
      // A session that was only prolonged has no new token: the browser keeps the one that it sent.
      const token = name === 'session' ? (opened.get(value) ?? readCookie(request, secure, 'session')) : value;
      if (token !== null) giveCookie(reply, secure, name, token, maxAge);
    }
  }
};

/**
 * Calls the library on behalf of the browser that a request came from.
 * @param run gets the library's API and the headers to hand over; asks it with `returnHeaders: true`
 * @returns the library's answer, or the code with which it refused
 */
export const callAs = async <T>(
  services: Pick<PortalServices, 'auth' | 'config'>,
  request: FastifyRequest,
  reply: FastifyReply,
  run: (api: Auth['api'], headers: Headers) => Promise<Answer<T>>,
): Promise<T | Refusal> => {
  const { library, openedSessions, sessionHash } = await services.auth();
  const secure = isSecure(services.config.RELAY_PUBLIC_URL);
  const { secret } = await library.$context;
  const cookie = (name: CookieName, as: (value: string) => string): string[] => {
    const value = readCookie(request, secure, name);
    return value === null ? [] : [sign(name, as(value), secret)];
  };
  const headers = new Headers({
    cookie: [...cookie('session', sessionHash), ...cookie('step', (value) => value)].join('; '),
    'user-agent': (request.headers['user-agent'] ?? '').slice(0, 300),
    [ADDRESS_HEADER]: request.ip,
  });
  const opened = new Map<string, string>();
  try {
    const answer = await openedSessions.run(opened, () => run(library.api, headers));
    if (answer.headers) passOn(answer.headers, request, reply, secure, opened);
    return answer.response;
  } catch (problem) {
    const code = (problem as { readonly body?: { readonly code?: unknown } }).body?.code;
    if (typeof code === 'string') return { refused: code };
    throw problem;
  }
};

/** Whether the library refused. */
export const isRefusal = <T>(answer: T | Refusal): answer is Refusal =>
  typeof answer === 'object' && answer !== null && 'refused' in answer && typeof answer.refused === 'string';

/** Who is logged in in this browser; null for a visitor. A visitor without a cookie does not load the library. */
export const accountOfVisit = async (
  services: Pick<PortalServices, 'auth' | 'config'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Account | null> => {
  if (readCookie(request, isSecure(services.config.RELAY_PUBLIC_URL), 'session') === null) return null;
  const found = await callAs(services, request, reply, (api, headers) => api.getSession({ headers, returnHeaders: true }));
  if (found === null || isRefusal(found)) return null;
  const { user, session } = found;
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    company: user.company ?? null,
    // The plugin's own columns are lost in the library's types where they are renamed.
    twoFactor: (user as { readonly twoFactorEnabled?: boolean | null }).twoFactorEnabled ?? false,
    sessionId: session.id,
  };
};
