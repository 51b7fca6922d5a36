/** Opens a session for somebody who has proved who they are by other means than a password. */
import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { giveCookie, isSecure } from '../cookies.ts';
import type { PortalServices } from '../services.ts';
import { SESSION_SECONDS } from './rules.ts';

/** Logs the browser in. */
export const giveSession = async (
  { auth, config }: Pick<PortalServices, 'auth' | 'config'>,
  request: FastifyRequest,
  reply: FastifyReply,
  accountId: string,
): Promise<void> => {
  const { library, openedSessions } = await auth();
  const { internalAdapter } = await library.$context;
  const opened = new Map<string, string>();
  const session = await openedSessions.run(opened, () =>
    internalAdapter.createSession(accountId, false, {
      ipAddress: request.ip,
      userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    }),
  );
  giveCookie(
    reply,
    isSecure(config.RELAY_PUBLIC_URL),
    'session',
    opened.get(session.token) ?? randomBytes(24).toString('base64url'),
    SESSION_SECONDS,
  );
};
