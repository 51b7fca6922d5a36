import { element } from './element.ts';

/** A card of a form. */
export const section = (title: string, ...children: readonly (Node | string)[]): HTMLElement =>
  element('section', { class: 'card section' }, element('h2', {}, title), ...children);

/** A label over its value or input. */
export const field = (label: string, value: string | HTMLElement): HTMLElement => {
  const shown = typeof value === 'string' ? element('span', { class: 'field-value' }, value === '' ? '—' : value) : value;
  return element('div', { class: 'field' }, element('span', { class: 'field-label' }, label), shown);
};
