/** The part of `Xrm` that the connector's scripts use, standing on this page and the Dataverse stand-in. */
import { addGlobalNotification, clearGlobalNotification, closeProgressIndicator, showProgressIndicator } from './notifications.ts';
import { resourceString } from './resource-strings.ts';
import { webApi } from './web-api.ts';

/** Puts `Xrm` where scripts find it. */
export const installXrm = (): void => {
  Object.assign(window, {
    Xrm: {
      WebApi: webApi,
      App: { addGlobalNotification, clearGlobalNotification },
      Utility: { showProgressIndicator, closeProgressIndicator, getResourceString: resourceString },
      Navigation: {
        openUrl: (url: string) => void window.open(url, '_blank', 'noopener'),
        openConfirmDialog: ({ text }: { readonly text: string }) => Promise.resolve({ confirmed: window.confirm(text) }),
      },
    },
  });
};

export interface FormContext {
  readonly data: {
    readonly entity: { getId(): string; getPrimaryAttributeValue(): string; getIsDirty(): boolean };
    save(): Promise<void>;
    refresh(save: boolean): Promise<void>;
  };
  readonly ui: {
    setFormNotification(message: string, level: 'INFO' | 'WARNING' | 'ERROR', id: string): boolean;
    clearFormNotification(id: string): boolean;
  };
}
export interface GridControl {
  getGrid(): {
    getSelectedRows(): {
      forEach(use: (row: { readonly data: { readonly entity: { getId(): string; getPrimaryAttributeValue(): string } } }) => void): void;
    };
  };
  refresh(): void;
}

/** What the built web resource publishes. */
export interface InvoiceCommands {
  canSend(): Promise<boolean>;
  sendFromForm(form: FormContext): Promise<void>;
  checkFromForm(form: FormContext): Promise<void>;
  approveFromForm(form: FormContext): Promise<void>;
  updateFromForm(form: FormContext): Promise<void>;
  voidFromForm(form: FormContext): Promise<void>;
  refreshFromForm(form: FormContext): Promise<void>;
  openInXero(form: FormContext): Promise<void>;
  sendFromGrid(ids: readonly string[], grid: GridControl): Promise<void>;
  checkFromGrid(ids: readonly string[], grid: GridControl): Promise<void>;
  approveFromGrid(ids: readonly string[], grid: GridControl): Promise<void>;
}

export interface SettingsCommands {
  canRefresh(form: FormContext): Promise<boolean>;
  refreshFromXero(form: FormContext): Promise<void>;
}

interface Scripts {
  readonly Stellarise: { readonly Invoice: InvoiceCommands; readonly Settings: SettingsCommands };
}
const scripts = (): Scripts['Stellarise'] => (window as unknown as Scripts).Stellarise;

/** The connector's commands, out of the web resource as it ships. */
export const commands = (): InvoiceCommands => scripts().Invoice;
/** Those of the settings form. */
export const settingsCommands = (): SettingsCommands => scripts().Settings;
