/** What the pages of one connection have in common: its name, how it stands, and the way between them. */
import { reaches } from '../../store/members.ts';
import { banner, badge } from '../components.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import type { Page } from '../layout.ts';
import type { OpenConnection } from './open-connection.ts';

const places = [
  ['overview', '', 'Overview'],
  ['activity', '/activity', 'Activity'],
  ['members', '/members', 'People'],
  ['audit', '/audit', 'Who did what'],
  ['subscription', '/subscription', 'Plan'],
  ['options', '/options', 'Options'],
] as const;

/** Words for a moment, in universal time: people of one company need not live in one zone. */
export const momentText = (at: number): Html => {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
};

/** A span of time as people say it. */
export const spanText = (ms: number): string => {
  if (ms < 1_000) return 'less than a second';
  if (ms < 90_000) return `${String(Math.round(ms / 1_000))} seconds`;
  if (ms < 5_400_000) return `${String(Math.round(ms / 60_000))} minutes`;
  return ms < 129_600_000 ? `${String(Math.round(ms / 3_600_000))} hours` : `${String(Math.round(ms / 86_400_000))} days`;
};

/** The button that brings a connection back, for whoever may press it. */
export const connectAgain = ({ connection, role }: OpenConnection, token: Html, kind = ''): Html =>
  reaches(role, 'manager')
    ? html`<form method="post" action="/connections/${connection.id}/reconnect">
        ${token}<button class="button ${kind}">Connect again</button>
      </form>`
    : html`An owner or manager connects it again.`;

/** A page of a connection. */
export const connectionPage = (
  { connection, name, hasPlans, role }: OpenConnection,
  /** The place that is marked; null for a page below one of them. */
  active: (typeof places)[number][0] | null,
  title: string,
  body: Html,
): Page => ({
  title: `${title} · ${name}`,
  active: 'connections',
  body: html`<p class="crumbs"><a href="/connections">Connections</a></p>
    <div class="page-head">
      <h1>${name}</h1>
      ${connection.demo === 1 ? badge('warning', 'Demo company') : nothing}
    </div>
    ${connection.demo === 1 ? banner('information', 'This is Xero’s demo company: what is sent is for trying, and Xero empties it every 28 days.') : nothing}
    <nav aria-label="This connection">
      <ul class="tabs">
        ${places
          .filter(([key]) => (hasPlans || key !== 'subscription') && (reaches(role, 'manager') || key !== 'audit'))
          .map(
            ([key, path, label]) =>
              html`<li>
                <a href="/connections/${connection.id}${path}" ${key === active ? html`aria-current="page"` : nothing}>${label}</a>
              </li>`,
          )}
      </ul>
    </nav>
    ${body}`,
});
