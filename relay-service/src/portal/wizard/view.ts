/** What every part of the wizard's page is made with. */
import type { ChecklistFacts, ChecklistStep } from '../../core/checklist.ts';
import { isTooOld } from '../../core/installed-solution.ts';
import { sendingHasStopped } from '../../core/subscription.ts';
import type { Draft } from '../../store/drafts.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';

export interface WizardView {
  readonly draft: Draft;
  readonly facts: ChecklistFacts;
  readonly steps: readonly ChecklistStep[];
  readonly formToken: Html;
  /** What the person looks for in a long list. */
  readonly search: string;
  /** Other connections of the same organisation. */
  readonly connectedElsewhere: number;
  /** Organisation of the connection that is connected again; null for a new one, and where nobody knows. */
  readonly belongsTo: string | null;
  /** Whether what was made sends nothing until somebody resumes it. */
  readonly paused: boolean;
  /** Address of the settings in Dynamics; null before there are any. */
  readonly settingsUrl: string | null;
  /** The relay reaches one organisation by itself; nobody signs in at Xero. */
  readonly customConnection: boolean;
}

/** Address of the wizard's page, or of something below it. */
export const wizardPath = (draft: Pick<Draft, 'id'>, rest = ''): string => `/connections/new/${draft.id}${rest}`;

type ButtonKind = 'primary' | 'quiet' | 'plain';

/** A form with one button. */
export const postButton = (action: string, formToken: Html, label: string, kind: ButtonKind = 'plain'): Html =>
  html`<form method="post" action="${action}">
    ${formToken}<button class="button ${kind === 'plain' ? '' : `button-${kind}`}">${label}</button>
  </form>`;

/** The same, to a step of the set-up. */
export const button = (
  { draft, formToken }: Pick<WizardView, 'draft' | 'formToken'>,
  action: string,
  label: string,
  kind: ButtonKind = 'plain',
): Html => postButton(wizardPath(draft, action), formToken, label, kind);

/** Whether nothing is sent before somebody chooses a plan. */
export const asksForPlan = ({ facts: { subscription } }: Pick<WizardView, 'facts'>): boolean =>
  subscription !== null && sendingHasStopped(subscription);

/** Whether a step has its tick. */
export const isDone = ({ steps }: Pick<WizardView, 'steps'>, key: string): boolean =>
  steps.find((step) => step.key === key)?.state === 'done';

/** Whether a solution is installed that is worked with; a version that is not served any more is as good as none. */
export const isSolutionServed = ({ facts: { solution } }: Pick<WizardView, 'facts'>): boolean =>
  solution?.installed != null && !isTooOld(solution.installed);
