/** Changing the password while logged in; whoever came by Xero alone gets a link to set a first one. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { accountOf, requireAccount } from '../access.ts';
import { card } from '../components.ts';
import { passwordOf } from '../forms.ts';
import { html } from '../html.ts';
import type { Page } from '../layout.ts';
import type { PortalServices } from '../services.ts';
import { limits, mayTry } from './limits.ts';
import { securityMail } from './mails.ts';
import { newPasswordField, ownPasswordField } from './password-fields.ts';
import { passwordProblem } from './password-rules.ts';
import { sendPasswordLink } from './registration.ts';
import { callAs, isRefusal } from './visit.ts';

interface Problems {
  readonly current?: string;
  readonly password?: string;
}

/** Whether an account has a password at all. */
export const hasPassword = async ({ ledger }: Pick<PortalServices, 'ledger'>, accountId: string): Promise<boolean> =>
  (await ledger.db
    .selectFrom('sign_ins')
    .select('id')
    .where('account_id', '=', accountId)
    .where('provider', '=', 'credential')
    .executeTakeFirst()) !== undefined;

const changePage = (reply: FastifyReply, problems: Problems): Page => ({
  title: 'Change the password',
  active: 'account',
  narrow: true,
  scripts: ['show-password'],
  body: html`<h1>Change the password</h1>
    ${card(
      'New password',
      html`<form method="post" action="/account/password">
        ${reply.formToken()} ${ownPasswordField(problems.current, 'current', 'Password so far')} ${newPasswordField(problems.password)}
        <p class="hint field">All other browsers are logged out.</p>
        <p class="actions"><button class="button button-primary">Change the password</button> <a href="/account">Cancel</a></p>
      </form>`,
    )}`,
});

/** Whether the password that was sent along is the one of whoever is logged in; the caller limits how often it is asked. */
export const isOwnPassword = async (services: PortalServices, request: FastifyRequest, reply: FastifyReply): Promise<boolean> =>
  !isRefusal(
    await callAs(services, request, reply, async (api, headers) => ({
      headers: null,
      response: await api.verifyPassword({ body: { password: passwordOf(request, 'password') }, headers }),
    })),
  );

const noPasswordPage = (reply: FastifyReply): Page => ({
  title: 'Set a password',
  active: 'account',
  narrow: true,
  body: html`<h1>Set a password</h1>
    <p>You log in with Xero and have no password here. With one you can also log in without Xero.</p>
    <form method="post" action="/account/password/link">
      ${reply.formToken()}
      <p class="actions"><button class="button button-primary">Send me a link to set a password</button> <a href="/account">Cancel</a></p>
    </form>`,
});

const submit = async (services: PortalServices, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const account = accountOf(request);
  const password = passwordOf(request, 'password');
  const problem = passwordProblem(password, [account.name, account.email, account.company ?? '']);
  if (problem !== undefined) return reply.page(changePage(reply, { password: problem }), 422);
  if (!(await mayTry(services, request, reply, { byAccount: [limits.passwordByAccount, account.id] }))) return reply;
  const answer = await callAs(services, request, reply, (api, headers) =>
    api.changePassword({
      body: { currentPassword: passwordOf(request, 'current'), newPassword: password, revokeOtherSessions: true },
      headers,
      returnHeaders: true,
    }),
  );
  if (isRefusal(answer)) return reply.page(changePage(reply, { current: 'This is not your password.' }), 422);
  services.later('a mail', () => services.mailer.send(securityMail(account, services.config.RELAY_PUBLIC_URL, 'the password was changed')));
  return reply.message('success', 'Your password is changed. All other browsers are logged out.').redirect('/account', 303);
};

/** Page `/account/password`. */
export const changePasswordPages = (app: FastifyInstance, services: PortalServices): void => {
  app.get('/account/password', { preHandler: requireAccount }, async (request, reply) =>
    reply.page((await hasPassword(services, accountOf(request).id)) ? changePage(reply, {}) : noPasswordPage(reply)),
  );
  app.post('/account/password', { preHandler: requireAccount }, (request, reply) => submit(services, request, reply));
  app.post('/account/password/link', { preHandler: requireAccount }, async (request, reply) => {
    const { email } = accountOf(request);
    if (!(await mayTry(services, request, reply, { byAccount: [limits.linkByAccount, email] }))) return reply;
    services.later('a link for a password', () => sendPasswordLink(services, email));
    return reply.message('information', 'A mail with a link is on its way to you.').redirect('/account', 303);
  });
};
