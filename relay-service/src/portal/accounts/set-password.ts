/** Setting a password with a link from a mail: completes a registration, or replaces one that was forgotten. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { forgetAttempts } from '../../store/attempts.ts';
import { card, field } from '../components.ts';
import { passwordOf, textOf } from '../forms.ts';
import { html } from '../html.ts';
import type { Page } from '../layout.ts';
import type { PortalServices } from '../services.ts';
import { limits, mayTry } from './limits.ts';
import { newPasswordField } from './password-fields.ts';
import { passwordProblem } from './password-rules.ts';
import { sendPasswordLink } from './registration.ts';
import { EMAIL_MOST } from './rules.ts';
import { callAs, isRefusal } from './visit.ts';

const forgotPage = (reply: FastifyReply): Page => ({
  title: 'Forgot the password?',
  narrow: true,
  body: html`<h1>Forgot the password?</h1>
    <p class="quiet">Enter your e-mail address and we send you a link to set a new one. Until then the old one goes on working.</p>
    ${card(
      'Your account',
      html`<form method="post" action="/forgot-password">
        ${reply.formToken()}
        ${field({ name: 'email', label: 'E-mail address', type: 'email', autocomplete: 'username', maxLength: EMAIL_MOST })}
        <p class="actions"><button class="button button-primary">Send the link</button> <a href="/login">Back to log in</a></p>
      </form>`,
    )}`,
});

const sentPage: Page = {
  title: 'Look into your mailbox',
  narrow: true,
  body: html`<h1>Look into your mailbox</h1>
    <p>If there is an account with this address, a mail with a link is on its way. The link works once and for 24 hours.</p>
    <p>
      No mail after a few minutes? Look into the folder for unwanted mail, check the address, and
      <a href="/forgot-password">ask once more</a>.
    </p>`,
};

const expiredPage: Page = {
  title: 'This link is no longer good',
  narrow: true,
  body: html`<h1>This link is no longer good</h1>
    <p>It was used before, is older than 24 hours, or was replaced by a newer one. Your account is as it was.</p>
    <p class="actions"><a class="button button-primary" href="/forgot-password">Get a new link</a> <a href="/login">Log in</a></p>`,
};

const setPage = (reply: FastifyReply, token: string, email: string, error?: string): Page => ({
  title: 'Set a password',
  narrow: true,
  scripts: ['show-password'],
  body: html`<h1>Set a password</h1>
    ${card(
      'For your account',
      html`<form method="post" action="/set-password/${token}">
        ${reply.formToken()}
        <p>E-mail address: <strong>${email}</strong></p>
        <input type="email" name="username" value="${email}" autocomplete="username" hidden readonly />
        ${newPasswordField(error)}
        <p class="actions"><button class="button button-primary">Set the password</button></p>
      </form>`,
    )}`,
});

/** Whose link this is; undefined for one that is spent, old or made up. */
const ownerOf = async (services: PortalServices, token: string) => {
  const { library } = await services.auth();
  const { internalAdapter } = await library.$context;
  const found = await internalAdapter.findVerificationValue(`reset-password:${token}`);
  if (!found || found.expiresAt.getTime() < Date.now()) return undefined;
  return services.ledger.db
    .selectFrom('accounts')
    .select(['id', 'name', 'email', 'company'])
    .where('id', '=', found.value)
    .executeTakeFirst();
};

const submit = async (services: PortalServices, request: FastifyRequest, reply: FastifyReply, token: string): Promise<FastifyReply> => {
  const owner = await ownerOf(services, token);
  if (!owner) return reply.page(expiredPage, 410);
  const password = passwordOf(request, 'password');
  const problem = passwordProblem(password, [owner.name, owner.email, owner.company ?? '']);
  if (problem !== undefined) return reply.page(setPage(reply, token, owner.email, problem), 422);
  const answer = await callAs(services, request, reply, (api) =>
    api.resetPassword({ body: { newPassword: password, token }, returnHeaders: true }),
  );
  if (isRefusal(answer)) return reply.page(expiredPage, 410);
  await forgetAttempts(services.ledger, limits.logInByAccount, owner.email);
  return reply.message('success', 'Your password is set. Log in with it now.').redirect('/login', 303);
};

/** Pages `/forgot-password`, `/forgot-password/sent` and `/set-password/:token`. */
export const setPasswordPages = (app: FastifyInstance, services: PortalServices): void => {
  app.get('/forgot-password', (_request, reply) => reply.page(forgotPage(reply)));
  app.post('/forgot-password', async (request, reply) => {
    const email = textOf(request, 'email', EMAIL_MOST).toLowerCase();
    if (!(await mayTry(services, request, reply, { byAddress: limits.linkByAddress, byAccount: [limits.linkByAccount, email] })))
      return reply;
    services.later('a link for a password', () => sendPasswordLink(services, email));
    return reply.redirect('/forgot-password/sent', 303);
  });
  app.get('/forgot-password/sent', (_request, reply) => reply.page(sentPage));
  app.get<{ Params: { token: string } }>('/set-password/:token', async (request, reply) => {
    const owner = await ownerOf(services, request.params.token);
    return owner ? reply.page(setPage(reply, request.params.token, owner.email)) : reply.page(expiredPage, 410);
  });
  app.post<{ Params: { token: string } }>('/set-password/:token', (request, reply) =>
    submit(services, request, reply, request.params.token),
  );
};
