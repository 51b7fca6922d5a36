/** Deleting one's account. What only this person looks after has to be handed over or disconnected first. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { discardSetUpsOf } from '../../jobs/wizard/discard-set-up.ts';
import { writeAudit } from '../../store/audit.ts';
import type { StoredConnection } from '../../store/connections.ts';
import { findConnectionById } from '../../store/connections.ts';
import { soleOwnerships } from '../../store/members.ts';
import { accountOf, requireAccount } from '../access.ts';
import { card, field } from '../components.ts';
import { nameOf } from '../connection/open-connection.ts';
import { isSecure, takeCookie } from '../cookies.ts';
import { textOf } from '../forms.ts';
import { html } from '../html.ts';
import type { Page } from '../layout.ts';
import type { PortalServices } from '../services.ts';
import { hasPassword, isOwnPassword } from './change-password.ts';
import { limits, mayTry } from './limits.ts';
import { securityMail } from './mails.ts';
import { ownPasswordField } from './password-fields.ts';

const blockedPage = (owned: readonly StoredConnection[]): Page => ({
  title: 'Delete the account',
  active: 'account',
  narrow: true,
  body: html`<h1>Delete the account</h1>
    <p>
      ${owned.length === 1 ? 'One connection has' : `${owned.length} connections have`} no other owner than you. If you left, nobody could
      look after ${owned.length === 1 ? 'it' : 'them'}. For each, make a colleague its owner, or disconnect it:
    </p>
    <ul>
      ${owned.map(
        (connection) =>
          html`<li>
            <strong>${nameOf(connection)}</strong>: <a href="/connections/${connection.id}/members">choose another owner</a> or
            <a href="/connections/${connection.id}/options">disconnect it</a>
          </li>`,
      )}
    </ul>
    <p class="actions"><a href="/account">Back to your account</a></p>`,
});

const confirmPage = (reply: FastifyReply, withPassword: boolean, error?: string): Page => ({
  title: 'Delete the account',
  active: 'account',
  narrow: true,
  body: html`<h1>Delete the account</h1>
    <p>Your name, address, password and sessions are removed at once and for good, and you are no longer a member of any connection.</p>
    <p>Connections that colleagues own go on working. Documents in Xero and invoices in Dynamics stay as they are.</p>
    ${card(
      'Are you sure?',
      html`<form method="post" action="/account/delete">
        ${reply.formToken()}
        ${
          withPassword
            ? ownPasswordField(error)
            : field({ name: 'email', label: 'Type your e-mail address', type: 'email', error, autocomplete: 'off' })
        }
        <p class="actions"><button class="button button-danger">Delete my account for good</button> <a href="/account">Keep it</a></p>
      </form>`,
    )}`,
});

/** What only this person looks after. */
const ownedAlone = async ({ ledger }: PortalServices, accountId: string): Promise<readonly StoredConnection[]> => {
  const found = await Promise.all((await soleOwnerships(ledger, accountId)).map((id) => findConnectionById(ledger, id)));
  return found.flatMap((connection) => connection ?? []);
};

const submit = async (services: PortalServices, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const { ledger, config } = services;
  const account = accountOf(request);
  const owned = await ownedAlone(services, account.id);
  if (owned.length > 0) return reply.page(blockedPage(owned), 409);
  const withPassword = await hasPassword(services, account.id);
  if (!(await mayTry(services, request, reply, { byAccount: [limits.passwordByAccount, account.id] }))) return reply;
  const wrong = withPassword ? !(await isOwnPassword(services, request, reply)) : textOf(request, 'email').toLowerCase() !== account.email;
  if (wrong)
    return reply.page(
      confirmPage(reply, withPassword, withPassword ? 'This is not your password.' : 'This is not the address of this account.'),
      422,
    );
  await discardSetUpsOf(services, account.id);
  // Sessions, memberships, second factor and invitations go with the row.
  await ledger.db.deleteFrom('accounts').where('id', '=', account.id).execute();
  await writeAudit(ledger, { actor: account.id, action: 'account.deleted', subject: account.id });
  takeCookie(reply, isSecure(config.RELAY_PUBLIC_URL), 'session');
  services.later('a mail', () => services.mailer.send(securityMail(account, config.RELAY_PUBLIC_URL, 'it was deleted, as you asked')));
  return reply.message('success', 'Your account is deleted.').redirect('/login', 303);
};

/** Page `/account/delete`. */
export const deleteAccountPages = (app: FastifyInstance, services: PortalServices): void => {
  app.get('/account/delete', { preHandler: requireAccount }, async (request, reply) => {
    const account = accountOf(request);
    const owned = await ownedAlone(services, account.id);
    return reply.page(owned.length > 0 ? blockedPage(owned) : confirmPage(reply, await hasPassword(services, account.id)));
  });
  app.post('/account/delete', { preHandler: requireAccount }, (request, reply) => submit(services, request, reply));
};
