/** Rename, pause, mails and connecting again. */
import type { FastifyInstance } from 'fastify';
import { WRITE_TO_ME } from '../../jobs/notify-people.ts';
import { writeAudit } from '../../store/audit.ts';
import { changeConnection } from '../../store/connections.ts';
import type { RunAs } from '../../store/drafts.ts';
import { beginDraft } from '../../store/drafts.ts';
import { readGrant } from '../../store/grants.ts';
import { reaches, setNotify } from '../../store/members.ts';
import { bringForward } from '../../store/requests.ts';
import { accountOf, requireAccount } from '../access.ts';
import { card, checkbox, field } from '../components.ts';
import { textOf } from '../forms.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import { transferCard } from '../members/transfer.ts';
import type { PortalServices } from '../services.ts';
import { connectionPage } from './frame.ts';
import type { OpenConnection } from './open-connection.ts';
import { openConnection } from './open-connection.ts';
import { runAsCard } from './run-as.ts';

const NAME_MOST = 100;

const form = (id: string, action: string, token: Html, body: Html): Html =>
  html`<form method="post" action="/connections/${id}/${action}">${token}${body}</form>`;

const optionsBody = ({ connection, name, role }: OpenConnection, token: Html, notify: boolean, runAs: RunAs): Html => {
  const { id, state } = connection;
  return html`${
    reaches(role, 'manager')
      ? html`${card(
          'Name',
          form(
            id,
            'rename',
            token,
            html`${field({ name: 'name', label: 'Name of the connection', value: name, maxLength: NAME_MOST })}<button class="button">
                Rename
              </button>`,
          ),
        )}
        ${
          state === 'disconnected'
            ? nothing
            : state === 'paused'
              ? card(
                  'Sending is paused',
                  form(
                    id,
                    'resume',
                    token,
                    html`<p>Requests are kept and sent as soon as you resume.</p>
                      <button class="button button-primary">Resume sending</button>`,
                  ),
                )
              : card(
                  'Pause',
                  form(
                    id,
                    'pause',
                    token,
                    html`<p>Nothing is sent while paused. Requests are kept, and Dynamics shows that they wait.</p>
                      <button class="button">Pause sending</button>`,
                  ),
                )
        }`
      : nothing
  }
  ${
    reaches(role, 'manager')
      ? card(
          'Connect again',
          html`<p>
              Signs in anew at Xero or Dynamics, for the same organisation and the same environment: after a new password, when somebody
              left, or to register the webhook. Nothing that was chosen is changed.
            </p>
            ${form(id, 'reconnect', token, html`<button class="button">Connect again</button>`)}`,
        )
      : nothing
  }
  ${reaches(role, 'manager') && state !== 'disconnected' ? runAsCard(id, runAs, token) : nothing}
  ${card(
    'Mails to you',
    form(
      id,
      'mails',
      token,
      html`${checkbox({ name: 'notify', label: `${WRITE_TO_ME} (at most one mail an hour)`, checked: notify })}<button class="button">
          Save
        </button>`,
    ),
    { id: 'mails' },
  )}
  ${reaches(role, 'owner') ? transferCard(id, token) : nothing}
  ${
    reaches(role, 'owner') && state !== 'disconnected'
      ? card(
          'Disconnect',
          html`<p>
              Ends the connection: nothing more is sent, it is removed at Xero, and the webhook is taken out of Dynamics where the connector
              may do that; what is left for you is listed then. What was sent stays in Xero, and your mappings stay in Dynamics.
            </p>
            <p class="actions"><a class="button button-danger" href="/connections/${id}/disconnect">Disconnect …</a></p>`,
        )
      : nothing
  }`;
};

/** Pages `/connections/:id/options` and what its forms lead to. */
export const optionsPages = (app: FastifyInstance, services: PortalServices): void => {
  const { ledger } = services;
  const own = { preHandler: requireAccount };
  app.get<{ Params: { id: string } }>('/connections/:id/options', own, async (request, reply) => {
    const open = await openConnection(services, request, 'viewer');
    const member = await ledger.db
      .selectFrom('connection_members')
      .select('notify')
      .where('connection_id', '=', open.connection.id)
      .where('account_id', '=', accountOf(request).id)
      .executeTakeFirst();
    const grant = await readGrant(ledger, open.connection.environment.grant_id);
    const runAs = grant?.kind === 'application' ? 'application' : 'person';
    return reply.page(connectionPage(open, 'options', 'Options', optionsBody(open, reply.formToken(), member?.notify === 1, runAs)));
  });

  app.post<{ Params: { id: string } }>('/connections/:id/rename', own, async (request, reply) => {
    const { connection } = await openConnection(services, request, 'manager');
    const name = textOf(request, 'name', NAME_MOST);
    const back = `/connections/${connection.id}/options`;
    if (name === '') return reply.message('error', 'A connection needs a name.').redirect(back, 303);
    await changeConnection(ledger, connection.id, { name });
    await writeAudit(ledger, { actor: accountOf(request).id, action: 'connection.renamed', subject: connection.id });
    return reply.message('success', 'Renamed.').redirect(back, 303);
  });

  for (const [path, from, to, action, says] of [
    ['pause', 'connected', 'paused', 'connection.paused', 'Sending is paused. Requests are kept until you resume.'],
    ['resume', 'paused', 'connected', 'connection.resumed', 'Sending goes on.'],
  ] as const)
    app.post<{ Params: { id: string } }>(`/connections/:id/${path}`, own, async (request, reply) => {
      const { connection } = await openConnection(services, request, 'manager');
      if (connection.state === from) {
        await changeConnection(ledger, connection.id, { state: to });
        await writeAudit(ledger, { actor: accountOf(request).id, action, subject: connection.id });
        if (to === 'connected') await bringForward(ledger, connection.environment_id);
        services.wake(connection.environment_id);
      }
      return reply.message('success', says).redirect(`/connections/${connection.id}/options`, 303);
    });

  app.post<{ Params: { id: string } }>('/connections/:id/mails', own, async (request, reply) => {
    const { connection } = await openConnection(services, request, 'viewer');
    const notify = textOf(request, 'notify') === 'yes';
    await setNotify(ledger, connection.id, accountOf(request).id, notify);
    return reply
      .message('success', notify ? 'You will get mails about trouble.' : 'You will get no mails.')
      .redirect(`/connections/${connection.id}/options`, 303);
  });

  app.post<{ Params: { id: string } }>('/connections/:id/reconnect', own, async (request, reply) => {
    const { connection } = await openConnection(services, request, 'manager');
    // The wizard again, bound to this connection: another organisation than before is refused there.
    const draft = await beginDraft(ledger, accountOf(request).id, connection.id);
    return reply.redirect(`/connections/new/${draft}`, 303);
  });
};
