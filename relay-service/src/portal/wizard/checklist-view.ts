/** The checklist at the right: a green tick, or a tip that says what to do and leads there. */
import type { ChecklistStep, TipPlace } from '../../core/checklist.ts';
import { isComplete } from '../../core/checklist.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import type { Check } from '../components.ts';
import { card, checklist } from '../components.ts';
import type { WizardView } from './view.ts';
import { asksForPlan, button, wizardPath } from './view.ts';

const anchors: Partial<Record<TipPlace, readonly [anchor: string, label: string]>> = {
  connectXero: ['#xero', 'Go to Connect to Xero'],
  solution: ['#solution', 'Go to the download'],
  connectDynamics: ['#dynamics', 'Go to Connect to Dynamics'],
  chooseEnvironment: ['#dynamics', 'Go to the list'],
  options: ['#options', 'Go to the choice'],
  create: ['#create', 'Go to Create Connection'],
};

const outside = (href: string, label: string): Html => html`<a href="${href}" target="_blank" rel="noopener">${label}</a>`;

const place = (view: WizardView, where: TipPlace): Html => {
  const { draft, facts, settingsUrl } = view;
  const anchor = anchors[where];
  if (anchor) return html`<a href="${wizardPath(draft)}${anchor[0]}">${anchor[1]}</a>`;
  const origin = facts.environment?.origin;
  switch (where) {
    case 'ping':
      return button(view, '/ping', 'Send a test ping');
    case 'readAgain':
      return button(view, '/read-again', 'Read them from Xero');
    case 'confirmMappings':
      return html`${settingsUrl === null ? nothing : outside(settingsUrl, 'Look at the settings in Dynamics')}
      ${button(view, '/confirm', 'Confirm mappings')}`;
    case 'plans':
      return html`<a href="/connections/${draft.connection_id}/subscription">Go to the page Plan</a>`;
    case 'settings':
      return settingsUrl === null ? nothing : outside(settingsUrl, 'Open the settings in Dynamics');
    case 'users':
      return origin === undefined
        ? nothing
        : outside(`${origin}/main.aspx?pagetype=entitylist&etn=systemuser`, 'Open the users in Dynamics');
    default:
      return nothing;
  }
};

const checkOf = (view: WizardView, { title, state, tip, place: where }: ChecklistStep): Check => ({
  title,
  state: state === 'waiting' ? 'todo' : state,
  ...(tip === null
    ? {}
    : {
        tip: html`<p>${tip}</p>
          ${where === null ? nothing : place(view, where)}`,
      }),
});

const isPermission = ({ key }: ChecklistStep): boolean => key.startsWith('permission-');

/** All permissions in one fold; those that are missing stand open. */
const permissionFold = (view: WizardView, all: readonly ChecklistStep[]): Html => {
  if (all.length === 0) return nothing;
  const held = all.filter(({ state }) => state === 'done').length;
  return html`<details class="more" ${held < all.length ? html`open` : nothing} data-keep="permissions">
    <summary>Permissions of the Dynamics user: ${held} of ${all.length} held</summary>
    ${checklist(all.map((step) => checkOf(view, step)))}
  </details>`;
};

/** What the script fetches anew while the person mends things. */
export const checklistFragment = (view: WizardView): Html => {
  const { steps } = view;
  const done = steps.filter(({ state }) => state === 'done').length;
  const first = steps.findIndex(isPermission);
  const before = first < 0 ? steps : steps.slice(0, first);
  const after = first < 0 ? [] : steps.slice(first).filter((step) => !isPermission(step));
  return html`<p class="quiet" role="status">
      ${isComplete(steps) ? (asksForPlan(view) ? 'Everything is done but the plan.' : 'Everything is done.') : `${String(done)} of ${String(steps.length)} done`}
    </p>
    ${checklist(before.map((step) => checkOf(view, step)))} ${permissionFold(view, steps.filter(isPermission))}
    ${after.length === 0 ? nothing : checklist(after.map((step) => checkOf(view, step)))}`;
};

/** The card around it. */
export const checklistCard = (view: WizardView): Html =>
  card(
    'Checklist',
    html`<div
      id="checklist-parts"
      data-checklist="${wizardPath(view.draft, '/checklist')}"
      data-finished="${view.draft.finished_at === null ? '' : 'yes'}"
    >
      ${checklistFragment(view)}
    </div>`,
    { id: 'checklist' },
  );
