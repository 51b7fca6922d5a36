/** The demo page: a model-driven app's frame around the list or the form, and Xero beside it. */
import { request } from '@stl3/solution';
import { element, fill, icon, icons } from './element.ts';
import { awaitRegistration, publishReact } from './host-control.ts';
import { showList } from './list-page.ts';
import type { Person } from './people.ts';
import { peoplePicker, signInAsSomebody } from './people.ts';
import { showRecord } from './record-page.ts';
import { loadStrings } from './resource-strings.ts';
import type { View } from './route.ts';
import { listAddress, recordAddress, routeOf, settingsAddress, views } from './route.ts';
import { showSettings } from './settings-page.ts';
import { startXeroPanel } from './xero-panel.ts';
import { webApi } from './web-api.ts';
import { installXrm } from './xrm.ts';

interface About {
  readonly company: string;
  readonly people: readonly Person[];
}

const load = (src: string): Promise<void> =>
  new Promise((resolve, reject) => {
    document.head.append(element('script', { src, load: () => resolve(), error: () => reject(new Error(`${src} could not be loaded.`)) }));
  });

const THEME = 'stand-in-theme';
const systemDark = matchMedia('(prefers-color-scheme: dark)');
/** What the person chose, otherwise what the system has, which may turn at dusk. */
const wantedTheme = (): string => localStorage.getItem(THEME) ?? (systemDark.matches ? 'dark' : 'light');

const onSettings = (): boolean => routeOf(location.search).page === 'settings';

const frame = (about: About, me: Person, current: View | null, onTheme: () => void): HTMLElement => {
  const page = element('main', { id: 'page', tabindex: '-1' });
  const panel = element('aside', { id: 'xero-panel', 'aria-label': 'What Xero holds' });
  fill(
    document.body,
    element('a', { class: 'skip', href: '#page' }, 'Skip to content'),
    element(
      'header',
      { class: 'top' },
      element('span', { class: 'top-mark', 'aria-hidden': 'true' }, icon(icons.invoice)),
      element('strong', {}, about.company),
      element('span', { class: 'quiet top-note' }, 'Stand-in for Dynamics 365 Sales'),
      peoplePicker(about.people, me),
      element(
        'button',
        { type: 'button', class: 'plain', id: 'theme', 'aria-label': 'Light or dark', title: 'Light or dark', click: onTheme },
        icon(icons.theme),
      ),
    ),
    element('div', { id: 'global-notifications' }),
    element(
      'div',
      { class: 'frame' },
      element(
        'nav',
        { class: 'side', 'aria-label': 'Invoices' },
        element('h2', {}, 'Invoices'),
        ...(Object.keys(views) as View[]).map((view) =>
          element('a', { href: listAddress(view), ...(view === current ? { 'aria-current': 'page' } : {}) }, views[view].label),
        ),
        element('h2', {}, 'Xero'),
        element(
          'a',
          { href: settingsAddress, ...(current === null && onSettings() ? { 'aria-current': 'page' } : {}) },
          'Connector settings',
        ),
      ),
      element('div', { class: 'centre' }, element('div', { id: 'command-bar', role: 'toolbar', 'aria-label': 'Commands' }), page),
      panel,
    ),
    element('div', { id: 'progress', hidden: true }),
  );
  startXeroPanel(panel);
  return page;
};

/** Dynamics has a form for a request; here its invoice shows what became of it. */
const showInvoiceOfRequest = async (id: string): Promise<void> => {
  const { entities } = await webApi.retrieveMultipleRecords(
    request.logicalName,
    `?$select=_stl3_invoiceid_value&$filter=${request.logicalName}id eq ${id}`,
  );
  const invoiceId = entities[0]?.['_stl3_invoiceid_value'];
  if (typeof invoiceId !== 'string') throw new Error('The request is gone, or it was made for no invoice.');
  location.replace(recordAddress(invoiceId));
};

const start = async (): Promise<void> => {
  let redraw = (): void => undefined;
  const showTheme = (): void => {
    document.documentElement.dataset['theme'] = wantedTheme();
    redraw();
  };
  showTheme();
  systemDark.addEventListener('change', showTheme);
  installXrm();
  awaitRegistration();
  const about = (await (await fetch('/_demo/about')).json()) as About;
  const me = signInAsSomebody(about.people);
  const route = routeOf(location.search);
  const page = frame(about, me, route.page === 'list' ? route.view : null, () => {
    const theme = document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark';
    localStorage.setItem(THEME, theme);
    showTheme();
  });
  await Promise.all([
    loadStrings('stl3_/strings/connector', '/strings/connector.1033.resx'),
    loadStrings('XeroStatus', '/control/strings/XeroStatus.1033.resx'),
    load('/js/invoice.js'),
    load('/js/settings.js'),
    load('/platform/react_16_14_0.js')
      .then(() => {
        publishReact();
        return load('/platform/fluent_9_4_0.js');
      })
      .then(() => load('/control/bundle.js')),
  ]);
  try {
    if (route.page === 'elsewhere')
      throw new Error(`Dynamics opens the record here (${route.table}). The demo shows invoices and settings alone.`);
    if (route.page === 'request') await showInvoiceOfRequest(route.id);
    else if (route.page === 'list') await showList(page, route.view, me.userId);
    else if (route.page === 'settings') await showSettings(page, route.id);
    else redraw = await showRecord(page, route.id);
  } catch (problem) {
    fill(
      page,
      element(
        'div',
        { class: 'card section' },
        element('h1', {}, 'This page could not be shown'),
        element('p', {}, (problem as Error).message),
      ),
    );
  }
  document.documentElement.dataset['ready'] = 'yes';
};

void start();
