/** Parts that pages are put together from. Each says how it looks to a screen reader as well. */
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';

export type BannerKind = 'success' | 'information' | 'warning' | 'error';

// Drawn, for not every font has a tick.
const drawnTick = html`<svg viewBox="0 0 20 20"><path d="M5.5 10.3l3 3 6-6.3" /></svg>`;
const SIGNS: Readonly<Record<BannerKind, string | Html>> = { success: drawnTick, information: 'i', warning: '!', error: '!' };
const SPOKEN: Readonly<Record<BannerKind, string>> = { success: 'Done: ', information: 'Note: ', warning: 'Warning: ', error: 'Problem: ' };

/** A message across the page; a problem is read out at once. @param then a link or button that helps */
export const banner = (kind: BannerKind, text: string | Html, then?: Html): Html =>
  html`<div class="banner banner-${kind}" role="${kind === 'error' ? 'alert' : 'status'}">
    <span class="sign" aria-hidden="true">${SIGNS[kind]}</span>
    <div><span class="spoken">${SPOKEN[kind]}</span>${text} ${then ?? nothing}</div>
  </div>`;

/** A titled area. @param level of its heading on this page */
export const card = (
  title: string,
  body: Html,
  options: { readonly level?: 2 | 3; readonly id?: string; readonly end?: Html } = {},
): Html => {
  const heading = options.level === 3 ? html`<h3>${title}</h3>` : html`<h2>${title}</h2>`;
  return html`<section class="card" ${options.id === undefined ? nothing : html`id="${options.id}"`}>
    <div class="card-head">${heading}${options.end ?? nothing}</div>
    ${body}
  </section>`;
};

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'email' | 'password' | 'search' | 'url';
  readonly value?: string;
  readonly hint?: string;
  /** What is wrong with what was entered, and what would be right. */
  readonly error?: string | undefined;
  readonly autocomplete?: string;
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly inputMode?: 'numeric' | 'text' | 'email';
}

const described = (name: string, hint: string | undefined, error: string | undefined): Html => {
  const ids = [hint === undefined ? [] : [`${name}-hint`], error === undefined ? [] : [`${name}-error`]].flat();
  return ids.length === 0
    ? nothing
    : html`aria-describedby="${ids.join(' ')}" ${error === undefined ? nothing : html`aria-invalid="true"`}`;
};
const hintAndError = (name: string, hint: string | undefined, error: string | undefined): Html =>
  html`${hint === undefined ? nothing : html`<p class="hint" id="${name}-hint">${hint}</p>`}
  ${error === undefined ? nothing : html`<p class="field-error" id="${name}-error">${error}</p>`}`;

const number = (name: string, value: number | undefined): Html => (value === undefined ? nothing : html`${name}="${value}"`);

/** A labelled input with hint and error. A password is never filled in again. */
export const field = (given: Field): Html =>
  html`<div class="field ${given.error === undefined ? '' : 'field-wrong'}">
    <label for="${given.name}">${given.label}${given.required === false ? html` <span class="quiet">(optional)</span>` : nothing}</label>
    ${hintAndError(given.name, given.hint, given.error)}
    <input
      id="${given.name}"
      name="${given.name}"
      type="${given.type ?? 'text'}"
      ${given.type === 'password' || given.value === undefined ? nothing : html`value="${given.value}"`}
      ${given.required === false ? nothing : html`required`}
      ${given.autocomplete === undefined ? nothing : html`autocomplete="${given.autocomplete}"`}
      ${given.inputMode === undefined ? nothing : html`inputmode="${given.inputMode}"`}
      ${number('maxlength', given.maxLength)}
      ${number('minlength', given.minLength)}
      ${described(given.name, given.hint, given.error)}
    />
  </div>`;

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** A labelled list to choose one from. */
export const select = (given: Omit<Field, 'type'> & { readonly options: readonly Option[] }): Html =>
  html`<div class="field ${given.error === undefined ? '' : 'field-wrong'}">
    <label for="${given.name}">${given.label}</label>
    ${hintAndError(given.name, given.hint, given.error)}
    <select id="${given.name}" name="${given.name}" ${described(given.name, given.hint, given.error)}>
      ${given.options.map(
        ({ value, label }) => html`<option value="${value}" ${value === given.value ? html`selected` : nothing}>${label}</option>`,
      )}
    </select>
  </div>`;

/** One tick box with its sentence. */
export const checkbox = (given: {
  readonly name: string;
  readonly label: string | Html;
  readonly checked?: boolean;
  readonly required?: boolean;
  readonly error?: string | undefined;
}): Html =>
  html`<div class="field check ${given.error === undefined ? '' : 'field-wrong'}">
    ${hintAndError(given.name, undefined, given.error)}
    <label class="check-label"
      ><input
        type="checkbox"
        id="${given.name}"
        name="${given.name}"
        value="yes"
        ${given.checked ? html`checked` : nothing}
        ${given.required ? html`required` : nothing}
        ${described(given.name, undefined, given.error)}
      />
      <span>${given.label}</span></label
    >
  </div>`;

/** A short word about a state. */
export const badge = (kind: BannerKind | 'neutral', text: string): Html => html`<span class="badge badge-${kind}">${text}</span>`;

/** What is shown where there is nothing yet: what it means and what to do. */
export const emptyState = (title: string, text: string | Html, action?: Html): Html =>
  html`<div class="empty">
    <h2>${title}</h2>
    <p>${text}</p>
    ${action ?? nothing}
  </div>`;

/** The green circle with a white tick. @param says what it stands for, for those who do not see it */
export const tick = (says: string): Html =>
  html`<svg class="tick" viewBox="0 0 20 20" role="img" aria-label="${says}">
    <circle cx="10" cy="10" r="10" />
    <path d="M5.5 10.3l3 3 6-6.3" />
  </svg>`;

export type StepState = 'done' | 'now' | 'later';
export interface Step {
  readonly title: string;
  readonly state: StepState;
  readonly body?: Html;
}

const STEP_WORDS: Readonly<Record<StepState, string>> = { done: 'Done', now: 'Do this now', later: 'Later' };

/** Steps in their order, each with its number or its tick. */
export const steps = (list: readonly Step[]): Html =>
  html`<ol class="steps">
    ${list.map(
      ({ title, state, body }, index) =>
        html`<li class="step step-${state}" ${state === 'now' ? html`aria-current="step"` : nothing}>
          <div class="step-mark">${state === 'done' ? tick('Done') : html`<span aria-hidden="true">${index + 1}</span>`}</div>
          <div class="step-body">
            <h2>${title}${state === 'done' ? nothing : html`<span class="spoken">: ${STEP_WORDS[state]}</span>`}</h2>
            ${body ?? nothing}
          </div>
        </li>`,
    )}
  </ol>`;

export interface Check {
  readonly title: string;
  readonly state: 'done' | 'todo' | 'warning';
  /** What to do and where; for what is not done. */
  readonly tip?: Html;
}

const CHECK_WORDS: Readonly<Record<Check['state'], string>> = { done: 'Done', todo: 'To do', warning: 'Look at this' };

/** The checklist: a green tick, or a tip that says what to do. */
export const checklist = (list: readonly Check[]): Html =>
  html`<ul class="checklist">
    ${list.map(
      ({ title, state, tip }) =>
        html`<li class="check-item check-${state}">
          ${state === 'done' ? tick('Done') : html`<span class="check-mark" role="img" aria-label="${CHECK_WORDS[state]}"></span>`}
          <div><span class="check-title">${title}</span>${tip ? html`<div class="tip">${tip}</div>` : nothing}</div>
        </li>`,
    )}
  </ul>`;

/** What a narrow screen shows before a cell; a heading that only a screen reader has is not repeated. */
const shownOf = (heading: string | Html | undefined): string => (typeof heading === 'string' ? heading : '');

/**
 * Rows under headings; on a narrow screen each row is a block with its headings before the cells. The roles are said, for a browser that
 * lays a table out as blocks no longer calls it one. @param caption says what the table holds
 */
export const table = (
  caption: string,
  headings: readonly (string | Html)[],
  rows: readonly (readonly (string | number | Html)[])[],
): Html =>
  html`<div class="table-scroll" role="region" aria-label="${caption}" tabindex="0">
    <table role="table">
      <caption class="spoken">
        ${caption}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          ${headings.map((heading) => html`<th scope="col" role="columnheader">${heading}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map(
          (cells) =>
            html`<tr role="row">
              ${cells.map((cell, column) => html`<td role="cell" data-label="${shownOf(headings[column])}">${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

/** Several things with their names, such as the parts of a connection. */
export const facts = (list: readonly (readonly [string, string | number | Html])[]): Html =>
  html`<dl class="facts">
    ${list.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;

/** What a script opens as a dialog (`data-dialog`), and what stands open in the page where there is none. */
export const dialog = (id: string, title: string, body: Html): Html =>
  html`<dialog class="dialog" id="${id}" aria-labelledby="${id}-title" open>
    <h2 id="${id}-title">${title}</h2>
    ${body}
  </dialog>`;
