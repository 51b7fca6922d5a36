/** "Create a New Connection" with its drop-down, and what was begun and not finished. */
import type { Draft, OpenDraft } from '../../store/drafts.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import { card } from '../components.ts';
import { wizardPath } from './view.ts';

/** The button and its one entry, as the install guide names them. */
export const newConnectionMenu = (formToken: Html): Html =>
  html`<details class="menu">
    <summary class="button button-primary">Create a New Connection</summary>
    <form method="post" action="/connections/new" class="menu-list">
      ${formToken}<button class="menu-item">New Dynamics Xero Connector</button>
    </form>
  </details>`;

const label = ({ answers: { organisation, environment } }: Draft): string =>
  [environment?.friendlyName, organisation?.name].filter((name) => name !== undefined).join(' with ') || 'Nothing connected yet';

/** Set-ups to go on with. */
export const openSetUps = (drafts: readonly OpenDraft[]): Html =>
  drafts.length === 0
    ? nothing
    : card(
        'Go on where you stopped',
        html`<ul class="plain-list">
          ${drafts.map(
            (draft) =>
              html`<li>
                <a href="${wizardPath(draft)}">${label(draft)}</a>
                <span class="quiet"
                  >${draft.onItsWay ? 'not created yet' : 'created, some steps are open'}, last changed
                  ${new Date(draft.updated_at).toISOString().slice(0, 10)}</span
                >
              </li>`,
          )}
        </ul>`,
      );
