/** Who may do what with a connection: seen by its members, changed by its owners. A connection never loses its last owner. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { writeAudit } from '../../store/audit.ts';
import type { Invitation } from '../../store/invitations.ts';
import { invite, openInvitations, withdrawInvitation } from '../../store/invitations.ts';
import type { Member, Role } from '../../store/members.ts';
import { ROLES, membersOf, removeMember, saveMember } from '../../store/members.ts';
import { accountOf, requireAccount, requireRole } from '../access.ts';
import { isEmail } from '../accounts/email.ts';
import { limits, mayTry } from '../accounts/limits.ts';
import { invitationMail } from '../accounts/mails.ts';
import { EMAIL_MOST } from '../accounts/rules.ts';
import { badge, card, field, select } from '../components.ts';
import { connectionPage } from '../connection/frame.ts';
import type { OpenConnection } from '../connection/open-connection.ts';
import { openConnection } from '../connection/open-connection.ts';
import { textOf } from '../forms.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { Page } from '../layout.ts';
import type { PortalServices } from '../services.ts';
import { ROLE_NAMES, ROLE_OPTIONS } from './words.ts';

interface Params {
  Params: { id: string };
}

interface Shown {
  readonly open: OpenConnection;
  readonly me: string;
  readonly members: readonly Member[];
  readonly invitations: readonly Invitation[];
}

const roleFrom = (text: string): Role | undefined => ROLES.find((role) => role === text);

const changeForm = (reply: FastifyReply, action: string, member: Member): Html =>
  html`<form method="post" action="${action}" class="row-form">
    ${reply.formToken()}<input type="hidden" name="account" value="${member.accountId}" />
    <label class="spoken" for="role-${member.accountId}">Role of ${member.name}</label>
    <select id="role-${member.accountId}" name="role">
      ${ROLES.toReversed().map((role) => html`<option value="${role}" ${role === member.role ? html`selected` : ''}>${ROLE_NAMES[role]}</option>`)}
      <option value="none">Remove</option>
    </select>
    <button class="button" aria-label="Change the role of ${member.name}">Change</button>
  </form>`;

const memberRow = (reply: FastifyReply, shown: Shown, member: Member): Html =>
  html`<li class="row">
    <div>
      <strong>${member.name}</strong> ${member.accountId === shown.me ? badge('neutral', 'You') : ''}
      <p class="hint">${member.email}</p>
    </div>
    ${shown.open.role === 'owner' ? changeForm(reply, `/connections/${shown.open.connection.id}/members/role`, member) : badge('neutral', ROLE_NAMES[member.role])}
  </li>`;

const invitationRow = (reply: FastifyReply, shown: Shown, invitation: Invitation): Html =>
  html`<li class="row">
    <div>
      <strong>${invitation.email}</strong>
      ${badge('information', invitation.handsOver ? 'Asked to take it over' : `Invited as ${ROLE_NAMES[invitation.role].toLowerCase()}`)}
      <p class="hint">By ${invitation.by}. The link in the mail works for a week.</p>
    </div>
    ${
      shown.open.role === 'owner'
        ? html`<form method="post" action="/connections/${shown.open.connection.id}/members/withdraw">
            ${reply.formToken()}<input type="hidden" name="invitation" value="${invitation.id}" />
            <button class="button" aria-label="Withdraw the invitation of ${invitation.email}">Withdraw</button>
          </form>`
        : ''
    }
  </li>`;

const membersPage = (reply: FastifyReply, shown: Shown, entered: { email: string; role: string; error?: string }): Page =>
  connectionPage(
    shown.open,
    'members',
    'People',
    html`${card(
      'People',
      html`<ul class="rows">
        ${shown.members.map((member) => memberRow(reply, shown, member))}${shown.invitations.map((invitation) => invitationRow(reply, shown, invitation))}
      </ul>`,
    )}
    ${
      shown.open.role === 'owner'
        ? card(
            'Invite a colleague',
            html`<form method="post" action="/connections/${shown.open.connection.id}/members" novalidate>
              ${reply.formToken()}
              ${field({ name: 'email', label: 'E-mail address', type: 'email', value: entered.email, error: entered.error, autocomplete: 'off', maxLength: EMAIL_MOST })}
              ${select({ name: 'role', label: 'Role', value: entered.role, options: ROLE_OPTIONS })}
              <p class="actions"><button class="button button-primary">Send the invitation</button></p>
            </form>`,
          )
        : ''
    }
    ${card(
      'Leave',
      html`<p>You then no longer see this connection. It goes on working.</p>
        <form method="post" action="/connections/${shown.open.connection.id}/members/role">
          ${reply.formToken()}<input type="hidden" name="account" value="${shown.me}" /><input type="hidden" name="role" value="none" />
          <p class="actions"><button class="button">Leave this connection</button></p>
        </form>`,
    )} `,
  );

const shownOf = async (services: PortalServices, request: FastifyRequest<Params>, asked: Role): Promise<Shown> => {
  const open = await openConnection(services, request, asked);
  return {
    open,
    me: accountOf(request).id,
    members: await membersOf(services.ledger, open.connection.id),
    invitations: await openInvitations(services.ledger, open.connection.id),
  };
};

const sendInvitation = async (services: PortalServices, request: FastifyRequest<Params>, reply: FastifyReply): Promise<FastifyReply> => {
  const { ledger, config, mailer } = services;
  const { id } = request.params;
  const shown = await shownOf(services, request, 'owner');
  const account = accountOf(request);
  const email = textOf(request, 'email', EMAIL_MOST).toLowerCase();
  const role = roleFrom(textOf(request, 'role')) ?? 'viewer';
  const wrong = (error: string) => reply.page(membersPage(reply, shown, { email, role, error }), 422);
  if (!isEmail(email)) return wrong('Enter an e-mail address such as name@example.com.');
  if (shown.members.some((member) => member.email === email)) return wrong('This person is a member already; change the role above.');
  if (!(await mayTry(services, request, reply, { byAccount: [limits.inviteByAccount, account.id] }))) return reply;
  const token = await invite(ledger, { connectionId: id, email, role, by: account.id });
  await writeAudit(ledger, { actor: account.id, action: 'member.invited', subject: id, code: role });
  services.later('an invitation', () =>
    mailer.send(invitationMail(email, account.name, ROLE_NAMES[role], `${config.RELAY_PUBLIC_URL}/invitations/${token}`)),
  );
  return reply.message('success', `The invitation is on its way to ${email}.`).redirect(`/connections/${id}/members`, 303);
};

const changeRole = async ({ ledger }: PortalServices, request: FastifyRequest<Params>, reply: FastifyReply): Promise<FastifyReply> => {
  const { id } = request.params;
  const me = accountOf(request).id;
  const accountId = textOf(request, 'account');
  const role = roleFrom(textOf(request, 'role'));
  const leaves = accountId === me && role === undefined;
  // Everybody may leave; everything else is for owners.
  await requireRole(ledger, request, id, leaves ? 'viewer' : 'owner');
  const members = await membersOf(ledger, id);
  const back = `/connections/${id}/members`;
  if (!members.some((member) => member.accountId === accountId)) return reply.redirect(back, 303);
  if (role !== 'owner' && !members.some((member) => member.role === 'owner' && member.accountId !== accountId))
    return reply
      .message('error', 'This connection has no other owner. Make a colleague its owner first, or disconnect it.')
      .redirect(back, 303);
  if (role === undefined) await removeMember(ledger, id, accountId);
  else await saveMember(ledger, id, accountId, role);
  const done =
    role !== undefined
      ? { action: 'member.changed', code: `${role} ${accountId}` }
      : leaves
        ? { action: 'member.left' }
        : { action: 'member.removed', code: accountId };
  await writeAudit(ledger, { actor: me, subject: id, ...done });
  if (leaves) return reply.message('success', 'You have left the connection.').redirect('/connections', 303);
  return reply.message('success', 'Changed.').redirect(back, 303);
};

/** Pages under `/connections/:id/members`. */
export const memberPages = (app: FastifyInstance, services: PortalServices): void => {
  const own = { preHandler: requireAccount };
  app.get<Params>('/connections/:id/members', own, async (request, reply) =>
    reply.page(membersPage(reply, await shownOf(services, request, 'viewer'), { email: '', role: 'viewer' })),
  );
  app.post<Params>('/connections/:id/members', own, (request, reply) => sendInvitation(services, request, reply));
  app.post<Params>('/connections/:id/members/role', own, (request, reply) => changeRole(services, request, reply));
  app.post<Params>('/connections/:id/members/withdraw', own, async (request, reply) => {
    const { id } = request.params;
    await requireRole(services.ledger, request, id, 'owner');
    await withdrawInvitation(services.ledger, id, textOf(request, 'invitation'));
    return reply.message('success', 'The invitation is withdrawn.').redirect(`/connections/${id}/members`, 303);
  });
};
