/** Which of a connection's activity is shown: of a state, a cause, a day. The address says it, so that it can be passed on. */
import { causeInGeneral } from '../../core/cause-in-general.ts';
import type { ActivityQuery, ActivityState } from '../../store/activity-rows.ts';
import type { BannerKind } from '../components.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import type { OpenConnection } from './open-connection.ts';

/** How people speak of a state. */
export const states: Readonly<Record<ActivityState, readonly [BannerKind, string]>> = {
  sent: ['success', 'Sent'],
  waiting: ['information', 'Waiting'],
  checking: ['warning', 'Checking with Xero'],
  refused: ['error', 'Refused'],
};

const DAY_MS = 86_400_000;

/** What is shown. */
export interface ActivityFilter extends Required<Pick<ActivityQuery, 'state' | 'cause' | 'begun'>> {
  /** Year, month and day of `begun`, UTC, as the pages show times. */
  readonly day: string | null;
}

/** Its parts as the address has them: anything at all. */
export type ActivityFilterQuery = Readonly<Partial<Record<'state' | 'cause' | 'day', unknown>>>;

const everything: ActivityFilter = { state: null, cause: null, day: null, begun: null };

const stateOf = (given: unknown): ActivityState | null =>
  typeof given === 'string' && Object.hasOwn(states, given) ? (given as ActivityState) : null;

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The span of a day, null for anything that is none. */
const spanOf = (day: unknown): ActivityFilter['begun'] => {
  const from = typeof day === 'string' ? Date.parse(`${day}T00:00:00Z`) : NaN;
  return Number.isNaN(from) || dayOf(from) !== day ? null : { from, before: from + DAY_MS };
};

/** What cannot be understood filters nothing. */
export const filterOf = ({ state, cause, day }: ActivityFilterQuery): ActivityFilter => {
  const begun = spanOf(day);
  return {
    state: stateOf(state),
    cause: typeof cause === 'string' && /^\w{1,80}$/.test(cause) ? cause : null,
    day: begun && dayOf(begun.from),
    begun,
  };
};

/** Whether nothing is left out. */
export const isEverything = ({ state, cause, day }: ActivityFilter): boolean => state === null && cause === null && day === null;

/** Address of a page of the activity. @param more further parameters */
export const activityAddress = (
  id: string,
  page: 'activity' | 'activity.csv',
  { state, cause, day }: ActivityFilter,
  more: Readonly<Record<string, string>> = {},
): string => {
  const query = new URLSearchParams(more);
  for (const [name, value] of Object.entries({ state, cause, day })) if (value !== null) query.set(name, value);
  return `/connections/${id}/${page}${query.size === 0 ? '' : `?${query.toString()}`}`;
};

/** Where the refusals of one cause are. */
export const refusedFor = (id: string, cause: string): string =>
  activityAddress(id, 'activity', { ...everything, state: 'refused', cause });

const hidden = (name: 'state' | 'cause', value: string | null): Html =>
  value === null ? nothing : html`<input type="hidden" name="${name}" value="${value}" />`;

const oneDay = (id: string, chosen: ActivityFilter): Html =>
  html`<form method="get" action="/connections/${id}/activity" class="one-day">
    ${hidden('state', chosen.state)}${hidden('cause', chosen.cause)}
    <div class="field">
      <label for="day">Day (UTC)</label>
      <input type="date" id="day" name="day" value="${chosen.day ?? ''}" />
    </div>
    <button class="button">Show</button>
    ${chosen.day === null ? nothing : html`<a href="${activityAddress(id, 'activity', { ...chosen, day: null })}">Show every day</a>`}
  </form>`;

/** The choice of states, the narrowing to a day or a cause, and the export of what is chosen. */
export const filters = ({ connection: { id }, name }: OpenConnection, chosen: ActivityFilter): Html =>
  html`<nav aria-label="Filter">
      <ul class="filters">
        ${([null, 'sent', 'waiting', 'checking', 'refused'] as const).map(
          (state) =>
            html`<li>
              <a
                href="${activityAddress(id, 'activity', { ...chosen, cause: null, state })}"
                ${state === chosen.state ? html`aria-current="true"` : nothing}
                >${state === null ? 'Everything' : states[state][1]}</a
              >
            </li>`,
        )}
        <li class="filters-end"><a href="${activityAddress(id, 'activity.csv', chosen)}">Export as CSV</a></li>
      </ul>
    </nav>
    ${oneDay(id, chosen)}
    ${
      chosen.cause === null
        ? nothing
        : html`<p>
            Only this cause: ${causeInGeneral(chosen.cause, name).message} <span class="code">${chosen.cause}</span>
            <a href="${activityAddress(id, 'activity', { ...chosen, cause: null })}">Show every cause</a>
          </p>`
    }`;
