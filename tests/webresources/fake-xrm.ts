import { jest } from '@jest/globals';
import { XrmMockGenerator } from 'xrm-mock';
import { EntityMock, FormContextMock, UiMock } from 'xrm-mock/dist/xrm-mock/index.js';
import { FakeWebApi } from './fake-web-api.ts';

/** What a test looks at after it has called a command. */
export interface FakeHost {
  readonly api: FakeWebApi;
  /** Global notifications that are shown now, oldest first. */
  readonly banners: () => readonly { readonly level: number; readonly message: string; readonly action?: Xrm.App.Action }[];
  /** Every text that the progress indicator has shown. */
  readonly progress: string[];
  readonly opened: string[];
  /** Texts of the questions that a person was asked. */
  readonly confirmations: string[];
  /** How the person answers them. */
  confirm: boolean;
}

/** Installs xrm-mock with what it leaves out: a Web API with rows, progress, strings and links. */
export const installXrm = (): FakeHost => {
  XrmMockGenerator.initialise();
  const api = new FakeWebApi();
  const progress: string[] = [];
  const opened: string[] = [];
  const host: FakeHost = { api, progress, opened, confirmations: [], confirm: true, banners: () => Object.values(app.globalNotifications) };
  const xrm = globalThis.Xrm as unknown as Record<string, unknown>;
  const app = xrm['App'] as { globalNotifications: Record<string, { level: number; message: string; action?: Xrm.App.Action }> };
  xrm['WebApi'] = api;
  xrm['Utility'] = {
    showProgressIndicator: (message: string) => void progress.push(message),
    closeProgressIndicator: jest.fn(),
    getResourceString: () => null,
  };
  xrm['Navigation'] = {
    openUrl: (url: string) => void opened.push(url),
    openConfirmDialog: ({ text }: Xrm.Navigation.ConfirmStrings) => {
      host.confirmations.push(text);
      return Promise.resolve({ confirmed: host.confirm });
    },
  };
  return host;
};

export interface FakeForm {
  readonly context: Xrm.FormContext;
  readonly notifications: () => readonly { readonly message: string; readonly level: string }[];
  readonly saves: () => number;
  readonly refreshes: () => number;
  readonly edit: () => void;
}

/** An invoice form of xrm-mock, with the saving and refreshing that it leaves out; it can be dirty and its save can fail. */
export const invoiceForm = (options: { id?: string; name?: string; dirty?: boolean; saveFails?: boolean } = {}): FakeForm => {
  const entity = new EntityMock({ entityName: 'invoice', primaryValue: options.name ?? 'INV-0042' });
  entity.id = options.id ?? '{5B5B5B5B-0000-4000-8000-000000000001}';
  let dirty = options.dirty ?? false;
  let saves = 0;
  let refreshes = 0;
  entity.getIsDirty = () => dirty;
  const ui = new UiMock({});
  // Undefined until the first line is set, whatever its type says.
  const shown = () => (ui.formNotifications as typeof ui.formNotifications | undefined) ?? [];
  const data = {
    entity,
    save: () => {
      if (options.saveFails) return Promise.reject(new Error('A required column is empty.'));
      saves += 1;
      dirty = false;
      return Promise.resolve();
    },
    refresh: () => Promise.resolve(void (refreshes += 1)),
  };
  return {
    context: new FormContextMock(data as unknown as Xrm.Data, ui as unknown as Xrm.Ui),
    notifications: () => shown().map(({ message, level }) => ({ message, level })),
    saves: () => saves,
    refreshes: () => refreshes,
    edit: () => {
      dirty = true;
    },
  };
};

/** A grid with these rows selected. */
export const gridOf = (rows: readonly { id: string; name: string }[]): { grid: Xrm.Controls.GridControl; refreshes: () => number } => {
  let refreshes = 0;
  const selected = rows.map(({ id, name }) => ({
    data: { entity: { getId: () => `{${id.toUpperCase()}}`, getPrimaryAttributeValue: () => name } },
  }));
  const grid = {
    getGrid: () => ({ getSelectedRows: () => ({ forEach: (use: (row: object) => void) => selected.forEach(use) }) }),
    refresh: () => void (refreshes += 1),
  };
  return { grid: grid as unknown as Xrm.Controls.GridControl, refreshes: () => refreshes };
};
