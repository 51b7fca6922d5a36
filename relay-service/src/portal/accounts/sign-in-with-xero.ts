/** Log in with Xero, sign up with Xero, and joining the two: what the buttons lead to, and the way back. */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SignInEnd, XeroPurpose } from '../../jobs/wizard/sign-in-with-xero.ts';
import { beginConnected, beginSignIn, completeSignIn, purposeOf, withdrawSignIn } from '../../jobs/wizard/sign-in-with-xero.ts';
import { writeAudit } from '../../store/audit.ts';
import { PageNotFound, logInPath, ownPath } from '../access.ts';
import { isSecure, readCookie } from '../cookies.ts';
import { textOf } from '../forms.ts';
import type { PortalServices } from '../services.ts';
import { hasPassword, isOwnPassword } from './change-password.ts';
import { isEmail } from './email.ts';
import { joinPage } from './join-xero.ts';
import { limits, mayTry } from './limits.ts';
import { securityMail } from './mails.ts';
import { registrationOpen } from './registration.ts';
import { accountOfXero, joinXero, logInWithXero, signUpWithXero } from './xero-identity.ts';

/** A sign-in belongs to the browser that began it; the cookie itself is not kept. */
const browserOf = ({ config }: PortalServices, request: FastifyRequest): string => {
  const visitor = readCookie(request, isSecure(config.RELAY_PUBLIC_URL), 'visitor');
  return visitor === null ? 'browser:unknown' : `browser:${createHash('sha256').update(visitor).digest('base64url')}`;
};

type Problem = Extract<SignInEnd, { problem: string }>['problem'];
const again = 'Nothing was changed. Try again with the button below.';
const texts: Partial<Record<Problem, string>> = {
  declined: `Access was not allowed at Xero, so you are not logged in. ${again}`,
  stateUnknown: `This sign-in was not begun in this browser. ${again}`,
  codeSpent:
    'This sign-in was used already, perhaps in another tab or by going back. If you are not logged in, try again with the button below.',
  tooLate: `The sign-in took longer than an hour and is no longer valid. ${again}`,
  noAddress: `Xero names no proved e-mail address of yours, which an account here needs. Prove it in Xero, or use your e-mail address and a password.`,
  unreachable: `Xero does not answer at this moment. Wait a minute and try again, or use your e-mail address and a password.`,
  secretRefused: 'Xero refused the relay itself; its secret may have expired. Whoever runs the relay mends it with `npm run setup`.',
  scopeRefused: 'Xero does not offer what the relay asks for. Whoever runs the relay compares the scopes with `npm run setup`.',
};
const OTHER = `Xero’s answer could not be used. ${again} If it stays like this, whoever runs the relay finds the reason in its log.`;

interface Back {
  readonly services: PortalServices;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}
type Completed = Exclude<SignInEnd, { problem: string }>;

const JOIN = '/account/xero';

/** The owner of an address has an account here: its password proves more than the address does. */
const logInFirst = (reply: FastifyReply, email: string): FastifyReply =>
  reply
    .message(
      'information',
      `There is an account with ${email} already, and it is not joined with Xero. Log in with its password once and join the two; from then on Xero alone is enough.`,
    )
    .redirect(logInPath(JOIN), 303);

const joined = async ({ services, request, reply }: Back, { identity }: Completed): Promise<FastifyReply> => {
  const { account } = request;
  if (!account) return reply.redirect(logInPath(JOIN), 303);
  if (!(await joinXero(services, account.id, identity)))
    return reply
      .message(
        'error',
        'Nothing was joined: this person of Xero opens another account already, or this account is opened by another person of Xero.',
      )
      .redirect(JOIN, 303);
  await writeAudit(services.ledger, { actor: account.id, action: 'account.xero-joined', subject: account.id });
  services.later('a mail', () =>
    services.mailer.send(securityMail(account, services.config.RELAY_PUBLIC_URL, 'it can now be opened with Xero as well')),
  );
  return reply.message('success', 'Joined: from now on you can log in with Xero.').redirect(JOIN, 303);
};

const loggedIn = async ({ services, request, reply }: Back, { identity, next }: Completed): Promise<FastifyReply> => {
  const { outcome } = await logInWithXero(services, request, reply, identity);
  if (outcome === 'known') return reply.redirect(ownPath(next), 303);
  if (outcome === 'taken') return logInFirst(reply, identity.email);
  const open = await registrationOpen(services);
  return reply
    .message('information', `Nobody here is joined with ${identity.email} at Xero yet.${open ? ' Sign up below; it takes a minute.' : ''}`)
    .redirect(open ? '/register' : '/login', 303);
};

const signedUp = async ({ services, request, reply }: Back, { identity, tokens }: Completed): Promise<FastifyReply> => {
  const end = await signUpWithXero(services, request, reply, identity);
  if ('accountId' in end) {
    const draftId = await beginConnected(services, end.accountId, { tokens, identity });
    await writeAudit(services.ledger, { actor: end.accountId, action: 'account.xero-sign-up', subject: draftId, code: end.outcome });
    return reply.redirect(`/connections/new/${draftId}#solution`, 303);
  }
  services.later('closing what was opened at Xero', () => withdrawSignIn(services, tokens));
  if (end.outcome === 'taken') return logInFirst(reply, identity.email);
  return reply
    .message('error', 'This relay serves one company, and its first account is there already. Ask its owner for an invitation.')
    .redirect('/login', 303);
};

const ends: Readonly<Record<XeroPurpose, (back: Back, completed: Completed) => Promise<FastifyReply>>> = {
  register: signedUp,
  logIn: loggedIn,
  join: joined,
};
const pageOf: Readonly<Record<XeroPurpose, string>> = { register: '/register', logIn: '/login', join: JOIN };

const answer = async ({ services, request, reply }: Back, purpose: XeroPurpose, query: URLSearchParams): Promise<FastifyReply> => {
  const { account } = request;
  if (purpose === 'join' && !account) return reply.redirect(logInPath(JOIN), 303);
  const owner = purpose === 'join' && account ? account.id : browserOf(services, request);
  const end = await completeSignIn(services, purpose, query, owner);
  if ('problem' in end || !isEmail(end.identity.email)) {
    const problem = 'problem' in end ? end.problem : 'noAddress';
    const closed = purpose === 'register' && !(await registrationOpen(services));
    const page = account && purpose !== 'join' ? '/' : closed ? '/login' : pageOf[purpose];
    return reply.message('error', texts[problem] ?? OTHER).redirect(page, 303);
  }
  if (purpose !== 'join' && account && (await accountOfXero(services, end.identity)) !== account.id) {
    services.later('closing what was opened at Xero', () => withdrawSignIn(services, end.tokens));
    return reply
      .message('error', `You are logged in as ${account.email}, meanwhile perhaps in another tab. Log out first to go on as somebody else.`)
      .redirect('/', 303);
  }
  return ends[purpose]({ services, request, reply }, end);
};

/**
 * Answers Xero's callback where it ends a sign-in, by redirect alone.
 * @returns false where it belongs to the wizard
 */
export const answerSignIn = async (
  services: PortalServices,
  request: FastifyRequest,
  reply: FastifyReply,
  query: URLSearchParams,
): Promise<boolean> => {
  const purpose = await purposeOf(services, query.get('state') ?? '');
  if (purpose === null) return false;
  await answer({ services, request, reply }, purpose, query);
  return true;
};

/** `POST /oauth/xero/sign-in`. */
export const xeroSignInPages = (app: FastifyInstance, services: PortalServices): void => {
  app.post('/oauth/xero/sign-in', async (request, reply) => {
    // A custom connection knows no people.
    if (services.config.XERO_CUSTOM_CONNECTION) throw new PageNotFound();
    const purpose = textOf(request, 'purpose');
    const next = ownPath(textOf(request, 'next', 500));
    if (purpose === 'join') {
      if (!request.account) return reply.redirect(logInPath(JOIN), 303);
      const { id } = request.account;
      if (await hasPassword(services, id)) {
        // A browser that was left open must not become a lasting way in.
        if (!(await mayTry(services, request, reply, { byAccount: [limits.passwordByAccount, id] }))) return reply;
        if (!(await isOwnPassword(services, request, reply)))
          return reply.page(joinPage(reply, false, true, 'This is not your password.'), 422);
      }
      return reply.redirect(await beginSignIn(services, 'join', id), 303);
    }
    if (request.account) return reply.redirect(next, 303);
    if (purpose !== 'logIn' && (purpose !== 'register' || !(await registrationOpen(services)))) throw new PageNotFound();
    if (!(await mayTry(services, request, reply, { byAddress: limits.logInByAddress }))) return reply;
    return reply.redirect(await beginSignIn(services, purpose, browserOf(services, request), next), 303);
  });
};
