/** For a company that runs its own relay: what to copy into Xero's and Microsoft's pages, and each value tried live. */
import type { FastifyInstance } from 'fastify';
import { trySettings } from '../jobs/setup/try-settings.ts';
import type { Tried } from '../jobs/setup/try-settings.ts';
import { ownXeroApp, pagesToFill, scopeReasons } from '../jobs/setup/values-to-copy.ts';
import { PageNotFound, requireAccount } from './access.ts';
import { badge, card, facts, field } from './components.ts';
import { textOf } from './forms.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import type { Page } from './layout.ts';
import type { PortalServices } from './services.ts';

const signs = { works: ['success', 'Works'], wrong: ['error', 'Mend this'], skipped: ['neutral', 'Not tried'] } as const;

const triedList = (tried: readonly Tried[]): Html =>
  html`<ul class="causes">
    ${tried.map(
      ({ what, result, says }) =>
        html`<li>
          <div><strong>${what}</strong> ${badge(signs[result][0], signs[result][1])}<br />${says}</div>
        </li>`,
    )}
  </ul>`;

/** The way here, for pages where whoever runs a relay of their own looks for it; of use to nobody on a relay that many companies share. */
export const setUpThisRelay = html`<a href="/setup">see what to enter at Xero and Microsoft, and try each value</a>`;

const setupPage = (origin: string, token: Html, tried: readonly Tried[] | null): Page => ({
  title: 'Set up this relay',
  active: 'account',
  body: html`<h1>Set up this relay</h1>
    <p class="lead">Copy these values word by word; secrets stay in the relay’s own settings and are never shown here.</p>
    ${card(
      'Try each value',
      html`${tried === null ? nothing : triedList(tried)}
        <form method="post" action="/setup/try">
          ${token}${field({
            name: 'tenant',
            label: 'Tenant that the Entra application is registered in',
            hint: 'Its id or its domain; only with it can the application’s secret be tried.',
            required: false,
            maxLength: 100,
          })}<button class="button button-primary">Try now</button>
        </form>`,
    )}
    ${pagesToFill({ RELAY_PUBLIC_URL: origin }).map(({ title, where, values }) =>
      card(
        title,
        html`<p class="quiet">${where}</p>
          ${facts(values.map(({ field: name, value, why }) => [name, html`<span class="code">${value}</span> <span class="quiet">${why}</span>`]))}`,
      ),
    )}
    ${card('Why each scope', facts(Object.entries(scopeReasons)))}
    ${card(
      'An app of your own at Xero',
      html`<ul>
        ${ownXeroApp.map((line) => html`<li>${line}</li>`)}
      </ul>`,
    )}`,
});

/** Page `/setup`; only where the relay serves one company, whose people run it. */
export const setupPages = (app: FastifyInstance, { config }: PortalServices): void => {
  const own = { preHandler: requireAccount };
  const onlyOwn = (): void => {
    if (!config.RELAY_SINGLE_TENANT) throw new PageNotFound();
  };
  app.get('/setup', own, (_request, reply) => {
    onlyOwn();
    return reply.page(setupPage(config.RELAY_PUBLIC_URL, reply.formToken(), null));
  });
  app.post('/setup/try', own, async (request, reply) => {
    onlyOwn();
    const tenant = textOf(request, 'tenant', 100);
    return reply.page(setupPage(config.RELAY_PUBLIC_URL, reply.formToken(), await trySettings(config, tenant === '' ? null : tenant)));
  });
};
