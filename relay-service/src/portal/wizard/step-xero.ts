/** Step 1: Connect to Xero. */
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import { banner, facts as factList, tick } from '../components.ts';
import { scopeReasons } from './scopes.ts';
import type { WizardView } from './view.ts';
import { button, isDone, wizardPath } from './view.ts';

const whatIsAsked = html`<details class="more" open>
  <summary>What is asked for at Xero, and why</summary>
  <dl class="reasons">
    ${scopeReasons.map(
      ({ what, why }) =>
        html`<div>
          <dt>${what}</dt>
          <dd>${why}</dd>
        </div>`,
    )}
  </dl>
  <p class="quiet">Invoices, contacts and amounts pass through; none of them is stored here.</p>
</details>`;

const choice = ({ draft, formToken }: WizardView): Html =>
  html`<p>You allowed access to several organisations. Which one is this connection for?</p>
    <form method="post" action="${wizardPath(draft, '/organisation')}" class="choices">
      ${formToken}
      ${draft.answers.organisations.map(({ tenantId, name }) => html`<button class="choice" name="tenant" value="${tenantId}">${name}</button>`)}
    </form>`;

const connected = (view: WizardView): Html => {
  const { draft, facts, connectedElsewhere } = view;
  const { organisation } = draft.answers;
  if (!organisation) return nothing;
  return html`<p class="connected">
      ${tick('Connected')}
      <strong>${organisation.name}</strong>${organisation.demo ? html` <span class="badge badge-information">Demo company</span>` : nothing}
    </p>
    ${factList([
      ['Country', organisation.country],
      ['Currency', organisation.currency],
    ])}
    ${
      draft.answers.replacedDemo !== null && draft.connection_id === null
        ? banner(
            'information',
            'Xero has reset its demo company since: this is the new one, and what was sent to the old one is gone there. Go on as for a new connection; once it is created it takes the place of the old one, with its members and its name, and the old one is ended. Confirm accounts and tax types again in the settings in Dynamics, for they are new as well.',
          )
        : nothing
    }
    ${
      connectedElsewhere > 0
        ? banner(
            'information',
            `This organisation is connected already. You can go on: with the same Dynamics organisation its permission is renewed, with another one it becomes a second connection.${facts.subscription === null ? '' : ' Plan and trial belong to the Xero organisation.'}`,
          )
        : nothing
    }`;
};

/** The body of the step. */
export const stepXero = (view: WizardView): Html => {
  const { draft } = view;
  if (draft.answers.organisations.length > 0) return choice(view);
  if (draft.answers.organisation !== null && draft.tenant_id !== null)
    return html`${connected(view)}
      <div class="actions">
        ${button(view, '/xero', isDone(view, 'xero') && !view.customConnection ? 'Connect another organisation instead' : 'Connect to Xero', isDone(view, 'xero') ? 'quiet' : 'primary')}
      </div>`;
  if (view.customConnection)
    return html`<p>
        This relay has a custom connection: an app of your own that was made in Xero for one organisation. Nobody signs in; the organisation
        was chosen by whoever authorised it there. The connector does not store any financial data; it only syncs it between the two
        systems.
      </p>
      <div class="actions">${button(view, '/xero', 'Connect to Xero', 'primary')}</div>`;
  return html`<p>
      You log in at Xero, choose the organisation that invoices go to, and click “Allow access”. You come back here by yourself. The
      connector does not store any financial data; it only syncs it between the two systems.
    </p>
    ${whatIsAsked}
    <div class="actions">${button(view, '/xero', 'Connect to Xero', 'primary')}</div>`;
};
