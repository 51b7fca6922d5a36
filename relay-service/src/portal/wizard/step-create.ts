/** Step 5: Create Connection. */
import { readyToCreate } from '../../jobs/wizard/create-connection.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { WizardView } from './view.ts';
import { button, isSolutionServed } from './view.ts';

const readiness = (view: WizardView): string => {
  if (!readyToCreate(view.draft, view.facts.asks)) return 'This is possible once the steps above are done.';
  if (view.facts.solution === null)
    return 'Dynamics does not say at this moment whether the solution is installed. The checklist looks again by itself; where it asks for a new sign-in, connect to Dynamics again first.';
  return isSolutionServed(view)
    ? 'Everything is ready.'
    : 'Only the solution is missing now. Once the checklist shows it as installed, click “Create Connection”.';
};

/** The body of the step. */
export const stepCreate = (view: WizardView): Html => {
  const { facts, settingsUrl } = view;
  if (facts.created)
    return html`<p>
        The connection is created: accounts and tax types were read, settings proposed, and Dynamics tells the connector of new requests.
        What the checklist still names can be done at any time.
      </p>
      ${settingsUrl === null ? html`` : html`<p><a href="${settingsUrl}" target="_blank" rel="noopener">Open the settings in Dynamics</a></p>`}
      <div class="actions">${button(view, '/create', 'Set it up once more', 'quiet')}</div>`;
  return html`<p>${readiness(view)}</p>
    <div class="actions">${button(view, '/create', 'Create Connection', 'primary')}</div>`;
};
