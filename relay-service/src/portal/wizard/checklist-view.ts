/** The checklist at the right: a green tick, or a tip that says what to do and leads there. */
import type { FastifyReply } from 'fastify';
import type { ChecklistStep, TipPlace } from '../../core/checklist.ts';
import { isComplete } from '../../core/checklist.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import type { Check } from '../components.ts';
import { card, checklist } from '../components.ts';
import type { WizardView } from './view.ts';
import { asksForPlan, postButton, wizardPath } from './view.ts';

/** A checklist of a set-up, or of a connection. */
export interface ChecklistView extends Pick<WizardView, 'facts' | 'steps' | 'formToken' | 'settingsUrl'> {
  readonly connectionId: string | null;
  /** Address of the list alone; what its buttons do is below it. */
  readonly parts: string;
  readonly buttons: string;
  /** Whether the page has no dialog to come. */
  readonly finished: boolean;
  /** Where a step is mended on a page of ours. */
  readonly leads: Partial<Record<TipPlace, readonly [href: string, label: string]>>;
}

/** Its tips lead to the steps beside it. */
export const checklistOfSetUp = (view: WizardView): ChecklistView => {
  const { facts, steps, formToken, settingsUrl, draft } = view;
  const page = wizardPath(draft);
  return {
    ...{ facts, steps, formToken, settingsUrl },
    connectionId: draft.connection_id,
    parts: `${page}/checklist`,
    buttons: page,
    finished: draft.finished_at !== null,
    leads: {
      connectXero: [`${page}#xero`, 'Go to Connect to Xero'],
      solution: [`${page}#solution`, 'Go to the download'],
      connectDynamics: [`${page}#dynamics`, 'Go to Connect to Dynamics'],
      chooseEnvironment: [`${page}#dynamics`, 'Go to the list'],
      options: [`${page}#options`, 'Go to the choice'],
      create: [`${page}#create`, 'Go to Create Connection'],
    },
  };
};

const outside = (href: string, label: string): Html => html`<a href="${href}" target="_blank" rel="noopener">${label}</a>`;

const place = ({ facts, formToken, settingsUrl, buttons, connectionId, leads }: ChecklistView, where: TipPlace): Html => {
  const lead = leads[where];
  if (lead) return html`<a href="${lead[0]}">${lead[1]}</a>`;
  const origin = facts.environment?.origin;
  switch (where) {
    case 'ping':
      return postButton(`${buttons}/ping`, formToken, 'Send a test ping');
    case 'readAgain':
      return postButton(`${buttons}/read-again`, formToken, 'Read them from Xero');
    case 'confirmMappings':
      return html`${settingsUrl === null ? nothing : outside(settingsUrl, 'Look at the settings in Dynamics')}
      ${postButton(`${buttons}/confirm`, formToken, 'Confirm mappings')}`;
    case 'plans':
      return html`<a href="/connections/${connectionId}/subscription">Go to the page Plan</a>`;
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

const checkOf = (view: ChecklistView, { title, state, tip, place: where }: ChecklistStep): Check => ({
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
const permissionFold = (view: ChecklistView, all: readonly ChecklistStep[]): Html => {
  if (all.length === 0) return nothing;
  const held = all.filter(({ state }) => state === 'done').length;
  return html`<details class="more" ${held < all.length ? html`open` : nothing} data-keep="permissions">
    <summary>Permissions of the Dynamics user: ${held} of ${all.length} held</summary>
    ${checklist(all.map((step) => checkOf(view, step)))}
  </details>`;
};

/** What the script fetches anew while the person mends things. */
const checklistFragment = (view: ChecklistView): Html => {
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

/** Answers with it, for the script. */
export const sendChecklist = async (reply: FastifyReply, view: ChecklistView): Promise<FastifyReply> =>
  reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-complete', isComplete(view.steps) ? 'yes' : 'no')
    .send((await checklistFragment(view)).toString());

/** The card around it. */
export const checklistCard = (view: ChecklistView): Html =>
  card(
    'Checklist',
    html`<div id="checklist-parts" data-checklist="${view.parts}" data-finished="${view.finished ? 'yes' : ''}">
      ${checklistFragment(view)}
    </div>`,
    { id: 'checklist' },
  );
