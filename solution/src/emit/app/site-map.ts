/** What the app's navigation lists. */
import type { Table } from '../../schema/index.ts';
import {
  appName,
  brandingTheme,
  chartOfAccounts,
  connector,
  contactLink,
  itemLink,
  details,
  history,
  invoice,
  reconciliation,
  request,
  settings,
  solutionTitle,
  taxType,
  trackingCategory,
} from '../../schema/index.ts';
import { viewId } from '../ids.ts';
import { labelled, titles } from '../labels.ts';
import type { XmlElement } from '../xml.ts';
import { element, leaves, parent } from '../xml.ts';

interface Entry {
  readonly key: string;
  readonly title: string;
  readonly table: string;
  /** View that the entry opens; none = the table's default. */
  readonly view?: string;
  readonly icon: string;
}

const tableEntry = (key: string, title: string, table: Table, icon: string): Entry => ({ key, title, table: table.logicalName, icon });
const viewEntry = (key: string, title: string, table: { readonly logicalName: string }, view: string, icon: string): Entry => ({
  key,
  title,
  table: table.logicalName,
  view,
  icon,
});

const groups: readonly { readonly key: string; readonly title: string; readonly entries: readonly Entry[] }[] = [
  {
    key: 'invoices',
    title: 'Invoices',
    entries: [
      tableEntry('home', 'Home', connector, 'connector'),
      viewEntry('tosend', 'Invoices to send', invoice, 'to-send', 'send-to-xero'),
      viewEntry('inxero', 'Invoices in Xero', invoice, 'in-xero', 'document'),
      viewEntry('failed', 'Failed by cause', details, 'failed', 'failed'),
      tableEntry('documents', 'Xero Details', details, 'document'),
      tableEntry('requests', 'Requests', request, 'request'),
      tableEntry('history', 'History', history, 'history'),
      tableEntry('reconciliation', 'Reconciliation', reconciliation, 'reconciliation'),
    ],
  },
  {
    key: 'setup',
    title: 'Setup',
    entries: [
      tableEntry('settings', 'Settings', settings, 'settings'),
      viewEntry('confirm', 'Customers to confirm', contactLink, 'to-confirm', 'contact'),
      tableEntry('items', 'Items of products', itemLink, 'document'),
      tableEntry('themes', 'Branding Themes', brandingTheme, 'branding-theme'),
      tableEntry('accounts', 'Chart of Accounts', chartOfAccounts, 'account'),
      tableEntry('taxes', 'Tax Types', taxType, 'tax-type'),
      tableEntry('tracking', 'Tracking', trackingCategory, 'tracking'),
    ],
  },
];

// 1039: a view that the organisation shares, as the platform's page takes it.
const viewAddress = (table: string, view: string): string =>
  `/main.aspx?pagetype=entitylist&etn=${table}&viewid=%7b${viewId(table, view)}%7d&viewType=1039`;

const subArea = (entry: Entry): XmlElement =>
  element(
    'SubArea',
    {
      Id: `stl3_${entry.key}`,
      Entity: entry.view === undefined ? entry.table : undefined,
      Url: entry.view === undefined ? undefined : viewAddress(entry.table, entry.view),
      VectorIcon: `$webresource:stl3_/icons/${entry.icon}.svg`,
      Client: 'All,Outlook,OutlookLaptopClient,OutlookWorkstationClient,Web',
      AvailableOffline: false,
      PassParams: false,
      Sku: 'All,OnPremise,Live,SPLA',
    },
    [
      titles(entry.title, 'sitemap'),
      ...(entry.view === undefined ? [] : [element('Privilege', { Entity: entry.table, Privilege: 'Read' })]),
    ],
  );

/** Every table that the navigation leads to. */
export const navigatedTables: ReadonlySet<string> = new Set(groups.flatMap(({ entries }) => entries.map(({ table }) => table)));

/** The app's site map. */
export const siteMaps = (): XmlElement =>
  parent(
    'AppModuleSiteMaps',
    parent(
      'AppModuleSiteMap',
      ...leaves({ SiteMapUniqueName: appName }),
      element('SiteMap', { IntroducedVersion: '7.0.0.0' }, [
        element('Area', { Id: 'stl3_xero', ShowGroups: true, IntroducedVersion: '7.0.0.0' }, [
          titles('Xero', 'sitemap'),
          ...groups.map(({ key, title, entries }) =>
            element('Group', { Id: `stl3_${key}`, IsProfile: false }, [titles(title, 'sitemap'), ...entries.map(subArea)]),
          ),
        ]),
      ]),
      labelled('LocalizedNames', solutionTitle),
    ),
  );
