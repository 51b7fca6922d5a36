/** Header of a form: who it is about, the fields that matter most, and the tabs. */
import { element, fill } from './element.ts';
import { shown } from './formats.ts';
import type { Row } from './web-api.ts';

export const tabs = { summary: 'Summary', address: 'Addresses', history: 'History in Xero' } as const;
export type Tab = keyof typeof tabs;

const headFields = [
  ['Invoice ID', 'invoicenumber'],
  ['Total amount', 'totalamount'],
  ['Status', 'statecode'],
  ['Owner', '_ownerid_value'],
] as const;

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter((word) => /^\p{Lu}/u.test(word))
    .slice(0, 2)
    .map((word) => word[0])
    .join('');

export const drawRecordHead = (head: HTMLElement, row: Row, dirty: boolean, current: Tab, onTab: (tab: Tab) => void): void => {
  const tabButton = (tab: Tab): HTMLElement =>
    element(
      'button',
      {
        type: 'button',
        role: 'tab',
        'aria-selected': String(tab === current),
        class: tab === current ? 'tab current' : 'tab',
        click: () => onTab(tab),
      },
      tabs[tab],
    );
  fill(
    head,
    element('div', { class: 'avatar', 'aria-hidden': 'true' }, initials(shown(row, '_customerid_value')) || 'IN'),
    element(
      'div',
      { class: 'record-title' },
      element('h1', {}, shown(row, 'name'), element('span', { class: 'quiet' }, dirty ? ' - Unsaved' : ' - Saved')),
      element('div', { class: 'quiet' }, `${shown(row, '_customerid_value')} · Invoice (Xero)`),
    ),
    element(
      'div',
      { class: 'head-fields' },
      ...headFields.map(([label, column]) =>
        element('div', { class: 'head-field' }, element('strong', {}, shown(row, column)), element('span', { class: 'quiet' }, label)),
      ),
    ),
    element('div', { class: 'tabs', role: 'tablist' }, ...(Object.keys(tabs) as Tab[]).map(tabButton)),
  );
};
