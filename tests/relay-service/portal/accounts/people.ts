/** People who register and log in, as the pages let them. Shared by the tests of every subject. */
import type { LightMyRequestResponse } from 'fastify';
import { oneTimeCode } from '../../../sandbox/one-time-code.ts';
import type { OpenPortal } from '../open-portal.ts';
import type { Visitor } from '../visitor.ts';
import { visitorOf } from '../visitor.ts';

export const PASSWORD = 'seven quiet herons wade';

export const kim = { name: 'Kim Larsen', company: 'Coral Bay', email: 'kim@coralbay.example' } as const;

/** Of another company. */
export const ann = { name: 'Ann Other', company: 'Elsewhere', email: 'ann@elsewhere.example' } as const;

/** The path of the link in a mail. */
export const linkIn = (mail: { readonly action?: { readonly url: string } } | undefined, config: OpenPortal['config']): string => {
  const url = mail?.action?.url ?? '';
  if (!url.startsWith(`${config.RELAY_PUBLIC_URL}/`)) throw new Error(`The mail's link leads elsewhere: ${url}`);
  return url.slice(config.RELAY_PUBLIC_URL.length);
};

/** Registers and sets a password. @returns the visitor, not yet logged in */
export const register = async (portal: OpenPortal, person: typeof kim | Record<keyof typeof kim, string> = kim): Promise<Visitor> => {
  const visitor = visitorOf(portal.app);
  const known = portal.mails.filter(({ to }) => to === person.email).length;
  const answer = await visitor.fillIn('/register', '/register', { ...person, terms: 'yes' });
  if (answer.headers.location !== '/register/sent') throw new Error(`Registering was answered ${answer.statusCode}: ${answer.body}`);
  const link = linkIn(await portal.mailTo(person.email, known), portal.config);
  const set = await visitor.fillIn(link, link, { password: PASSWORD });
  if (set.headers.location !== '/login') throw new Error(`Setting a password was answered ${set.statusCode}: ${set.body}`);
  return visitor;
};

/** Logs in with the password. */
export const logIn = (visitor: Visitor, email: string, password = PASSWORD): Promise<LightMyRequestResponse> =>
  visitor.fillIn('/login', '/login', { email, password });

/** Registers, sets a password and logs in. */
export const member = async (portal: OpenPortal, person: typeof kim | Record<keyof typeof kim, string> = kim): Promise<Visitor> => {
  const visitor = await register(portal, person);
  const answer = await logIn(visitor, person.email);
  if (answer.headers.location !== '/') throw new Error(`Logging in was answered ${answer.statusCode}: ${answer.body}`);
  return visitor;
};

/** Switches the second step on. @returns the key of the app and the recovery codes */
export const switchOn = async (visitor: Visitor): Promise<{ readonly key: string; readonly codes: readonly string[] }> => {
  const started = await visitor.fillIn('/account/two-factor', '/account/two-factor/start', { password: PASSWORD });
  const key = (/Enter this key in the app:\s*<span class="code">([^<]+)</.exec(started.body)?.[1] ?? '').replaceAll(/\s/g, '');
  const codes = [...started.body.matchAll(/<li class="code">([^<]+)</g)].map(([, code = '']) => code);
  const on = await visitor.send(started, '/account/two-factor/confirm', { code: oneTimeCode(key) });
  if (on.headers.location !== '/account') throw new Error(`Switching the second step on was answered ${on.statusCode}: ${on.body}`);
  return { key, codes };
};
