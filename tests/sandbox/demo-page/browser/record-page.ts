/** The form of one invoice: header, tabs, fields, lines with totals, the status control, and its history in Xero. */
import type { Command } from './command-bar.ts';
import { showCommands } from './command-bar.ts';
import { element, fill, icons } from './element.ts';
import { shown } from './formats.ts';
import { hostControl } from './host-control.ts';
import { historySection } from './invoice-history.ts';
import { lineOptions, linesSection } from './invoice-lines.ts';
import { clearFormNotification, setFormNotification } from './notifications.ts';
import type { Tab } from './record-head.ts';
import { drawRecordHead } from './record-head.ts';
import { listAddress } from './route.ts';
import { field, section } from './section.ts';
import { sydneyDate, sydneyMidnight } from './sydney-date.ts';
import { webApi } from './web-api.ts';
import type { FormContext } from './xrm.ts';
import { commands } from './xrm.ts';

const address = [
  ['Street', 'billto_line1'],
  ['City', 'billto_city'],
  ['State', 'billto_stateorprovince'],
  ['Post code', 'billto_postalcode'],
  ['Country', 'billto_country'],
] as const;
const columns = [
  'name,invoicenumber,description,statecode,statuscode,datedelivered,duedate',
  'totallineitemamount,totaldiscountamount,freightamount,totaltax,totalamount',
  '_customerid_value,_ownerid_value,_transactioncurrencyid_value',
  ...address.map(([, column]) => column),
].join(',');
const options = `?$select=${columns}&$expand=invoice_details(${lineOptions})`;

/** Shows the form. @returns what to do when the theme changes */
export const showRecord = async (page: HTMLElement, id: string): Promise<() => void> => {
  let row = await webApi.retrieveRecord('invoice', id, options);
  let changed: Record<string, unknown> = {};
  let tab: Tab = 'summary';
  const controlPlace = element('div', { id: 'xero-status' });
  const head = element('div', { class: 'card record-head' });
  const body = element('div', { class: 'record-body' });

  const isDirty = (): boolean => Object.keys(changed).length > 0;
  const readOnly = (): boolean => Number(row['statecode']) > 1;
  const refresh = async (): Promise<void> => {
    row = await webApi.retrieveRecord('invoice', id, options);
    await draw();
  };
  const form: FormContext = {
    data: {
      entity: { getId: () => `{${id.toUpperCase()}}`, getPrimaryAttributeValue: () => shown(row, 'name'), getIsDirty: isDirty },
      save: async () => {
        await webApi.updateRecord('invoice', id, changed);
        changed = {};
        await refresh();
      },
      refresh,
    },
    ui: { setFormNotification, clearFormNotification },
  };
  const save = (): Promise<void> =>
    form.data.save().catch((problem: unknown) => void setFormNotification((problem as Error).message, 'ERROR', 'save'));
  const bar: readonly Command[] = [
    { id: 'back', label: 'Back', icon: icons.back, run: () => location.assign(listAddress('active')) },
    { id: 'save', label: 'Save', icon: icons.save, enabled: isDirty, run: save },
    { id: 'refresh', label: 'Refresh', icon: icons.refresh, run: refresh },
    {
      id: 'send',
      label: 'Send to Xero',
      icon: '/icons/send-to-xero.svg',
      enabled: async () => !readOnly() && (await commands().canSend()),
      run: () => commands().sendFromForm(form),
    },
    { id: 'check', label: 'Check', icon: icons.check, enabled: () => commands().canSend(), run: () => commands().checkFromForm(form) },
    {
      id: 'approve',
      label: 'Approve',
      icon: '/icons/approve.svg',
      enabled: () => commands().canSend(),
      run: () => commands().approveFromForm(form),
    },
    {
      id: 'update',
      label: 'Update in Xero',
      icon: '/icons/update.svg',
      enabled: async () => !readOnly() && (await commands().canSend()),
      run: () => commands().updateFromForm(form),
    },
    {
      id: 'void',
      label: 'Void in Xero',
      icon: '/icons/void.svg',
      enabled: () => commands().canSend(),
      run: () => commands().voidFromForm(form),
    },
    { id: 'open', label: 'Open in Xero', icon: icons.open, enabled: () => commands().canSend(), run: () => commands().openInXero(form) },
  ];

  const drawHead = (): void => {
    drawRecordHead(head, row, isDirty(), tab, (chosen) => {
      tab = chosen;
      void draw();
    });
    showCommands(bar);
  };
  const input = (label: string, column: string, value: string, type: 'text' | 'date', store: (text: string) => unknown): HTMLElement => {
    const made = element('input', { type, value, 'aria-label': label, id: `field-${column}`, disabled: readOnly() });
    made.addEventListener('change', () => {
      changed[column] = made.value === '' ? null : store(made.value);
      drawHead();
    });
    return field(label, made);
  };
  const plain = (text: string): string => text;
  const information = (): HTMLElement =>
    section(
      'Invoice information',
      element(
        'div',
        { class: 'fields' },
        input('Name', 'name', shown(row, 'name'), 'text', plain),
        field('Customer', shown(row, '_customerid_value')),
        field('Currency', shown(row, '_transactioncurrencyid_value')),
        input(
          'Date delivered',
          'datedelivered',
          typeof row['datedelivered'] === 'string' ? sydneyDate(row['datedelivered']) : '',
          'date',
          sydneyMidnight,
        ),
        input('Due date', 'duedate', typeof row['duedate'] === 'string' ? row['duedate'] : '', 'date', plain),
        input('Description', 'description', typeof row['description'] === 'string' ? row['description'] : '', 'text', plain),
      ),
    );
  const draw = async (): Promise<void> => {
    drawHead();
    if (tab === 'summary')
      fill(body, element('div', { class: 'columns' }, element('div', {}, information(), linesSection(row)), section('Xero', controlPlace)));
    else if (tab === 'address') fill(body, section('Bill to', ...address.map(([label, column]) => field(label, shown(row, column)))));
    else fill(body, await historySection(id));
  };

  fill(page, element('div', { id: 'form-notifications' }), head, body);
  await draw();
  const hosted = hostControl(controlPlace, 'invoice', id);
  if (readOnly()) setFormNotification('Read-only: this invoice is paid or canceled.', 'INFO', 'read-only');
  return hosted.draw;
};
