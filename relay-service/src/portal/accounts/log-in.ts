/** Logging in: password, then the code where the account asks for one; and logging out. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { countAttempt, forgetAttempts } from '../../store/attempts.ts';
import { ownPath } from '../access.ts';
import { banner, card, field } from '../components.ts';
import { isSecure, readCookie } from '../cookies.ts';
import { passwordOf, queryTextOf, textOf } from '../forms.ts';
import { html, nothing } from '../html.ts';
import type { Page } from '../layout.ts';
import type { PortalServices } from '../services.ts';
import { withXero } from './continue-with-xero.ts';
import { limits, mayTry } from './limits.ts';
import { EMAIL_MOST } from './rules.ts';
import { callAs, isRefusal } from './visit.ts';

const nextField = (next: string) => (next === '/' ? nothing : html`<input type="hidden" name="next" value="${next}" />`);

const logInPage = (services: PortalServices, reply: FastifyReply, given: { next: string; email?: string; problem?: string }): Page => ({
  title: 'Log in',
  narrow: true,
  body: html`<h1>Log in</h1>
    ${given.problem === undefined ? nothing : banner('error', given.problem)}
    ${card(
      'With your e-mail address',
      html`<form method="post" action="/login">
          ${reply.formToken()} ${nextField(given.next)}
          ${field({ name: 'email', label: 'E-mail address', type: 'email', value: given.email ?? '', autocomplete: 'username', maxLength: EMAIL_MOST })}
          ${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' })}
          <p class="actions"><button class="button button-primary">Log in</button> <a href="/forgot-password">Forgot the password?</a></p>
        </form>
        ${withXero(services, reply, 'logIn', given.next)}`,
    )}`,
});

const codePage = (reply: FastifyReply, given: { next: string; recovery: boolean; problem?: string }): Page => ({
  title: 'Enter your code',
  narrow: true,
  body: html`<h1>Enter your code</h1>
    ${given.problem === undefined ? nothing : banner('error', given.problem)}
    <section class="card">
      <form method="post" action="/login/code">
        ${reply.formToken()} ${nextField(given.next)}
        ${
          given.recovery
            ? html`<input type="hidden" name="recovery" value="yes" />${field({
                  name: 'code',
                  label: 'Recovery code',
                  hint: 'One of the ten codes that you kept when you switched the second step on. Each works once.',
                  autocomplete: 'off',
                  maxLength: 20,
                })}`
            : field({
                name: 'code',
                label: 'Code from your authenticator app',
                hint: 'Six digits. A new code appears every 30 seconds.',
                autocomplete: 'one-time-code',
                inputMode: 'numeric',
                maxLength: 10,
              })
        }
        <p class="actions"><button class="button button-primary">Go on</button></p>
      </form>
      ${
        given.recovery
          ? html`<p><a href="/login/code">Use the authenticator app</a></p>`
          : html`<p><a href="/login/code?recovery=yes">Phone not at hand? Use a recovery code</a></p>`
      }
    </section>`,
});

const WRONG = 'E-mail address and password do not match an account. Check both, or set a new password with “Forgot the password?”.';

const wordsOfCode: Readonly<Record<string, string>> = {
  INVALID_CODE: 'This code is not right, or has run out. Wait for the next one and try again.',
  INVALID_BACKUP_CODE: 'This recovery code is not right, or was used before.',
  ACCOUNT_TEMPORARILY_LOCKED: 'Too many wrong codes. Please wait 15 minutes, then log in again.',
};

const submitPassword = async (services: PortalServices, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const next = ownPath(textOf(request, 'next', 500));
  if (request.account) return reply.redirect(next, 303);
  const email = textOf(request, 'email', EMAIL_MOST).toLowerCase();
  const password = passwordOf(request, 'password');
  if (!(await mayTry(services, request, reply, { byAddress: limits.logInByAddress, byAccount: [limits.logInByAccount, email] })))
    return reply;
  const answer = await callAs(services, request, reply, (api, headers) =>
    api.signInEmail({ body: { email, password }, headers, returnHeaders: true }),
  );
  if (isRefusal(answer)) return reply.page(logInPage(services, reply, { next, email, problem: WRONG }), 401);
  if ('twoFactorRedirect' in answer) return reply.redirect(`/login/code${next === '/' ? '' : `?next=${encodeURIComponent(next)}`}`, 303);
  await forgetAttempts(services.ledger, limits.logInByAccount, email);
  return reply.redirect(next, 303);
};

/** Whether this code was not yet tried for this account: whoever looks over a shoulder has the rest of the half minute to use it again. */
const isFirstUse = async (services: PortalServices, request: FastifyRequest, code: string): Promise<boolean> => {
  const step = readCookie(request, isSecure(services.config.RELAY_PUBLIC_URL), 'step');
  if (step === null) return true;
  const { internalAdapter } = await (await services.auth()).library.$context;
  const found = await internalAdapter.findVerificationValue(step);
  return !found || (await countAttempt(services.ledger, limits.codeOnce, `${found.value}|${code}`)) === 0;
};

const submitCode = async (services: PortalServices, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const next = ownPath(textOf(request, 'next', 500));
  if (request.account) return reply.redirect(next, 303);
  const recovery = textOf(request, 'recovery') === 'yes';
  const code = textOf(request, 'code', 40).replaceAll(' ', '');
  if (!(await mayTry(services, request, reply, { byAddress: limits.codeByAddress }))) return reply;
  if (!recovery && !(await isFirstUse(services, request, code)))
    return reply.page(codePage(reply, { next, recovery, problem: wordsOfCode['INVALID_CODE'] ?? '' }), 401);
  const answer = await callAs(services, request, reply, (api, headers) =>
    recovery
      ? api.verifyBackupCode({ body: { code }, headers, returnHeaders: true })
      : api.verifyTOTP({ body: { code }, headers, returnHeaders: true }),
  );
  if (!isRefusal(answer)) return reply.redirect(next, 303);
  const problem = wordsOfCode[answer.refused];
  if (problem === undefined)
    return reply.message('warning', 'Please log in again: the time for the code has run out.').redirect('/login', 303);
  return reply.page(codePage(reply, { next, recovery, problem }), 401);
};

/** Pages `/login`, `/login/code`, and `POST /logout`. */
export const logInPages = (app: FastifyInstance, services: PortalServices): void => {
  app.get('/login', (request, reply) => {
    const next = ownPath(queryTextOf(request, 'next'));
    return request.account ? reply.redirect(next, 303) : reply.page(logInPage(services, reply, { next }));
  });
  app.post('/login', (request, reply) => submitPassword(services, request, reply));
  app.get('/login/code', (request, reply) =>
    reply.page(codePage(reply, { next: ownPath(queryTextOf(request, 'next')), recovery: queryTextOf(request, 'recovery') === 'yes' })),
  );
  app.post('/login/code', (request, reply) => submitCode(services, request, reply));
  app.post('/logout', async (request, reply) => {
    await callAs(services, request, reply, (api, headers) => api.signOut({ headers, returnHeaders: true }));
    return reply.message('success', 'You are logged out.').redirect('/login', 303);
  });
};
