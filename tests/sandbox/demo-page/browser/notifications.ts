/** The platform's three ways to say something: above the app, on the form, and a progress indicator over everything. */
import { element, fill, icon, icons } from './element.ts';

type Level = 'success' | 'error' | 'warning' | 'information';
const levels: Readonly<Record<number, Level>> = { 1: 'success', 2: 'error', 3: 'warning', 4: 'information' };
const symbols: Readonly<Record<Level, string>> = {
  success: icons.check,
  error: icons.dismiss,
  warning: icons.warning,
  information: icons.information,
};

interface GlobalNotification {
  readonly type: number;
  readonly level: number;
  readonly message: string;
  readonly showCloseButton?: boolean;
  readonly action?: { readonly actionLabel?: string; readonly eventHandler?: () => void };
}

const place = (id: string): HTMLElement => document.getElementById(id) ?? document.body;
let count = 0;

const bar = (level: Level, message: string, ...more: readonly (Node | false)[]): HTMLElement =>
  element(
    'div',
    { class: `bar bar-${level}`, role: level === 'error' ? 'alert' : 'status' },
    element('span', { class: 'bar-symbol' }, icon(symbols[level])),
    element('span', { class: 'bar-text' }, message),
    ...more,
  );

export const addGlobalNotification = (notification: GlobalNotification): Promise<string> => {
  const id = `global-${String(++count)}`;
  const { action } = notification;
  const made = bar(
    levels[notification.level] ?? 'information',
    notification.message,
    action !== undefined &&
      element('button', { class: 'link', type: 'button', click: () => action.eventHandler?.() }, action.actionLabel ?? ''),
    notification.showCloseButton === true &&
      element('button', { class: 'plain', type: 'button', 'aria-label': 'Close', click: () => made.remove() }, icon(icons.dismiss)),
  );
  made.id = id;
  place('global-notifications').append(made);
  return Promise.resolve(id);
};

export const clearGlobalNotification = (id: string): Promise<void> => {
  document.getElementById(id)?.remove();
  return Promise.resolve();
};

const formLevels = { INFO: 'information', WARNING: 'warning', ERROR: 'error' } as const;

export const setFormNotification = (message: string, level: keyof typeof formLevels, id: string): boolean => {
  clearFormNotification(id);
  const made = bar(formLevels[level], message);
  made.id = `form-${id}`;
  place('form-notifications').append(made);
  return true;
};

export const clearFormNotification = (id: string): boolean => {
  document.getElementById(`form-${id}`)?.remove();
  return true;
};

export const showProgressIndicator = (message: string): void => {
  const shade = place('progress');
  fill(shade, element('div', { class: 'progress-card', role: 'status' }, element('span', { class: 'spinner' }), message));
  shade.hidden = false;
};

export const closeProgressIndicator = (): void => {
  place('progress').hidden = true;
};
