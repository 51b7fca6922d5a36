/** The grid of invoices: select, search, sort by number, and the connector's commands for the selection. */
import { exportState, optionName } from '@stl3/solution';
import type { Command } from './command-bar.ts';
import { showCommands } from './command-bar.ts';
import { element, fill, icons } from './element.ts';
import { shown } from './formats.ts';
import type { View } from './route.ts';
import { recordAddress, views } from './route.ts';
import type { Row } from './web-api.ts';
import { webApi } from './web-api.ts';
import type { GridControl } from './xrm.ts';
import { commands } from './xrm.ts';

const PAGE = 50;
const columns = 'name,invoicenumber,totalamount,datedelivered,statecode,_customerid_value,_ownerid_value,_transactioncurrencyid_value';
const idOf = (row: Row): string => String(row['invoiceid']);

/** Xero Details by invoice, as a view shows them through the lookup; nobody without the role sees them. */
const readStates = async (): Promise<ReadonlyMap<string, Row>> => {
  try {
    const { entities } = await webApi.retrieveMultipleRecords(
      'stl3_xerodetails',
      '?$select=stl3_exportstate,stl3_number,_stl3_invoiceid_value',
    );
    return new Map(entities.map((row) => [String(row['_stl3_invoiceid_value']), row]));
  } catch {
    return new Map();
  }
};

const stateCell = (row: Row | undefined): HTMLElement => {
  const name = row && optionName(exportState, row['stl3_exportstate'] as number | null);
  return element('span', { class: `state state-${name ?? 'none'}` }, name ? exportState.values[name].label : '—');
};

export const showList = async (page: HTMLElement, view: View, me: string): Promise<void> => {
  const selected = new Set<string>();
  let rows: readonly Row[] = [];
  let states: ReadonlyMap<string, Row> = new Map();
  let search = '';
  let from = 0;
  const body = element('tbody');
  const counter = element('span', { class: 'quiet', id: 'list-count' });
  const all = element('input', { type: 'checkbox', 'aria-label': 'Select all rows of this page', change: () => selectPage(all.checked) });
  const table = element(
    'table',
    { class: 'grid', id: 'invoice-grid' },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('th', { class: 'tick' }, all),
        ...['Invoice ID', 'Name', 'Customer', 'Total amount', 'Date delivered', 'Status', 'Xero'].map((label) =>
          element('th', { scope: 'col', ...(label === 'Total amount' ? { class: 'number' } : {}) }, label),
        ),
      ),
    ),
    body,
  );

  const grid: GridControl = {
    getGrid: () => ({
      getSelectedRows: () =>
        rows
          .filter((row) => selected.has(idOf(row)))
          .map((row) => ({ data: { entity: { getId: () => idOf(row), getPrimaryAttributeValue: () => String(row['name']) } } })),
    }),
    refresh: () => void read(),
  };
  const hasSelection = async (): Promise<boolean> => selected.size > 0 && (await commands().canSend());
  const bar: readonly Command[] = [
    { id: 'refresh', label: 'Refresh', icon: icons.refresh, run: () => read() },
    {
      id: 'send',
      label: 'Send to Xero',
      icon: '/icons/send-to-xero.svg',
      enabled: hasSelection,
      run: () => commands().sendFromGrid([...selected], grid),
    },
    { id: 'check', label: 'Check', icon: icons.check, enabled: hasSelection, run: () => commands().checkFromGrid([...selected], grid) },
    {
      id: 'approve',
      label: 'Approve',
      icon: '/icons/approve.svg',
      enabled: hasSelection,
      run: () => commands().approveFromGrid([...selected], grid),
    },
  ];

  const visible = (): readonly Row[] =>
    rows.filter((row) =>
      `${shown(row, 'name')} ${shown(row, 'invoicenumber')} ${shown(row, '_customerid_value')}`.toLowerCase().includes(search),
    );
  const pageRows = (): readonly Row[] => visible().slice(from, from + PAGE);
  const selectPage = (on: boolean): void => {
    for (const row of pageRows())
      if (on) selected.add(idOf(row));
      else selected.delete(idOf(row));
    draw();
  };
  const toggle = (id: string): void => {
    if (!selected.delete(id)) selected.add(id);
    draw();
  };
  const rowElement = (row: Row): HTMLElement => {
    const id = idOf(row);
    const details = states.get(id);
    return element(
      'tr',
      { 'data-id': id, 'data-number': shown(row, 'invoicenumber'), ...(selected.has(id) ? { class: 'selected' } : {}) },
      element(
        'td',
        { class: 'tick' },
        element('input', {
          type: 'checkbox',
          'aria-label': `Select ${shown(row, 'invoicenumber')}`,
          checked: selected.has(id),
          change: () => toggle(id),
        }),
      ),
      element('td', {}, element('a', { href: recordAddress(id) }, shown(row, 'invoicenumber'))),
      element('td', { class: 'wide' }, shown(row, 'name')),
      element('td', { class: 'wide' }, shown(row, '_customerid_value')),
      element('td', { class: 'number' }, shown(row, 'totalamount')),
      element('td', {}, shown(row, 'datedelivered')),
      element('td', {}, shown(row, 'statecode')),
      element('td', {}, stateCell(details), element('div', { class: 'quiet' }, details ? shown(details, 'stl3_number') : '')),
    );
  };
  const draw = (): void => {
    const found = visible();
    fill(body, ...pageRows().map(rowElement));
    counter.textContent = `${found.length === 0 ? '0' : `${String(from + 1)}–${String(Math.min(from + PAGE, found.length))}`} of ${String(found.length)}${selected.size > 0 ? ` · ${String(selected.size)} selected` : ''}`;
    all.checked = pageRows().length > 0 && pageRows().every((row) => selected.has(idOf(row)));
    showCommands(bar);
  };
  const read = async (): Promise<void> => {
    const filter = views[view].filter.replace('{me}', me);
    [rows, states] = await Promise.all([
      webApi
        .retrieveMultipleRecords('invoice', `?$select=${columns}&$filter=${filter}&$orderby=invoicenumber desc`)
        .then(({ entities }) => entities),
      readStates(),
    ]);
    draw();
  };
  const turn = (by: number): void => {
    const next = from + by;
    if (next >= 0 && next < visible().length) from = next;
    draw();
  };

  fill(
    page,
    element(
      'div',
      { class: 'card list' },
      element(
        'div',
        { class: 'list-head' },
        element('h1', {}, views[view].label),
        element('input', {
          type: 'search',
          id: 'quick-find',
          placeholder: 'Search this view',
          'aria-label': 'Search this view',
          input: (event) => {
            search = (event.target as HTMLInputElement).value.toLowerCase();
            from = 0;
            draw();
          },
        }),
      ),
      element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Invoices' }, table),
      element(
        'div',
        { class: 'list-foot' },
        counter,
        element(
          'span',
          {},
          element('button', { type: 'button', class: 'plain', 'aria-label': 'Previous page', click: () => turn(-PAGE) }, '‹ Previous'),
          element('button', { type: 'button', class: 'plain', 'aria-label': 'Next page', click: () => turn(PAGE) }, 'Next ›'),
        ),
      ),
    ),
  );
  await read();
};
