/** The form of a connector's settings: what the guide asks a person to look at, Confirm mappings, and the solution's own command. */
import { settings } from '@stl3/solution';
import { showCommands } from './command-bar.ts';
import { element, fill, icons } from './element.ts';
import { shown } from './formats.ts';
import { clearFormNotification, setFormNotification } from './notifications.ts';
import { listAddress } from './route.ts';
import { field, section } from './section.ts';
import type { Row } from './web-api.ts';
import { webApi } from './web-api.ts';
import type { FormContext } from './xrm.ts';
import { settingsCommands } from './xrm.ts';

const TABLE = settings.logicalName;
const CONNECTOR = 'stl3_dynamicsxeroconnector';
const lookups = [
  'stl3_connectorid',
  'stl3_salesaccountid',
  'stl3_salestaxtypeid',
  'stl3_purchaseaccountid',
  'stl3_purchasetaxtypeid',
] as const;
const columns = ['stl3_name', 'stl3_defaultstatus', 'stl3_mappingsconfirmed', ...lookups.map((name) => `_${name}_value`)].join(',');

const labelOf = (name: keyof typeof settings.columns): string => settings.columns[name].label;
const read = async (id: string | null): Promise<Row | undefined> => {
  const filter = id === null ? '' : `&$filter=${TABLE}id eq ${id}`;
  return (await webApi.retrieveMultipleRecords(TABLE, `?$select=${columns}${filter}&$top=1`)).entities[0];
};

const choose = (row: Row, store: (confirmed: boolean) => Promise<void>): HTMLElement => {
  const box = element('input', {
    type: 'checkbox',
    id: 'field-stl3_mappingsconfirmed',
    checked: row['stl3_mappingsconfirmed'] === true,
    change: () => void store(box.checked),
  });
  return field(labelOf('stl3_mappingsconfirmed'), element('label', { class: 'tick-field' }, box, 'Accounts and tax types are right'));
};

/** Shows the settings of this id, or the first there are. */
export const showSettings = async (page: HTMLElement, id: string | null): Promise<void> => {
  const row = await read(id);
  if (!row) throw new Error('There are no settings yet: they come with the first connection.');
  const key = String(row[`${TABLE}id`]);
  const body = element('div', { class: 'record-body' });
  const draw = (now: Row): void =>
    fill(
      body,
      element(
        'div',
        { class: 'columns' },
        section(
          'Accounts and tax types',
          ...lookups.slice(1).map((name) => field(labelOf(name), shown(now, `_${name}_value`))),
          field(labelOf('stl3_defaultstatus'), shown(now, 'stl3_defaultstatus')),
          choose(now, store),
        ),
        section(
          'Connection',
          field('Name', shown(now, 'stl3_name')),
          field(labelOf('stl3_connectorid'), shown(now, '_stl3_connectorid_value')),
        ),
      ),
    );
  const refresh = async (): Promise<void> => draw((await read(key)) ?? row);
  const store = async (confirmed: boolean): Promise<void> => {
    try {
      await webApi.updateRecord(TABLE, key, { stl3_mappingsconfirmed: confirmed });
      clearFormNotification('save');
    } catch (problem) {
      setFormNotification((problem as Error).message, 'ERROR', 'save');
    }
    await refresh();
  };
  const form: FormContext = {
    data: {
      entity: { getId: () => `{${key.toUpperCase()}}`, getPrimaryAttributeValue: () => shown(row, 'stl3_name'), getIsDirty: () => false },
      save: () => Promise.resolve(),
      refresh,
    },
    ui: { setFormNotification, clearFormNotification },
  };
  const connectorId = String(row['_stl3_connectorid_value']);
  const lastRead = async (): Promise<string> => {
    const [connector] = (
      await webApi.retrieveMultipleRecords(CONNECTOR, `?$select=stl3_referencedataon&$filter=${CONNECTOR}id eq ${connectorId}`)
    ).entities;
    return connector ? shown(connector, 'stl3_referencedataon') : '';
  };
  fill(
    page,
    element('div', { id: 'form-notifications' }),
    element(
      'div',
      { class: 'card record-head without-tabs' },
      element('div', { class: 'avatar', 'aria-hidden': 'true' }, 'XS'),
      element(
        'div',
        { class: 'record-title' },
        element('h1', {}, shown(row, 'stl3_name')),
        element(
          'div',
          { class: 'quiet' },
          `${settings.label} · reference data read: `,
          element('span', { id: 'reference-data' }, await lastRead()),
        ),
      ),
    ),
    body,
  );
  draw(row);
  showCommands([
    { id: 'back', label: 'Back', icon: icons.back, run: () => location.assign(listAddress('active')) },
    {
      id: 'refresh-from-xero',
      label: 'Refresh from Xero',
      icon: '/icons/refresh.svg',
      enabled: () => settingsCommands().canRefresh(form),
      run: async () => {
        await settingsCommands().refreshFromXero(form);
        fill(document.getElementById('reference-data') ?? body, await lastRead());
      },
    },
  ]);
};
