/** The one frame around every page. */
import { assetUrl } from './assets.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { banner } from './components.ts';
import type { Message } from './flash.ts';

/** What the frame shows of whoever is logged in. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

export interface Page {
  /** Of the browser's tab; the product's name is added. */
  readonly title: string;
  readonly body: Html;
  /** Beside the body on a wide screen, below it on a narrow one: the checklist. */
  readonly aside?: Html;
  /** Which entry of the navigation is marked. */
  readonly active?: 'connections' | 'account';
  /** One narrow column, for forms that stand alone such as the log-in. */
  readonly narrow?: true;
  /** Scripts of `portal/browser`, by name without ending. The page is useful without them. */
  readonly scripts?: readonly string[];
}

/** What the request brings to the frame; `reply.page` fills it in. */
export interface Frame {
  readonly person: Person | null;
  readonly messages: readonly Message[];
  /** Hidden field that proves where a form came from. */
  readonly formToken: Html;
  /** Set where this relay serves one company: nothing is advertised. */
  readonly registrationOpen: boolean;
}

const logo = html`<svg class="logo" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
  <rect width="24" height="24" rx="6" class="logo-ground" />
  <path d="M12 4.5l1.9 5.6 5.6 1.9-5.6 1.9-1.9 5.6-1.9-5.6L4.5 12l5.6-1.9z" class="logo-star" />
</svg>`;

const entry = (href: string, label: string, marked: boolean): Html =>
  html`<li><a href="${href}" ${marked ? html`aria-current="page"` : nothing}>${label}</a></li>`;

const navigation = ({ active }: Page, { person, formToken, registrationOpen }: Frame): Html =>
  person === null
    ? html`<nav aria-label="Main">
        <ul class="nav">
          ${entry('/login', 'Log in', false)} ${registrationOpen ? entry('/register', 'Register', false) : nothing}
        </ul>
      </nav>`
    : html`<nav aria-label="Main">
        <ul class="nav">
          ${entry('/connections', 'Connections', active === 'connections')} ${entry('/account', 'Account', active === 'account')}
          <li>
            <form method="post" action="/logout">${formToken}<button class="nav-button" title="${person.email}">Log out</button></form>
          </li>
        </ul>
      </nav>`;

/** The whole page as text of a document. */
export const renderPage = (page: Page, frame: Frame): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} · Stellarise Connector</title>
        <link rel="icon" href="${assetUrl('icon.svg')}" type="image/svg+xml" />
        <link rel="stylesheet" href="${assetUrl('style.css')}" />
        ${(page.scripts ?? []).map((name) => html`<script type="module" src="${assetUrl(`${name}.js`)}"></script>`)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        <header class="top">
          <a class="brand" href="/">${logo}<span>Stellarise Connector</span></a>
          ${navigation(page, frame)}
        </header>
        <div class="${page.aside ? 'columns' : page.narrow ? 'column narrow' : 'column'}">
          <main id="main" tabindex="-1">${frame.messages.map((message) => banner(message.kind, message.text))} ${page.body}</main>
          ${page.aside ? html`<aside class="aside">${page.aside}</aside>` : nothing}
        </div>
        <footer class="foot">
          <span>Stellarise Connector: invoices from Microsoft Dynamics 365 into Xero. It stores no financial data.</span>
          <nav aria-label="About">
            <ul class="nav">
              ${entry('/terms', 'Terms', false)} ${entry('/privacy', 'Privacy', false)}
            </ul>
          </nav>
        </footer>
      </body>
    </html>`;
