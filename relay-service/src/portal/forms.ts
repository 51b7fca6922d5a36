/**
 * Proof that a form was filled in on our own page. Three walls: the cookie is SameSite=Lax, the browser's own word about where the request
 * comes from, and a token that only a page of this relay to this visitor carries. The token is another one on every page, so that
 * compression cannot betray it.
 */
import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Seal } from '../store/seal.ts';
import { giveCookie, readCookie } from './cookies.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

const FIELD = 'form_token';

/** What a form's token is bound to: this browser, and who is logged in there. */
const bound = (visitor: string, session: string | null): string => `form|${visitor}|${session ?? ''}`;

/** The hidden field for the forms of a page; gives the browser its visitor cookie. */
export const formTokenField = (request: FastifyRequest, reply: FastifyReply, secure: boolean, seal: Seal): Html => {
  let visitor = readCookie(request, secure, 'visitor');
  if (visitor === null) {
    visitor = randomBytes(18).toString('base64url');
    giveCookie(reply, secure, 'visitor', visitor);
  }
  const salt = randomBytes(9).toString('base64url');
  const token = seal.fingerprint(bound(visitor, readCookie(request, secure, 'session')), salt);
  return html`<input type="hidden" name="${FIELD}" value="${salt}.${token}" />`;
};

/** Whether the browser itself says that this came from our own page; browsers that say nothing are left to the token. */
const comesFromUs = (request: FastifyRequest, publicUrl: string): boolean => {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const origin = request.headers.origin;
  return origin === undefined || origin === publicUrl;
};

/** Whether a POST was sent by a form on our own page, to this very visitor. */
export const isOurForm = (request: FastifyRequest, publicUrl: string, secure: boolean, seal: Seal): boolean => {
  if (!comesFromUs(request, publicUrl)) return false;
  const visitor = readCookie(request, secure, 'visitor');
  const given = (request.body as Readonly<Record<string, unknown>> | null | undefined)?.[FIELD];
  if (visitor === null || typeof given !== 'string') return false;
  const [salt = '', token = ''] = given.split('.');
  return seal.isFingerprintOf(token, bound(visitor, readCookie(request, secure, 'session')), salt);
};

/** The text of a form's field, trimmed and cut; empty where it is absent or no text. */
export const textOf = (request: FastifyRequest, name: string, most = 200): string => {
  const value = (request.body as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  return typeof value === 'string' ? value.trim().slice(0, most) : '';
};

/** The text of a part of the address's query; empty where it is absent or stands there twice. */
export const queryTextOf = (request: FastifyRequest, name: string): string => {
  const value = (request.query as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : '';
};

/** A password as it was typed: not trimmed. */
export const passwordOf = (request: FastifyRequest, name: string): string => {
  const value = (request.body as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  return typeof value === 'string' ? value : '';
};
