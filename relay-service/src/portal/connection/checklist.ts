/** The checklist of a connection after its set-up: what was green then is looked at as it is now, and mended from here. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { checklistOf } from '../../core/checklist.ts';
import { asSetUp, findOut, settingsUrlOf } from '../../jobs/wizard/find-out.ts';
import { mends } from '../../jobs/wizard/mend.ts';
import { writeAudit } from '../../store/audit.ts';
import { liveStates } from '../../store/connections.ts';
import { reaches } from '../../store/members.ts';
import { PageNotFound, accountOf, requireAccount } from '../access.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import type { PortalServices } from '../services.ts';
import type { ChecklistView } from '../wizard/checklist-view.ts';
import { checklistCard, sendChecklist } from '../wizard/checklist-view.ts';
import { connectionPage } from './frame.ts';
import type { ConnectionRequest, OpenConnection } from './open-connection.ts';
import { openConnection } from './open-connection.ts';

const isOn = ({ connection }: OpenConnection): boolean => liveStates.includes(connection.state);

/** The way to it, for whoever may open it. */
export const checklistLink = (open: OpenConnection): Html =>
  isOn(open) && reaches(open.role, 'manager')
    ? html`<a href="/connections/${open.connection.id}/checklist">See the checklist</a>`
    : nothing;

const viewOf = async (services: PortalServices, { connection }: OpenConnection, reply: FastifyReply): Promise<ChecklistView> => {
  const page = `/connections/${connection.id}`;
  const again = [`${page}/options`, 'Go to Connect again'] as const;
  const facts = await findOut(services, await asSetUp(services, connection));
  return {
    facts,
    steps: checklistOf(facts),
    formToken: reply.formToken(),
    settingsUrl: await settingsUrlOf(services, { connection_id: connection.id }),
    connectionId: connection.id,
    parts: `${page}/checklist/parts`,
    buttons: `${page}/checklist`,
    finished: true,
    leads: {
      connectXero: again,
      connectDynamics: again,
      solution: ['/solution.zip', 'Download the newest solution'],
    },
  };
};

/** Page `/connections/:id/checklist`, and what its buttons do. */
export const checklistPages = (app: FastifyInstance, services: PortalServices): void => {
  const own = { preHandler: requireAccount };
  const openOn = async (request: ConnectionRequest): Promise<OpenConnection> => {
    const open = await openConnection(services, request, 'manager');
    if (!isOn(open)) throw new PageNotFound();
    return open;
  };
  app.get<{ Params: { id: string } }>('/connections/:id/checklist', own, async (request, reply) => {
    const open = await openOn(request);
    const body = checklistCard(await viewOf(services, open, reply));
    return reply.page({ ...connectionPage(open, null, 'Checklist', body), scripts: ['checklist'] });
  });
  app.get<{ Params: { id: string } }>('/connections/:id/checklist/parts', { ...own, logLevel: 'warn' }, async (request, reply) =>
    sendChecklist(reply, await viewOf(services, await openOn(request), reply)),
  );
  for (const { path, act, done, action } of mends)
    app.post<{ Params: { id: string } }>(`/connections/:id/checklist${path}`, own, async (request, reply) => {
      const { id } = (await openOn(request)).connection;
      const wrong = await act(services, { connection_id: id });
      if (wrong === null && action !== null) await writeAudit(services.ledger, { actor: accountOf(request).id, action, subject: id });
      return reply.message(wrong === null ? 'success' : 'warning', wrong ?? done).redirect(`/connections/${id}/checklist`, 303);
    });
};
