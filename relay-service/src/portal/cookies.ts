/** The portal's cookies: few, unreadable for scripts, never sent along from another site's form, and bound to this host under https. */
import type { FastifyReply, FastifyRequest } from 'fastify';

/** session: who is logged in; step: between password and code; visitor: what forms are bound to; messages: shown once. */
export type CookieName = 'session' | 'step' | 'visitor' | 'messages' | 'known';

/** `__Host-` makes browsers refuse the cookie from a neighbouring host or over plain http. */
const fullName = (secure: boolean, name: CookieName): string => (secure ? `__Host-stl3_${name}` : `stl3_${name}`);

/** Whether the relay is reached over https, as its public address says. */
export const isSecure = (publicUrl: string): boolean => publicUrl.startsWith('https:');

/** The value that the browser sent, null where it sent none. */
export const readCookie = (request: FastifyRequest, secure: boolean, name: CookieName): string | null =>
  request.cookies[fullName(secure, name)] ?? null;

/** @param maxAgeSeconds absent: until the browser closes */
export const giveCookie = (reply: FastifyReply, secure: boolean, name: CookieName, value: string, maxAgeSeconds?: number): void => {
  void reply.setCookie(fullName(secure, name), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }),
  });
};

/** Makes the browser forget it. */
export const takeCookie = (reply: FastifyReply, secure: boolean, name: CookieName): void => {
  void reply.clearCookie(fullName(secure, name), { path: '/', httpOnly: true, sameSite: 'lax', secure });
};
