/** Where somebody is logged in: seen and ended. */
import type { FastifyInstance } from 'fastify';
import { accountOf, requireAccount } from '../access.ts';
import { badge, card } from '../components.ts';
import { textOf } from '../forms.ts';
import { html } from '../html.ts';
import type { PortalServices } from '../services.ts';
import { deviceOf } from './device.ts';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

interface Session {
  readonly id: string;
  readonly ipAddress?: string | null | undefined;
  readonly userAgent?: string | null | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The library's reader knows how each home stores a time. */
const sessionsOf = async ({ auth }: Pick<PortalServices, 'auth'>, accountId: string): Promise<readonly Session[]> => {
  const { library } = await auth();
  const { internalAdapter } = await library.$context;
  const sessions = await internalAdapter.listSessions(accountId, { onlyActiveSessions: true });
  return sessions.toSorted((left, right) => right.updatedAt.getTime() - left.updatedAt.getTime());
};

/** Page `/account/sessions`. */
export const sessionPages = (app: FastifyInstance, services: PortalServices): void => {
  const { ledger } = services;
  app.get('/account/sessions', { preHandler: requireAccount }, async (request, reply) => {
    const account = accountOf(request);
    const sessions = await sessionsOf(services, account.id);
    return reply.page({
      title: 'Sessions',
      active: 'account',
      body: html`<h1>Where you are logged in</h1>
        ${card(
          'Browsers',
          html`<ul class="rows">
            ${sessions.map(
              (session) =>
                html`<li class="row">
                  <div>
                    <strong>${deviceOf(session.userAgent ?? '')}</strong>
                    ${session.id === account.sessionId ? badge('success', 'This browser') : ''}
                    <p class="hint">
                      From ${session.ipAddress ?? 'an unknown address'}, since ${day.format(session.createdAt)} UTC, last used about
                      ${day.format(session.updatedAt)} UTC
                    </p>
                  </div>
                  ${
                    session.id === account.sessionId
                      ? ''
                      : html`<form method="post" action="/account/sessions/end">
                          ${reply.formToken()}<input type="hidden" name="id" value="${session.id}" />
                          <button class="button" aria-label="Log out ${deviceOf(session.userAgent ?? '')}">Log out</button>
                        </form>`
                  }
                </li>`,
            )}
          </ul>`,
        )}
        ${
          sessions.length > 1
            ? html`<form method="post" action="/account/sessions/end">
                ${reply.formToken()}<input type="hidden" name="id" value="others" />
                <p class="actions"><button class="button button-danger">Log out all other browsers</button></p>
              </form>`
            : ''
        }
        <p class="actions"><a href="/account">Back to your account</a></p>`,
    });
  });
  app.post('/account/sessions/end', { preHandler: requireAccount }, async (request, reply) => {
    const account = accountOf(request);
    const id = textOf(request, 'id');
    const own = ledger.db.deleteFrom('sessions').where('account_id', '=', account.id);
    await (id === 'others' ? own.where('id', '!=', account.sessionId) : own.where('id', '=', id)).execute();
    return reply
      .message('success', id === 'others' ? 'All other browsers are logged out.' : 'That browser is logged out.')
      .redirect('/account/sessions', 303);
  });
};
