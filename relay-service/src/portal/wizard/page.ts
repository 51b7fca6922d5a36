/** The wizard's page: the steps in the guide's order, the checklist beside them, and the dialog once all is done. */
import { isComplete } from '../../core/checklist.ts';
import type { Page } from '../layout.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import type { Step, StepState } from '../components.ts';
import { banner, steps as stepList } from '../components.ts';
import { setUpThisRelay } from '../setup.ts';
import { allSet } from './all-set.ts';
import { checklistCard, checklistOfSetUp } from './checklist-view.ts';
import { isDraftProblem, problemTexts } from './problem-texts.ts';
import { stepCreate } from './step-create.ts';
import { stepDynamics } from './step-dynamics.ts';
import { stepOptions } from './step-options.ts';
import { stepSolution } from './step-solution.ts';
import { stepXero } from './step-xero.ts';
import type { WizardView } from './view.ts';
import { button, isDone, isSolutionServed, wizardPath } from './view.ts';

const problem = ({ draft, facts, belongsTo }: WizardView): Html => {
  if (draft.problem === null || !isDraftProblem(draft.problem)) return nothing;
  const { text, step, ofRelay } = problemTexts[draft.problem];
  const { refusedOrganisation } = draft.answers;
  const both =
    draft.problem === 'otherOrganisation' && refusedOrganisation !== null
      ? ` Chosen was “${refusedOrganisation}”${belongsTo === null ? '' : `, this connection belongs to “${belongsTo}”`}.`
      : '';
  const link =
    step === 'approval'
      ? html`<a href="${wizardPath(draft, '/approval')}">Need admin approval</a>`
      : html`<a href="#${step === 'signIn' ? draft.answers.problemAt : step}">Go to the step</a>`;
  // Only a company's own relay, which has no plans, is run by somebody who comes here.
  const isOwnRelay = facts.subscription === null;
  const setUp = ofRelay === true && isOwnRelay ? html`Do you run this relay? Then ${setUpThisRelay}.` : nothing;
  return banner('error', `${text}${both}`, html`${setUp} ${link}`);
};

/** Whether the dialog that ends the set-up is shown. */
export const isFinished = ({ draft, steps }: Pick<WizardView, 'draft' | 'steps'>): boolean =>
  draft.finished_at === null && isComplete(steps);

interface Part {
  readonly id: string;
  readonly title: string;
  readonly done: boolean;
  readonly body: Html;
}

const parts = (view: WizardView): readonly Part[] => [
  { id: 'xero', title: 'Connect to Xero', done: isDone(view, 'xero'), body: stepXero(view) },
  { id: 'solution', title: 'Download and install the solution', done: isSolutionServed(view), body: stepSolution(view) },
  { id: 'dynamics', title: 'Connect to Dynamics', done: isDone(view, 'dynamics'), body: stepDynamics(view) },
  {
    id: 'options',
    title: view.facts.subscription === null ? 'Time zone' : 'Subscription and time zone',
    done:
      (view.facts.subscription === null || view.facts.plan !== null) &&
      isDone(view, 'timeZone') &&
      (view.facts.environment?.sandbox !== true || isDone(view, 'surroundings')),
    body: stepOptions(view),
  },
  { id: 'create', title: 'Create Connection', done: isDone(view, 'created'), body: stepCreate(view) },
];

const stepsOf = (view: WizardView): readonly Step[] => {
  const all = parts(view);
  const first = all.findIndex(({ done }) => !done);
  return all.map(({ id, title, done, body }, index) => {
    const state: StepState = done ? 'done' : index === first ? 'now' : 'later';
    return { title, state, body: html`<div id="${id}">${body}</div>` };
  });
};

/** The whole page. */
export const wizardPage = (view: WizardView): Page => {
  const { draft, facts } = view;
  const title = draft.reconnects === null ? 'New Dynamics Xero Connector' : 'Connect again';
  return {
    title,
    active: 'connections',
    scripts: ['checklist', 'dialog'],
    body: html`${isFinished(view) ? allSet(view) : nothing}
      <div class="page-head"><h1>${title}</h1></div>
      ${problem(view)}
      ${
        draft.finished_at === null || !facts.created
          ? html`<p class="quiet lead-small">
              Every answer is kept at once. You can close this page and go on another day, under Connections.
            </p>`
          : banner('success', 'This connection is set up.', html`<a href="/connections">Go to Connections</a>`)
      }
      ${stepList(stepsOf(view))}
      ${facts.created ? nothing : html`<div class="actions">${button(view, '/discard', 'Discard this set-up', 'quiet')}</div>`}`,
    aside: checklistCard(checklistOfSetUp(view)),
  };
};
