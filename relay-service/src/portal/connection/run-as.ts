/** How a connection works in Dynamics, and changing from the one way to the other. */
import type { FastifyInstance } from 'fastify';
import type { ApplicationProblem } from '../../jobs/run-as-application.ts';
import { runAsApplication } from '../../jobs/run-as-application.ts';
import { RemoteError } from '../../errors.ts';
import { writeAudit } from '../../store/audit.ts';
import { replaceEnvironmentGrant } from '../../store/connections.ts';
import type { EnvironmentsTable } from '../../store/schema.ts';
import type { RunAs } from '../../store/drafts.ts';
import { beginDraft, changeDraft } from '../../store/drafts.ts';
import { readGrant } from '../../store/grants.ts';
import { accountOf, requireAccount } from '../access.ts';
import { badge, card } from '../components.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { PortalServices } from '../services.ts';
import { openConnection } from './open-connection.ts';

/** The card among the options. */
export const runAsCard = (connectionId: string, now: RunAs, token: Html): Html =>
  now === 'application'
    ? card(
        'How it works in Dynamics',
        html`<p>
            As an application user of its own, with the role “Stellarise Connector Application User”. No password, leaver or rule of your
            company stops it.
          </p>
          <form method="post" action="/connections/${connectionId}/run-as-person">
            ${token}<button class="button">Work as a person instead …</button>
          </form>`,
        { end: badge('success', 'Application user') },
      )
    : card(
        'How it works in Dynamics',
        html`<p>
            As the user who connected, with that user’s permissions. A new password, a changed rule or 90 days without use ask for a new
            sign-in. As an application user of its own nothing of that stops it; making one needs a System Administrator to be the user who
            connected.
          </p>
          <form method="post" action="/connections/${connectionId}/run-as-application">
            ${token}<button class="button">Change to an application user</button>
          </form>`,
        { end: badge('neutral', 'A person’s sign-in') },
      );

const problems: Readonly<Record<ApplicationProblem, string>> = {
  applicationUserForbidden:
    'Dynamics did not let the user who connected make an application user. A System Administrator clicks “Connect again” and signs in; it is made then.',
  applicationRoleMissing:
    'The role “Stellarise Connector Application User” is not in this environment. Import the newest version of the solution, then try again.',
  applicationUserDisabled:
    'The application user is there, and somebody has disabled it. Enable it in the Power Platform admin center, then try again.',
  applicationTokenRefused:
    'The application user is there, but Microsoft lets the relay not in as it yet: an administrator of your company may have to approve the app first. Try again in a minute.',
};

/** @returns what hindered it, in words; null when it is done */
const toApplication = async (services: PortalServices, environment: EnvironmentsTable): Promise<string | null> => {
  const grant = await readGrant(services.ledger, environment.grant_id);
  if (grant?.kind !== 'consent') return 'It works as an application user already.';
  try {
    const end = await runAsApplication(services, services.dataverse(environment), grant.tenant);
    if ('problem' in end) return problems[end.problem];
    await replaceEnvironmentGrant(services.ledger, environment, end.grantId);
    return null;
  } catch (problem) {
    if (!(problem instanceof RemoteError)) throw problem;
    return `Dynamics did not answer as it should (${problem.message}) Try again in a minute.`;
  }
};

/** What the card's buttons do. */
export const runAsPages = (app: FastifyInstance, services: PortalServices): void => {
  const { ledger } = services;
  const own = { preHandler: requireAccount };
  app.post<{ Params: { id: string } }>('/connections/:id/run-as-application', own, async (request, reply) => {
    const { connection } = await openConnection(services, request, 'manager');
    const { environment } = connection;
    const back = `/connections/${connection.id}/options`;
    const wrong = await toApplication(services, environment);
    if (wrong !== null) return reply.message('warning', `${wrong} Nothing was changed.`).redirect(back, 303);
    await writeAudit(ledger, { actor: accountOf(request).id, action: 'connection.runs-as-application', subject: connection.id });
    services.wake(environment.id);
    return reply.message('success', 'It works as an application user now.').redirect(back, 303);
  });
  app.post<{ Params: { id: string } }>('/connections/:id/run-as-person', own, async (request, reply) => {
    const { connection } = await openConnection(services, request, 'manager');
    // The wizard again, bound to this connection: only the person's own sign-in can bring that person's permissions.
    const draft = await beginDraft(ledger, accountOf(request).id, connection.id);
    await changeDraft(ledger, draft, { answers: { runAs: 'person' } });
    return reply
      .message('information', 'Connect to Xero and to Dynamics once more; from then on it works as whoever signs in at Microsoft.')
      .redirect(`/connections/new/${draft}`, 303);
  });
};
