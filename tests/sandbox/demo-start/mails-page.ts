/** The demo's mailbox: every mail that the portal wrote into its folder, the newest first, with links to follow. */
import { html } from 'hono/html';
import type { ReadMail } from '../mailbox.ts';
import { demoPage } from './frame.ts';

const ADDRESS = /(https?:\/\/\S+)/;

/** The text, in which every address can be clicked. */
const linked = (text: string) =>
  text.split(ADDRESS).map((piece) => (ADDRESS.test(piece) ? html`<a href="${piece}" target="_blank" rel="noopener">${piece}</a>` : piece));

const mail = ({ to, subject, text }: ReadMail) =>
  html`<article class="card">
    <h2>${subject}</h2>
    <p class="quiet">To ${to}</p>
    <div class="demo-mail">${linked(text.trim())}</div>
  </article>`;

/** The page as text. @param mails the oldest first, as the folder has them */
export const mailsPage = (mails: readonly ReadMail[]): string =>
  demoPage(
    'Mailbox of the demo',
    html`<p class="actions"><a class="button" href="/mails">Look again</a> <a href="/">Back to the start page</a></p>
      ${
        mails.length === 0
          ? html`<p>No mail yet. Register in the portal, ask for a new password or invite a colleague, and look again.</p>`
          : mails.toReversed().map(mail)
      }`,
  );
