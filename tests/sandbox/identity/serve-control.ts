/** The stand-in's own verbs over HTTP, for the demo and for tests in another process. */
import type { ServerResponse } from 'node:http';
import { json } from './answers.ts';
import type { Directory } from './directory.ts';
import type { Message } from './token-request.ts';
import { readBody } from './token-request.ts';
import type { IdentityUser } from './users.ts';

const asUser = (text: string): IdentityUser | null => {
  const given = JSON.parse(text) as Partial<Record<keyof IdentityUser, unknown>> | null;
  const { upn, name, objectId, tenantId } = given ?? {};
  if (typeof upn !== 'string' || typeof name !== 'string' || typeof objectId !== 'string') return null;
  return { upn, name, objectId, ...(typeof tenantId === 'string' ? { tenantId } : {}) };
};

const parseUser = (text: string): IdentityUser | null => {
  try {
    return asUser(text);
  } catch {
    return null;
  }
};

/** `GET /_control/state`, `POST /_control/users`, `POST /_control/users/:upn/revoke`. */
export const serveControl = async (
  tenantId: string,
  directory: Directory,
  request: Message,
  response: ServerResponse,
  path: string,
): Promise<void> => {
  const { control } = directory;
  const state = (): object => ({ tenantId, users: control.users, revoked: directory.revoked() });
  const upn = /^\/_control\/users\/([^/]+)\/revoke$/.exec(path)?.[1];
  if (request.method === 'GET' && path === '/_control/state') json(response, 200, state());
  else if (request.method === 'POST' && path === '/_control/users') {
    const user = parseUser(await readBody(request));
    if (user) control.addUser(user);
    json(response, user ? 200 : 400, user ? state() : { message: 'A user has upn, name and objectId.' });
  } else if (request.method === 'POST' && upn !== undefined) {
    control.revoke(decodeURIComponent(upn));
    json(response, 200, state());
  } else json(response, 404, { message: `There is no ${path}.` });
};
