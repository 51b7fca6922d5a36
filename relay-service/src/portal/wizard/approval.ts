/** "Need admin approval": the commonest stop, with a page of its own and a link that is ready to be mailed to IT. */
import type { AdminAnswer } from '../../jobs/wizard/connect-dynamics.ts';
import type { Draft } from '../../store/drafts.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { banner, card } from '../components.ts';
import type { Page } from '../layout.ts';
import { button, wizardPath } from './view.ts';

const mail = (link: string, person: string): string => {
  const text = [
    'Hello,',
    'I am connecting our Dynamics 365 with Xero by Stellarise Connector. Microsoft asks an administrator to approve the app once for our company ("Need admin approval").',
    "It asks for one delegated permission: Dynamics CRM, user_impersonation. It then opens Dynamics as the person who connects it, with that person's own rights, and nothing else.",
    `Please open this link, sign in as an administrator and accept:\n${link}`,
    'Thank you!',
    person,
  ].join('\n\n');
  return `mailto:?subject=${encodeURIComponent('Please approve Stellarise Connector in Entra ID')}&body=${encodeURIComponent(text)}`;
};

const waiting = (link: string, person: string): Html =>
  html`<p>
      Your company has decided that only administrators may approve new apps. That is common, and done in a minute: somebody of your IT
      opens this link, signs in as an administrator and accepts, once for the whole company.
    </p>
    <div class="field">
      <label for="approval-link">Link for your administrator</label>
      <input id="approval-link" type="text" readonly value="${link}" />
    </div>
    <div class="actions">
      <a class="button button-primary" href="${mail(link, person)}">Mail it to IT</a>
      <button class="button" type="button" data-copy="approval-link" hidden>Copy the link</button>
    </div>
    <p class="quiet">
      The link is good for 15 days and gives nobody access to this portal. It asks for one permission: to open Dynamics as the person who
      connects.
    </p>`;

const saysOf = (answer: AdminAnswer): Html => {
  switch (answer) {
    case 'granted':
      return banner(
        'success',
        'An administrator has approved Stellarise Connector for your company. Sign in once more; this time you get through.',
      );
    case 'refused':
      return banner(
        'warning',
        'The approval was refused: whoever opened the link declined it, or may not approve apps for your company. Nothing was changed, and your set-up is kept. Ask your IT what stands against it; the same link can be opened again by somebody who may approve (Application, Cloud Application or Privileged Role Administrator). This page notices the answer by itself.',
      );
    case null:
      return banner('information', 'Waiting for the approval. This page notices the answer by itself; you can also come back another day.');
  }
};

const titles = { granted: 'Approved', refused: 'Ask an administrator again' } as const;

/** The page with the link, and with what became of it. */
export const approvalPage = (draft: Draft, formToken: Html, link: string, answer: AdminAnswer, person: string): Page => ({
  title: 'Need admin approval',
  active: 'connections',
  scripts: ['copy', 'approval'],
  body: html`<h1>Need admin approval</h1>
    <div id="approval" data-approval="${wizardPath(draft, '/approval')}" data-answer="${answer ?? ''}">${saysOf(answer)}</div>
    ${card(
      answer === null ? 'Ask an administrator' : titles[answer],
      answer === 'granted' ? html`<p>You can go on where you stopped.</p>` : waiting(link, person),
      {},
    )}
    <div class="actions">
      ${button({ draft, formToken }, '/dynamics', 'Connect to Dynamics', answer === 'granted' ? 'primary' : 'plain')}
      <a href="${wizardPath(draft)}">Back to the set-up</a>
    </div>`,
});

/** What an administrator sees after answering; such a person need not have an account here. */
export const approvedPage = (granted: boolean): Page => ({
  title: granted ? 'Approved' : 'Not approved',
  narrow: true,
  body: granted
    ? html`<h1>Approved</h1>
        <p>
          Thank you. Stellarise Connector is approved for your company, and whoever asked you can go on with the set-up. You can close this
          page.
        </p>`
    : html`<h1>Not approved</h1>
        <p>
          Nothing was changed. If this was not meant, open the link again and accept, with an account that may approve apps for the company.
        </p>`,
});
