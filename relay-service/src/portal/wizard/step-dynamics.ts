/** Step 3: Connect to Dynamics, and choose the organisation from the list. */
import { runAsOf } from '../../jobs/wizard/create-connection.ts';
import type { DraftEnvironment, RunAs } from '../../store/drafts.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import { tick } from '../components.ts';
import type { WizardView } from './view.ts';
import { button, isDone, wizardPath } from './view.ts';

/** A list that is longer is searched rather than looked through. */
const LONG = 8;

const entry = (environment: DraftEnvironment, chosen: boolean, flash: boolean): Html =>
  html`<button
    class="choice ${chosen ? 'choice-chosen' : ''} ${flash ? 'flash' : ''}"
    name="origin"
    value="${environment.origin}"
    ${chosen ? html`aria-pressed="true"` : nothing}
  >
    <strong>${environment.friendlyName}</strong>
    <span class="quiet">${new URL(environment.origin).host}${environment.sandbox ? ' · sandbox' : ''}</span>
    ${chosen ? html`${tick('Chosen')}` : nothing}
  </button>`;

const matches =
  (search: string) =>
  (environment: DraftEnvironment): boolean =>
    `${environment.friendlyName} ${environment.uniqueName} ${environment.origin}`.toLowerCase().includes(search.toLowerCase());

const list = ({ draft, formToken, search }: WizardView): Html => {
  const { environments } = draft.answers;
  const shown = environments.filter(matches(search));
  return html`${
      environments.length > LONG
        ? html`<form method="get" action="${wizardPath(draft)}#dynamics" role="search" class="search">
            <label for="search">Find your organisation (${environments.length} in the list)</label>
            <input type="search" id="search" name="search" value="${search}" maxlength="100" />
            <button class="button">Search</button>
          </form>`
        : nothing
    }
    <form method="post" action="${wizardPath(draft, '/environment')}" class="choices" aria-label="Dynamics organisations">
      ${formToken}
      ${shown.map((environment) => entry(environment, environment.origin === draft.environment_origin, environment.origin === draft.environment_origin && !draft.flashed))}
    </form>
    ${shown.length === 0 ? html`<p>No organisation is called “${search}”.</p>` : nothing}`;
};

/** Which of the two ways, said before anything is made. */
const runAs = ({ draft, formToken }: WizardView): Html => {
  const { environment, person } = draft.answers;
  const chosen = runAsOf(draft);
  const way = (value: RunAs, title: string, words: string): Html =>
    html`<button
      class="choice ${chosen === value ? 'choice-chosen' : ''}"
      name="runAs"
      value="${value}"
      ${chosen === value ? html`aria-pressed="true"` : nothing}
    >
      <strong>${title}</strong> ${chosen === value ? tick('Chosen') : nothing} <span class="quiet">${words}</span>
    </button>`;
  return html`<h3>How it works in Dynamics</h3>
    <form method="post" action="${wizardPath(draft, '/run-as')}" class="choices" aria-label="How it works in Dynamics">
      ${formToken}
      ${
        environment?.isUserSysAdmin === true || chosen === 'application'
          ? way(
              'application',
              'As an application user of its own (better)',
              'Made in Dynamics when the connection is created, with the role “Stellarise Connector Application User”. No password, leaver or rule of your company stops it.',
            )
          : html`<p class="quiet">
              A System Administrator of this environment who signs in here can give the connector an application user of its own, which no
              password, leaver or rule of your company stops.
            </p>`
      }
      ${way('person', `As ${person ?? 'the user who signed in'}`, 'With that user’s permissions. A new password, a changed rule or 90 days without use ask for a new sign-in, and this page says so.')}
    </form>`;
};

/** The body of the step. */
export const stepDynamics = (view: WizardView): Html => {
  const { draft } = view;
  const { environments, person } = draft.answers;
  if (environments.length === 0)
    return html`<p>
        You sign in with your Microsoft work account, allow Stellarise Connector to open your Dynamics organisations, and choose one from a
        list.
      </p>
      <p>
        If you are a System Administrator there, the connector gets a user of its own (an application user) with the role that comes with
        the solution, and works as that one: no password, leaver or rule of your company stops it. Else it works as the user who signed in,
        with that user’s permissions. You can choose before anything is made.
      </p>
      <div class="actions">
        ${button(view, '/dynamics', 'Connect to Dynamics', 'primary')}
        <a href="${wizardPath(draft, '/approval')}">Need admin approval?</a>
      </div>`;
  return html`<p>
      ${person === null ? 'You are signed in.' : html`Signed in as <strong>${person}</strong>.`}
      ${draft.environment_origin === null ? 'Choose your organisation:' : nothing}
    </p>
    ${list(view)} ${draft.answers.environment === null ? nothing : runAs(view)}
    <div class="actions">
      ${button(view, '/dynamics', isDone(view, 'dynamics') ? 'Sign in with another account' : 'Connect to Dynamics again', 'quiet')}
    </div>`;
};
