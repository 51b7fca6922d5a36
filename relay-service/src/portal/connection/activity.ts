/** What happened: counts, states, times and codes, to be filtered, exported and sent again. No amounts, names or numbers: none are stored. */
import type { FastifyInstance } from 'fastify';
import { causeInGeneral } from '../../core/cause-in-general.ts';
import { sendAgain } from '../../jobs/send-again.ts';
import type { ActivityRow } from '../../store/activity-rows.ts';
import { allActivity, cursorAt, cursorOf, cursorText, readActivity } from '../../store/activity-rows.ts';
import { refusedByCause, refusedRequestIds } from '../../store/activity.ts';
import { writeAudit } from '../../store/audit.ts';
import { reaches } from '../../store/members.ts';
import { accountOf, requireAccount } from '../access.ts';
import { badge, emptyState, table } from '../components.ts';
import { textOf } from '../forms.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import type { PortalServices } from '../services.ts';
import { csvOf } from './activity-csv.ts';
import type { ActivityFilterQuery } from './activity-filter.ts';
import { activityAddress, filterOf, filters, isEverything, refusedFor, states } from './activity-filter.ts';
import { connectionPage, momentText, spanText } from './frame.ts';
import type { OpenConnection } from './open-connection.ts';
import { openConnection } from './open-connection.ts';

const PAGE = 50;
/** Rows of the export that are read at once. */
const EXPORTED_AT_ONCE = 1_000;
const SEND_AGAIN_AT_MOST = 2_000;
const WEEK_MS = 7 * 86_400_000;

const kinds = { ACCREC: 'Sales invoice', ACCPAY: 'Bill', ACCRECCREDIT: 'Sales credit note', ACCPAYCREDIT: 'Bill credit note' } as const;

const howText = ({ connection, name }: OpenConnection, { state, cause, dueAt, tookMs }: ActivityRow, now: number): string | Html => {
  if (cause !== null && state !== 'waiting') return html`${causeInGeneral(cause, name).message} <span class="code">${cause}</span>`;
  if (tookMs !== null) return `in ${spanText(tookMs)}`;
  if (state === 'waiting' && connection.state === 'paused') return 'until sending is resumed';
  if (dueAt === null) return '';
  return dueAt > now ? html`looked at again at ${momentText(dueAt)}` : 'its turn comes next';
};

const inDynamics = ({ connection }: OpenConnection, row: ActivityRow): Html => {
  const [entity, id] = row.invoiceId === null ? ['stl3_xerorequest', row.requestId] : ['invoice', row.invoiceId];
  const href = `${connection.environment.origin}/main.aspx?pagetype=entityrecord&etn=${entity}&id=${id}`;
  return html`<a href="${href}">Open<span class="spoken"> the ${row.invoiceId === null ? 'request' : 'invoice'} in Dynamics</span></a>`;
};

const againButton = (id: string, token: Html, name: 'request' | 'cause', value: string, label: string): Html =>
  html`<form method="post" action="/connections/${id}/send-again">
    ${token}<input type="hidden" name="${name}" value="${value}" /><button class="button button-quiet">${label}</button>
  </form>`;

const rowsOf = (
  open: OpenConnection,
  rows: readonly ActivityRow[],
  token: Html,
  now: number,
): readonly (readonly (string | number | Html)[])[] =>
  rows.map((row) => {
    const [kind, word] = states[row.state];
    return [
      momentText(row.at),
      badge(kind, word),
      row.kind === null ? 'Request' : kinds[row.kind],
      howText(open, row, now),
      inDynamics(open, row),
      row.state === 'refused' && row.invoiceId === null && reaches(open.role, 'manager')
        ? againButton(open.connection.id, token, 'request', row.requestId, 'Send again')
        : nothing,
    ];
  });

const byCause = async ({ ledger }: PortalServices, open: OpenConnection, token: Html): Promise<Html> => {
  const causes = await refusedByCause(ledger, open.connection, ledger.now() - WEEK_MS);
  if (causes.length === 0 || !reaches(open.role, 'manager')) return nothing;
  return html`<h2>By cause, this week</h2>
    <ul class="causes">
      ${causes.map(({ cause, count }) => {
        const { message, remedy } = causeInGeneral(cause, open.name);
        return html`<li>
          <div>
            <strong>${count}</strong> ${message} <span class="quiet">${remedy}</span>
            <a href="${refusedFor(open.connection.id, cause)}"
              >See ${count === 1 ? 'it' : 'them'}<span class="spoken"> refused for this cause</span></a
            >
          </div>
          ${againButton(open.connection.id, token, 'cause', cause, count === 1 ? 'Send it again' : `Send all ${String(count)} again`)}
        </li>`;
      })}
    </ul>`;
};

interface ActivityRoute {
  Params: { id: string };
  Querystring: ActivityFilterQuery & { after?: string };
}

/** Pages `/connections/:id/activity`, its export, and sending again. */
export const activityPages = (app: FastifyInstance, services: PortalServices): void => {
  const { ledger } = services;
  app.get<ActivityRoute>('/connections/:id/activity', { preHandler: requireAccount }, async (request, reply) => {
    const open = await openConnection(services, request, 'viewer');
    const { id } = open.connection;
    const filter = filterOf(request.query);
    const after = cursorOf(request.query.after ?? '');
    // One more than is shown tells whether there are older ones.
    const found = await readActivity(ledger, open.connection, { ...filter, after, limit: PAGE + 1 });
    const rows = found.slice(0, PAGE);
    const last = rows.at(-1);
    const token = reply.formToken();
    const body = html`${filters(open, filter)}
    ${filter.state === 'refused' && filter.cause === null && filter.day === null ? await byCause(services, open, token) : nothing}
    ${
      rows.length === 0
        ? emptyState(
            'Nothing here',
            isEverything(filter) ? 'Once somebody clicks Send to Xero in Dynamics, it shows here.' : 'Nothing fits what is chosen above.',
          )
        : table(
            'Activity, the newest first',
            ['When', 'State', 'What', 'How', 'In Dynamics', html`<span class="spoken">Send again</span>`],
            rowsOf(open, rows, token, ledger.now()),
          )
    }
    ${
      found.length > PAGE && last
        ? html`<p class="actions">
            <a class="button" href="${activityAddress(id, 'activity', filter, { after: cursorText(cursorAt(last)) })}">Older</a>
          </p>`
        : nothing
    }`;
    return reply.page(connectionPage(open, 'activity', 'Activity', body));
  });

  app.get<ActivityRoute>('/connections/:id/activity.csv', { preHandler: requireAccount }, async (request, reply) => {
    const { connection } = await openConnection(services, request, 'viewer');
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="activity.csv"')
      .header('cache-control', 'no-store')
      .send(csvOf(allActivity(ledger, connection, { ...filterOf(request.query), limit: EXPORTED_AT_ONCE })));
  });

  app.post<{ Params: { id: string } }>('/connections/:id/send-again', { preHandler: requireAccount }, async (request, reply) => {
    const { connection } = await openConnection(services, request, 'manager');
    const cause = textOf(request, 'cause');
    const of = cause === '' ? { requestId: textOf(request, 'request').toLowerCase() } : { cause };
    const ids = await refusedRequestIds(ledger, connection, of, SEND_AGAIN_AT_MOST);
    const back = `/connections/${connection.id}/activity?state=refused`;
    if (ids.length === 0)
      return reply.message('information', 'That is no longer refused; there was nothing to send again.').redirect(back, 303);
    try {
      const { asked, gone } = await sendAgain(services, connection, ids);
      await writeAudit(ledger, {
        actor: accountOf(request).id,
        action: 'requests.sent-again',
        subject: connection.id,
        code: cause === '' ? null : cause,
      });
      services.wake(connection.environment_id);
      const left =
        gone === 0 ? '' : ` ${String(gone)} could not be asked again; their rows are gone from Dynamics or could not be written.`;
      return await reply
        .message(
          asked === 0 ? 'warning' : 'success',
          `${asked === 1 ? 'One request is' : `${String(asked)} requests are`} asked again, as whoever asked first.${left}`,
        )
        .redirect(back, 303);
    } catch (problem) {
      request.log.warn({ err: problem }, 'requests could not be sent again');
      return reply.message('error', 'Dynamics did not answer, so nothing was sent again. Try once more in a minute.').redirect(back, 303);
    }
  });
};
