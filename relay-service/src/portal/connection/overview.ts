/** One connection at a glance: how it stands, what would mend it, what waits, and how much went through. */
import type { FastifyInstance } from 'fastify';
import { causeInGeneral } from '../../core/cause-in-general.ts';
import type { Health } from '../../core/connection-health.ts';
import { healthOf } from '../../core/connection-health.ts';
import { healthFactsOf } from '../../jobs/connection-facts.ts';
import { planUsage } from '../../jobs/plan-usage.ts';
import { readQueue, refusedByCause, sentPerDay } from '../../store/activity.ts';
import type { Queue, RefusedCause } from '../../store/activity.ts';
import { recentTimes } from '../../store/activity-rows.ts';
import { leftToDoOf } from '../../store/left-to-do.ts';
import { requireAccount } from '../access.ts';
import { banner, card, facts } from '../components.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import type { PortalServices } from '../services.ts';
import { refusedFor } from './activity-filter.ts';
import { checklistLink } from './checklist.ts';
import { dayBars, timeBars } from './charts.ts';
import { leftToDoBanner } from './disconnect.ts';
import { connectAgain, connectionPage, momentText, spanText } from './frame.ts';
import type { OpenConnection } from './open-connection.ts';
import { openConnection } from './open-connection.ts';
import { usageBanner } from './subscription.ts';

const DAYS = 30;
const WEEK_MS = 7 * 86_400_000;

const mends = (id: string): Readonly<Record<Exclude<NonNullable<Health['mend']>, 'connectAgain'>, readonly [string, string]>> => ({
  reconnectXero: [`/connections/${id}/options`, 'Connect to Xero again'],
  reconnectDynamics: [`/connections/${id}/options`, 'Connect to Dynamics again'],
  resume: [`/connections/${id}/options`, 'Resume sending'],
  choosePlan: [`/connections/${id}/subscription`, 'Choose a plan'],
});

const kinds = { good: 'success', attention: 'warning', stopped: 'error' } as const;

const mendOf = (open: OpenConnection, mend: Health['mend'], token: Html): Html => {
  if (mend === null) return nothing;
  if (mend === 'connectAgain') return connectAgain(open, token);
  const [href, label] = mends(open.connection.id)[mend];
  return html`<a class="button" href="${href}">${label}</a>`;
};

const healthBanner = (open: OpenConnection, { level, word, says, mend }: Health, token: Html): Html =>
  banner(kinds[level], html`<strong>${word}.</strong> ${says}`, html`${mendOf(open, mend, token)} ${checklistLink(open)}`);

const queueFacts = (queue: Queue, now: number): Html =>
  facts([
    ['Waiting', queue.oldestAt === null ? 'nothing' : html`${queue.waiting}, the oldest for ${spanText(now - queue.oldestAt)}`],
    [
      'Checking with Xero',
      queue.checking === 0 || queue.nextLookAt === null
        ? 'nothing'
        : html`${queue.checking}; looked for again at ${momentText(Math.max(now, queue.nextLookAt))}`,
    ],
    ['Parked until', queue.parkedUntil === null ? 'not parked' : momentText(queue.parkedUntil)],
    ['Calls left at Xero today', queue.callsLeftToday ?? 'not known yet'],
  ]);

const consentText = (daysLeft: number | null, standing: string): string =>
  daysLeft === null
    ? `not needed: ${standing}`
    : daysLeft === 0
      ? 'has ended; connect again'
      : `good for ${String(daysLeft)} ${daysLeft === 1 ? 'day' : 'days'}, renewed by itself`;

/** Refusals with one cause are one line. */
const refusedList = ({ connection: { id }, name }: OpenConnection, causes: readonly RefusedCause[]): Html =>
  causes.length === 0
    ? html`<p class="quiet">Nothing was refused in the last seven days.</p>`
    : html`<ul class="causes">
        ${causes.map(
          ({ cause, count }) =>
            html`<li>
              <div><strong>${count}</strong> ${causeInGeneral(cause, name).message}</div>
              <a href="${refusedFor(id, cause)}">See ${count === 1 ? 'it' : 'them'}<span class="spoken"> refused for this cause</span></a>
            </li>`,
        )}
      </ul>`;

/** Page `/connections/:id`. */
export const overviewPage = (app: FastifyInstance, services: PortalServices): void => {
  const { ledger } = services;
  app.get<{ Params: { id: string } }>('/connections/:id', { preHandler: requireAccount }, async (request, reply) => {
    const open = await openConnection(services, request, 'viewer');
    const { connection } = open;
    const now = ledger.now();
    const known = await healthFactsOf(services, connection);
    const health = healthOf(known);
    const left = connection.state === 'disconnected' ? await leftToDoOf(ledger, connection.id) : [];
    const body = html`${healthBanner(open, health, reply.formToken())} ${leftToDoBanner(open, left)}
      ${usageBanner(await planUsage(services, connection), html`<a class="button" href="/connections/${connection.id}/subscription">See the plans</a>`)}
      <div class="cards">
        ${card('What is on its way', queueFacts(await readQueue(ledger, connection), now))}
        ${card('Refused this week', refusedList(open, await refusedByCause(ledger, connection, now - WEEK_MS)))}
        ${card('Sent', dayBars(`Documents sent in ${String(DAYS)} days`, await sentPerDay(ledger, connection.id, DAYS)))}
        ${card('How fast', timeBars(await recentTimes(ledger, connection, 200)))}
        ${card(
          'The two sides',
          facts([
            ['Organisation in Xero', connection.organisation_name ?? 'not named yet'],
            ['Environment in Dynamics', html`<a href="${connection.environment.origin}">${connection.environment.host}</a>`],
            ['Noticed by', connection.environment.runs_on_poll === 1 ? 'asking every few seconds' : 'webhook'],
            ...(known.state === 'disconnected'
              ? []
              : ([
                  ['Consent at Xero', consentText(known.xeroDaysLeft, 'this is a custom connection')],
                  ['Sign-in at Microsoft', consentText(known.dynamicsDaysLeft, 'it works as an application user')],
                ] as const)),
            ['Connected since', momentText(connection.created_at)],
          ]),
        )}
      </div>`;
    return reply.page(connectionPage(open, 'overview', 'Overview', body));
  });
};
