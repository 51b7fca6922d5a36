/** Taking an invitation up: with the account of its address, or by making one; the link has proved the address. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { writeAudit } from '../../store/audit.ts';
import type { Invitation } from '../../store/invitations.ts';
import { acceptInvitation, invitationBy } from '../../store/invitations.ts';
import { logInPath } from '../access.ts';
import { giveSession } from '../accounts/give-session.ts';
import { termsBox } from '../accounts/legal.ts';
import { newPasswordField } from '../accounts/password-fields.ts';
import { passwordProblem } from '../accounts/password-rules.ts';
import { accountByEmail } from '../accounts/registration.ts';
import { NAME_MOST } from '../accounts/rules.ts';
import { card, field } from '../components.ts';
import { passwordOf, textOf } from '../forms.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { Page } from '../layout.ts';
import type { PortalServices } from '../services.ts';
import { ROLE_NAMES } from './words.ts';

interface Params {
  Params: { token: string };
}

const gonePage: Page = {
  title: 'This invitation is no longer open',
  narrow: true,
  body: html`<h1>This invitation is no longer open</h1>
    <p>It was taken up before, withdrawn, or is older than a week. Ask the colleague who invited you for a new one.</p>
    <p><a class="button" href="/">Go to the start page</a></p>`,
};

const page = (invitation: Invitation, body: Html): Page => ({
  title: 'Invitation',
  narrow: true,
  scripts: ['show-password'],
  body: invitation.handsOver
    ? html`<h1>Take a connection over</h1>
        <p>
          ${invitation.by} hands a connection of Stellarise Connector over to <strong>${invitation.email}</strong>. You become its owner,
          and ${invitation.by} stays as a manager. Nothing of how it works changes.
        </p>
        ${body}`
    : html`<h1>Join a connection</h1>
        <p>
          ${invitation.by} invites <strong>${invitation.email}</strong> to a connection of Stellarise Connector as
          ${ROLE_NAMES[invitation.role].toLowerCase()}.
        </p>
        ${body}`,
});

interface Problems {
  readonly name?: string;
  readonly password?: string | undefined;
  readonly terms?: string;
}

const newcomerPage = (reply: FastifyReply, token: string, invitation: Invitation, name: string, problems: Problems): Page =>
  page(
    invitation,
    card(
      'Make your account',
      html`<form method="post" action="/invitations/${token}" novalidate>
        ${reply.formToken()}
        <input type="email" name="username" value="${invitation.email}" autocomplete="username" hidden readonly />
        ${field({ name: 'name', label: 'Your name', value: name, error: problems.name, autocomplete: 'name', maxLength: NAME_MOST })}
        ${newPasswordField(problems.password, 'Password')} ${termsBox(problems.terms)}
        <p class="actions"><button class="button button-primary">Join</button></p>
      </form>`,
    ),
  );

const joinPage = (reply: FastifyReply, token: string, invitation: Invitation): Page =>
  page(
    invitation,
    html`<form method="post" action="/invitations/${token}">
      ${reply.formToken()}
      <p class="actions"><button class="button button-primary">${invitation.handsOver ? 'Take it over' : 'Join'}</button></p>
    </form>`,
  );

const otherPage = (reply: FastifyReply, invitation: Invitation, email: string): Page =>
  page(
    invitation,
    html`<p>You are logged in as ${email}. Log out, and open the link from the mail again.</p>
      <form method="post" action="/logout">
        ${reply.formToken()}
        <p class="actions"><button class="button">Log out</button></p>
      </form>`,
  );

const join = async (services: PortalServices, reply: FastifyReply, invitation: Invitation, accountId: string): Promise<FastifyReply> => {
  if (!(await acceptInvitation(services.ledger, invitation, accountId))) return reply.page(gonePage, 410);
  const { connectionId: subject, role: code, handsOver, byId } = invitation;
  if (handsOver) await writeAudit(services.ledger, { actor: byId, action: 'connection.transferred', subject });
  await writeAudit(services.ledger, { actor: accountId, action: 'member.joined', subject, code });
  return reply
    .message('success', invitation.handsOver ? 'The connection is yours now.' : 'You have joined the connection.')
    .redirect('/connections', 303);
};

/** Makes the account of somebody who has none, or completes one whose registration was never finished. */
const makeAccount = async (services: PortalServices, email: string, name: string, password: string, known?: string): Promise<string> => {
  const { internalAdapter, password: hasher } = await (await services.auth()).library.$context;
  const entered = { name, emailVerified: true, termsAcceptedAt: new Date() };
  const account = known
    ? await internalAdapter.updateUser(known, entered)
    : await internalAdapter.createUser({ email, ...entered }, { method: 'email-password' });
  const { id } = account as { readonly id: string };
  await internalAdapter.createAccount({ userId: id, providerId: 'credential', accountId: id, password: await hasher.hash(password) });
  return id;
};

const newcomer = async (
  services: PortalServices,
  request: FastifyRequest<Params>,
  reply: FastifyReply,
  invitation: Invitation,
  known?: string,
): Promise<FastifyReply> => {
  const name = textOf(request, 'name', NAME_MOST);
  const password = passwordOf(request, 'password');
  const weak = passwordProblem(password, [name, invitation.email]);
  const problems: Problems = {
    ...(name === '' ? { name: 'Enter your name, as colleagues will see it.' } : {}),
    ...(weak === undefined ? {} : { password: weak }),
    ...(textOf(request, 'terms') === 'yes' ? {} : { terms: 'The terms must be accepted to join.' }),
  };
  if (Object.keys(problems).length > 0) return reply.page(newcomerPage(reply, request.params.token, invitation, name, problems), 422);
  const accountId = await makeAccount(services, invitation.email, name, password, known);
  await giveSession(services, request, reply, accountId);
  return join(services, reply, invitation, accountId);
};

const answer = async (
  services: PortalServices,
  request: FastifyRequest<Params>,
  reply: FastifyReply,
  taken: boolean,
): Promise<FastifyReply> => {
  const { token } = request.params;
  const invitation = await invitationBy(services.ledger, token);
  if (!invitation) return reply.page(gonePage, 410);
  if (request.account) {
    if (request.account.email !== invitation.email)
      return reply.page(otherPage(reply, invitation, request.account.email), taken ? 409 : 200);
    return taken ? join(services, reply, invitation, request.account.id) : reply.page(joinPage(reply, token, invitation));
  }
  const known = await accountByEmail(services.ledger, invitation.email);
  if (known?.signIn) return reply.redirect(logInPath(`/invitations/${token}`), 303);
  return taken ? newcomer(services, request, reply, invitation, known?.id) : reply.page(newcomerPage(reply, token, invitation, '', {}));
};

/** Page `/invitations/:token`. */
export const invitationPages = (app: FastifyInstance, services: PortalServices): void => {
  app.get<Params>('/invitations/:token', (request, reply) => answer(services, request, reply, false));
  app.post<Params>('/invitations/:token', (request, reply) => answer(services, request, reply, true));
};
