/** Handing a connection over: offered by its owner, and done once the other one accepts. */
import type { FastifyInstance } from 'fastify';
import { writeAudit } from '../../store/audit.ts';
import { invite } from '../../store/invitations.ts';
import { accountOf, requireAccount, requireRole } from '../access.ts';
import { isEmail } from '../accounts/email.ts';
import { limits, mayTry } from '../accounts/limits.ts';
import { transferMail } from '../accounts/mails.ts';
import { EMAIL_MOST } from '../accounts/rules.ts';
import { card, field } from '../components.ts';
import { textOf } from '../forms.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { PortalServices } from '../services.ts';

/** The card among the options of an owner. */
export const transferCard = (connectionId: string, token: Html): Html =>
  card(
    'Hand over',
    html`<p>
        Somebody else becomes the owner, a colleague or a person of another company, and you stay as a manager. It happens when the other
        one accepts; until then nothing changes.
      </p>
      <form method="post" action="/connections/${connectionId}/transfer">
        ${token}${field({ name: 'email', label: 'E-mail address of the new owner', type: 'email', autocomplete: 'off', maxLength: EMAIL_MOST })}<button
          class="button"
        >
          Offer it
        </button>
      </form>`,
  );

/** `POST /connections/:id/transfer`. */
export const transferPages = (app: FastifyInstance, services: PortalServices): void => {
  const { ledger, config, mailer } = services;
  app.post<{ Params: { id: string } }>('/connections/:id/transfer', { preHandler: requireAccount }, async (request, reply) => {
    const { id } = request.params;
    await requireRole(ledger, request, id, 'owner');
    const account = accountOf(request);
    const email = textOf(request, 'email', EMAIL_MOST).toLowerCase();
    const back = `/connections/${id}/options`;
    if (!isEmail(email)) return reply.message('error', 'Enter an e-mail address such as name@example.com.').redirect(back, 303);
    if (email === account.email) return reply.message('error', 'You are its owner already.').redirect(back, 303);
    if (!(await mayTry(services, request, reply, { byAccount: [limits.inviteByAccount, account.id] }))) return reply;
    const token = await invite(ledger, { connectionId: id, email, role: 'owner', by: account.id, handsOver: true });
    await writeAudit(ledger, { actor: account.id, action: 'connection.transfer-offered', subject: id });
    services.later('an offer', () => mailer.send(transferMail(email, account.name, `${config.RELAY_PUBLIC_URL}/invitations/${token}`)));
    return reply
      .message('success', `The offer is on its way to ${email}. Until it is accepted you can withdraw it here.`)
      .redirect(`/connections/${id}/members`, 303);
  });
};
