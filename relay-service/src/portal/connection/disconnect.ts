/** Disconnecting, and what it leaves to a person: shown until somebody says that it is done. */
import type { FastifyInstance } from 'fastify';
import { disconnect } from '../../jobs/disconnect.ts';
import { writeAudit } from '../../store/audit.ts';
import type { LeftToDo } from '../../store/left-to-do.ts';
import { leftToDoOf, takeOffList } from '../../store/left-to-do.ts';
import { reaches } from '../../store/members.ts';
import { PageNotFound, accountOf, requireAccount } from '../access.ts';
import { banner, card } from '../components.ts';
import { textOf } from '../forms.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { PortalServices } from '../services.ts';
import { connectionPage } from './frame.ts';
import type { OpenConnection } from './open-connection.ts';
import { openConnection } from './open-connection.ts';

interface ByHand {
  readonly title: string;
  readonly says: string;
}

const toDo: Readonly<Record<LeftToDo, ByHand>> = {
  REMOVE_AT_XERO: {
    title: 'Remove it in Xero',
    says: 'In Xero, open Settings > Connected apps and disconnect Stellarise Connector there. The connector has no access any more to do it.',
  },
  REMOVE_APPLICATION_USER: {
    title: 'Deactivate its user',
    says: 'In the Power Platform admin center (Environments > Settings > Application users), deactivate the user "Stellarise Connector", unless another relay works as it: it has no more use here, and Dynamics lets no user switch itself off.',
  },
  REMOVE_WEBHOOK: { title: 'Remove the webhook', says: 'In Dynamics, delete the service endpoint "Stellarise Connector" and its step.' },
  ANSWER_WAITING: {
    title: 'Tell whoever waits',
    says: 'In Dynamics, tell whoever waits for an invoice that was not answered yet: nothing more is sent, and what was on its way is looked up once Xero is connected again.',
  },
  MARK_CONNECTOR: { title: 'Deactivate the connector', says: 'In Dynamics, deactivate the connector row of this organisation.' },
};

const pathOf = ({ connection }: OpenConnection, rest = ''): string => `/connections/${connection.id}${rest}`;

const confirmation = (open: OpenConnection, token: Html): Html =>
  card(
    `Disconnect ${open.name}?`,
    html`${banner('warning', 'Nothing more is sent from this moment on, and requests that wait are not sent. To go on later, connect again.')}
      <form method="post" action="${pathOf(open, '/disconnect')}">
        ${token}
        <p class="actions">
          <button class="button button-danger">Disconnect now</button> <a class="button" href="${pathOf(open, '/options')}">Keep it</a>
        </p>
      </form>`,
  );

const list = (open: OpenConnection, left: readonly LeftToDo[], token: Html): Html =>
  card(
    'Disconnected, and something is left for you',
    html`<p>
        Nothing is sent any more. What the connector could not do by itself, please do there. It stays on this list until somebody says that
        it is done.
      </p>
      <ul class="causes">
        ${left.map((item) => {
          const { title, says } = toDo[item];
          return html`<li>
            <div><strong>${title}</strong><br />${says}</div>
            <form method="post" action="${pathOf(open, '/disconnect/done')}">
              ${token}<input type="hidden" name="item" value="${item}" /><button class="button" aria-label="Done: ${title}">Done</button>
            </form>
          </li>`;
        })}
      </ul>
      <p class="actions"><a class="button" href="/connections">Back to Home</a></p>`,
  );

/** Points to the list, for whoever may see it; null where nothing is on it. */
export const leftToDoBanner = (open: OpenConnection, left: readonly LeftToDo[]): Html | null =>
  left.length === 0 || !reaches(open.role, 'manager')
    ? null
    : banner(
        'warning',
        `Disconnecting has left ${left.length === 1 ? 'one thing' : `${String(left.length)} things`} for a person to do.`,
        html`<a class="button" href="${pathOf(open, '/disconnect')}">See what is left</a>`,
      );

/** Pages `/connections/:id/disconnect` and what their forms lead to. */
export const disconnectPages = (app: FastifyInstance, services: PortalServices): void => {
  const { ledger } = services;
  const own = { preHandler: requireAccount };
  app.get<{ Params: { id: string } }>('/connections/:id/disconnect', own, async (request, reply) => {
    const open = await openConnection(services, request, 'manager');
    if (open.connection.state !== 'disconnected') {
      if (!reaches(open.role, 'owner')) throw new PageNotFound();
      return reply.page(connectionPage(open, 'options', 'Disconnect', confirmation(open, reply.formToken())));
    }
    const left = await leftToDoOf(ledger, open.connection.id);
    if (left.length === 0) return reply.redirect(pathOf(open), 303);
    return reply.page(connectionPage(open, 'options', 'Disconnected', list(open, left, reply.formToken())));
  });

  app.post<{ Params: { id: string } }>('/connections/:id/disconnect', own, async (request, reply) => {
    const open = await openConnection(services, request, 'owner');
    const { connection, name } = open;
    const person = accountOf(request);
    if (connection.state === 'disconnected')
      return reply
        .message('information', `${name} was disconnected before; nothing more was done now.`)
        .redirect(pathOf(open, '/disconnect'), 303);
    const left = await disconnect(
      { ...services, xeroToken: services.tokens.xero, revoke: services.tokens.revoke },
      { connection, actor: person.id, problem: `Disconnected by ${person.name} in the portal. Connect again there to go on.` },
    );
    if (left.length > 0) return reply.redirect(pathOf(open, '/disconnect'), 303);
    const done =
      connection.state === 'takenOver'
        ? `${name} has ended here. Xero and Dynamics are left to the installation that has taken over.`
        : `${name} is disconnected at both sides.`;
    return reply.message('success', done).redirect('/connections', 303);
  });

  app.post<{ Params: { id: string } }>('/connections/:id/disconnect/done', own, async (request, reply) => {
    const open = await openConnection(services, request, 'manager');
    const { id } = open.connection;
    const item = textOf(request, 'item');
    if (await takeOffList(ledger, id, item)) {
      await writeAudit(ledger, { actor: accountOf(request).id, action: 'connection.left-done', subject: id, code: item });
      reply.message('success', 'Taken off the list.');
    }
    return reply.redirect(pathOf(open, '/disconnect'), 303);
  });
};
