/** Step 2: download the managed solution and import it. */
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import type { WizardView } from './view.ts';

/** The body of the step. */
export const stepSolution = ({ facts, draft }: WizardView): Html => {
  const { solution } = facts;
  const origin = draft.environment_origin;
  if (solution !== null && solution.installed !== null)
    return html`<p>Version ${solution.installed} is installed.</p>
      <p><a href="/solution.zip">Download the solution (version ${solution.newest})</a></p>`;
  return html`<ol class="plain-steps">
      <li><a class="button" href="/solution.zip">Download the solution</a></li>
      <li>
        In Dynamics 365 go to
        <strong>Settings &gt; Solutions</strong
        >${origin === null ? nothing : html` (<a href="${origin}/tools/Solution/home_solution.aspx" target="_blank" rel="noopener">open it in a new tab</a>)`},
        click <strong>Import</strong>, choose the file and follow the import.
      </li>
      <li>Come back here. The checklist sees it by itself once Dynamics is connected.</li>
    </ol>
    <p class="quiet">It takes a few minutes, and an administrator of Dynamics. You can go on with the next step meanwhile.</p>`;
};
