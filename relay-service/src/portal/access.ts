/** Who may see a page. What is not yours does not exist: two tenants must not learn of each other, so the answer is never "forbidden". */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Role } from '../store/members.ts';
import { reaches, roleOf } from '../store/members.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Account } from './accounts/account.ts';

/** A page that is not there, or not for this person; `portal` answers with its own page. */
export class PageNotFound extends Error {
  override readonly name = 'PageNotFound';
  readonly code = 'PAGE_NOT_FOUND';
  readonly statusCode = 404;
  constructor() {
    super('There is no such page.');
  }
}

/** A path of our own to go to after logging in; anything else leads home. */
export const ownPath = (given: string): string =>
  /^\/(?![/\\])[^\s\\]*$/.test(given) && !given.startsWith('/login') && !given.startsWith('/logout') ? given : '/';

/** Where to log in before a page of ours is seen. */
export const logInPath = (next: string): string => (ownPath(next) === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`);

/** `preHandler` of a page for people who are logged in; others log in first and come back. */
export const requireAccount = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
  if (request.account) return undefined;
  return reply.redirect(logInPath(request.method === 'GET' ? request.url : '/'), 303);
};

/** Who is logged in, on a page with `requireAccount`. */
export const accountOf = (request: FastifyRequest): Account => {
  if (!request.account) throw new PageNotFound();
  return request.account;
};

/**
 * The role of whoever is logged in for a connection (or one that is being set up).
 * @throws {PageNotFound} for a stranger, and for a member whose role does not reach `asked`
 */
export const requireRole = async (ledger: Ledger, request: FastifyRequest, connectionId: string, asked: Role): Promise<Role> => {
  const role = await roleOf(ledger, connectionId, accountOf(request).id);
  if (role === undefined || !reaches(role, asked)) throw new PageNotFound();
  return role;
};
