/** The second step when logging in: a code of an authenticator app (RFC 6238), and recovery codes for when the phone is lost. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { renderSVG } from 'uqr';
import { accountOf, requireAccount } from '../access.ts';
import { banner, card, field } from '../components.ts';
import { passwordOf, textOf } from '../forms.ts';
import type { Html } from '../html.ts';
import { html, raw } from '../html.ts';
import type { Page } from '../layout.ts';
import type { PortalServices } from '../services.ts';
import { hasPassword } from './change-password.ts';
import { limits, mayTry } from './limits.ts';
import { securityMail } from './mails.ts';
import { ownPasswordField } from './password-fields.ts';
import { callAs, isRefusal } from './visit.ts';

const passwordForm = (reply: FastifyReply, action: string, label: string, problem?: string): Html =>
  html`<form method="post" action="${action}">
    ${reply.formToken()} ${ownPasswordField(problem)}
    <p class="actions"><button class="button ${action.endsWith('/off') ? 'button-danger' : 'button-primary'}">${label}</button></p>
  </form>`;

const page = (body: Html): Page => ({
  title: 'Second step',
  active: 'account',
  narrow: true,
  body: html`<h1>Second step when logging in</h1>
    ${body}
    <p class="actions"><a href="/account">Back to your account</a></p>`,
});

const offPage = (reply: FastifyReply, problem?: string): Page =>
  page(
    html`<p>You need an authenticator app on your phone, such as Microsoft Authenticator, Google Authenticator or 1Password.</p>
      ${card('Switch it on', passwordForm(reply, '/account/two-factor/start', 'Go on', problem))}`,
  );

const onPage = (reply: FastifyReply, problems: { readonly codes?: string; readonly off?: string } = {}): Page =>
  page(
    html`<p>The second step is on: a code is asked for whenever you log in with your password.</p>
      ${card(
        'New recovery codes',
        html`<p>The codes that you have now stop working.</p>
          ${passwordForm(reply, '/account/two-factor/codes', 'Make new codes', problems.codes)}`,
      )}
      ${card(
        'Switch it off',
        html`<p>Your password alone is then enough to log in.</p>
          ${passwordForm(reply, '/account/two-factor/off', 'Switch off', problems.off)}`,
      )}`,
  );

const codesCard = (codes: readonly string[]): Html =>
  card(
    'Recovery codes',
    html`<p>Keep them where you find them without your phone. Each logs you in once. They are shown now and never again.</p>
      <ul class="codes">
        ${codes.map((code) => html`<li class="code">${code}</li>`)}
      </ul>`,
  );

const confirmForm = (reply: FastifyReply, problem?: string): Html =>
  html`<form method="post" action="/account/two-factor/confirm">
    ${reply.formToken()}
    ${field({ name: 'code', label: 'Code that the app shows', hint: 'Six digits.', error: problem, autocomplete: 'one-time-code', inputMode: 'numeric', maxLength: 10 })}
    <p class="actions"><button class="button button-primary">Switch the second step on</button></p>
  </form>`;

const startPage = (reply: FastifyReply, uri: string, codes: readonly string[]): Page => {
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  return page(
    html`${card(
      'Scan the picture with the app',
      html`<div class="qr" role="img" aria-label="QR code for the authenticator app">${raw(renderSVG(uri, { border: 2 }))}</div>
        <p class="hint">
          Cannot scan? Enter this key in the app: <span class="code">${secret.replaceAll(/(.{4})/g, '$1 ').trim()}</span>
        </p>`,
    )}
    ${codesCard(codes)} ${card('Enter the code', confirmForm(reply))}`,
  );
};

const start = async (services: PortalServices, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const account = accountOf(request);
  if (account.twoFactor) return reply.redirect('/account/two-factor', 303);
  if (!(await mayTry(services, request, reply, { byAccount: [limits.passwordByAccount, account.id] }))) return reply;
  const answer = await callAs(services, request, reply, (api, headers) =>
    api.enableTwoFactor({ body: { password: passwordOf(request, 'password') }, headers, returnHeaders: true }),
  );
  if (isRefusal(answer)) return reply.page(offPage(reply, 'This is not your password.'), 422);
  return reply.page(startPage(reply, 'totpURI' in answer ? answer.totpURI : '', 'backupCodes' in answer ? answer.backupCodes : []));
};

const confirm = async (services: PortalServices, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const account = accountOf(request);
  if (!(await mayTry(services, request, reply, { byAccount: [limits.passwordByAccount, account.id] }))) return reply;
  const code = textOf(request, 'code', 20).replaceAll(' ', '');
  const answer = await callAs(services, request, reply, (api, headers) => api.verifyTOTP({ body: { code }, headers, returnHeaders: true }));
  if (isRefusal(answer))
    return reply.page(
      page(
        html`${banner('error', 'This code is not right, or has run out. Enter the one that the app shows now.')}
          ${card('Enter the code', confirmForm(reply))}
          <p>The app has no entry for Stellarise Connector? <a href="/account/two-factor">Begin again</a></p>`,
      ),
      422,
    );
  services.later('a mail', () =>
    services.mailer.send(securityMail(account, services.config.RELAY_PUBLIC_URL, 'the second step was switched on')),
  );
  return reply.message('success', 'The second step is on.').redirect('/account', 303);
};

const newCodes = async (services: PortalServices, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  if (!(await mayTry(services, request, reply, { byAccount: [limits.passwordByAccount, accountOf(request).id] }))) return reply;
  const answer = await callAs(services, request, reply, (api, headers) =>
    api.generateBackupCodes({ body: { password: passwordOf(request, 'password') }, headers, returnHeaders: true }),
  );
  if (isRefusal(answer)) return reply.page(onPage(reply, { codes: 'This is not your password.' }), 422);
  return reply.page(page(codesCard(answer.backupCodes)));
};

const switchOff = async (services: PortalServices, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const account = accountOf(request);
  if (!(await mayTry(services, request, reply, { byAccount: [limits.passwordByAccount, account.id] }))) return reply;
  const answer = await callAs(services, request, reply, (api, headers) =>
    api.disableTwoFactor({ body: { password: passwordOf(request, 'password') }, headers, returnHeaders: true }),
  );
  if (isRefusal(answer)) return reply.page(onPage(reply, { off: 'This is not your password.' }), 422);
  services.later('a mail', () =>
    services.mailer.send(securityMail(account, services.config.RELAY_PUBLIC_URL, 'the second step was switched off')),
  );
  return reply.message('success', 'The second step is off.').redirect('/account', 303);
};

/** Pages under `/account/two-factor`. */
export const twoFactorPages = (app: FastifyInstance, services: PortalServices): void => {
  const own = { preHandler: requireAccount };
  app.get('/account/two-factor', own, async (request, reply) => {
    const account = accountOf(request);
    if (account.twoFactor) return reply.page(onPage(reply));
    if (await hasPassword(services, account.id)) return reply.page(offPage(reply));
    return reply.page(
      page(
        html`<p>
          You log in with Xero, which asks for a second step of its own. To log in here with a password and a code,
          <a href="/account/password">set a password</a> first.
        </p>`,
      ),
    );
  });
  app.post('/account/two-factor/start', own, (request, reply) => start(services, request, reply));
  app.post('/account/two-factor/confirm', own, (request, reply) => confirm(services, request, reply));
  app.post('/account/two-factor/codes', own, (request, reply) => newCodes(services, request, reply));
  app.post('/account/two-factor/off', own, (request, reply) => switchOff(services, request, reply));
};
