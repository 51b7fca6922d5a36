/** Messages that are shown once, on the page after a redirect. They travel in a cookie that only this relay can have written. */
import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Seal } from '../store/seal.ts';
import type { BannerKind } from './components.ts';
import { giveCookie, readCookie, takeCookie } from './cookies.ts';

export interface Message {
  readonly kind: BannerKind;
  readonly text: string;
}

const PURPOSE = 'message|';

/** Leaves a message for the next page. */
export const leaveMessage = (reply: FastifyReply, secure: boolean, seal: Seal, message: Message): void => {
  const body = Buffer.from(JSON.stringify(message)).toString('base64url');
  const salt = randomBytes(9).toString('base64url');
  giveCookie(reply, secure, 'messages', `${body}.${salt}.${seal.fingerprint(PURPOSE + body, salt)}`, 300);
};

/** Takes the message that the page before has left; one that somebody else wrote is ignored. */
export const takeMessages = (request: FastifyRequest, reply: FastifyReply, secure: boolean, seal: Seal): readonly Message[] => {
  const cookie = readCookie(request, secure, 'messages');
  if (cookie === null) return [];
  takeCookie(reply, secure, 'messages');
  const [body = '', salt = '', print = ''] = cookie.split('.');
  if (!seal.isFingerprintOf(print, PURPOSE + body, salt)) return [];
  return [JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Message];
};
