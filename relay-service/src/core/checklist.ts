/** The checklist beside the wizard: from what was found out, each step with its tick, or a tip that says what to do and where. */
import type { ChecklistStep } from './checklist-step.ts';
import { done, open } from './checklist-step.ts';
import { isOlder, isTooOld, oldestServed } from './installed-solution.ts';
import type { PermissionCheck } from './permissions.ts';
import { planStep } from './plan-step.ts';
import type { SubscriptionState } from './subscription.ts';

export type { ChecklistStep, TipPlace } from './checklist-step.ts';

/** What was found out; null = not known yet, because an earlier step is missing or the question failed. */
export interface ChecklistFacts {
  readonly xero: 'none' | 'connected' | 'reconnect' | 'removed' | 'unreachable';
  readonly organisation: { readonly name: string; readonly demo: boolean } | null;
  readonly dynamics: 'none' | 'notChosen' | 'connected' | 'reconnect' | 'forbidden' | 'unreachable';
  /** `sandbox` is null where nobody knows any more. */
  readonly environment: { readonly name: string; readonly origin: string; readonly sandbox: boolean | null } | null;
  /** How the connector works in Dynamics. */
  readonly runsAs: 'application' | 'person' | null;
  readonly person: string | null;
  /** Version in the environment, null where it is not installed; absent while nobody could look. */
  readonly solution: { readonly installed: string | null; readonly newest: string } | null;
  readonly permissions: readonly PermissionCheck[] | null;
  /** Of the organisation; null on a relay that a company runs itself, where there is no plan to choose. */
  readonly subscription: SubscriptionState | null;
  /** What this set-up asks for; what connecting again leaves as it is, it does not. */
  readonly asks: { readonly plan: boolean; readonly timeZone: boolean };
  readonly plan: string | null;
  readonly timeZone: string | null;
  readonly sandboxConfirmed: boolean;
  readonly created: boolean;
  readonly webhook: 'heard' | 'waiting' | 'silent' | 'poll' | null;
  readonly referenceData: { readonly accounts: number; readonly taxTypes: number; readonly problem: string | null } | null;
  readonly mappingsConfirmed: boolean | null;
}

const xeroStep = ({ xero, organisation }: ChecklistFacts): ChecklistStep => {
  switch (xero) {
    case 'connected':
      return done('xero', organisation ? `Connected to Xero: ${organisation.name}` : 'Connected to Xero');
    case 'reconnect':
      return open(
        'xero',
        'Connect to Xero',
        "Xero's permission has ended. Connect to Xero again with the same organisation.",
        'connectXero',
      );
    case 'removed':
      return open(
        'xero',
        'Connect to Xero',
        'Somebody removed Stellarise Connector in Xero (Settings > Connected apps). Connect to Xero again.',
        'connectXero',
      );
    case 'unreachable':
      return open('xero', 'Connect to Xero', 'Xero does not answer at this moment. This is looked at again by itself.', null, 'waiting');
    case 'none':
      return open('xero', 'Connect to Xero', 'Click "Connect to Xero", choose the organisation there and allow access.', 'connectXero');
  }
};

const dynamicsStep = ({ dynamics, environment }: ChecklistFacts): ChecklistStep => {
  const title = 'Connect to Dynamics';
  switch (dynamics) {
    case 'connected':
      return done('dynamics', environment ? `Connected to Dynamics: ${environment.name}` : 'Connected to Dynamics');
    case 'notChosen':
      return open('dynamics', title, 'You are signed in. Now choose your organisation from the list.', 'chooseEnvironment');
    case 'reconnect':
      return open('dynamics', title, "Microsoft's permission has ended: sign in again with Connect to Dynamics.", 'connectDynamics');
    case 'forbidden':
      return open(
        'dynamics',
        title,
        'The user who connected may not open this environment any more (disabled, or without a licence or role). Give the user access, or connect with another one.',
        'connectDynamics',
      );
    case 'unreachable':
      return open('dynamics', title, 'Dynamics does not answer at this moment. This is looked at again by itself.', null, 'waiting');
    case 'none':
      return open('dynamics', title, 'Click "Connect to Dynamics", sign in, and choose your organisation.', 'connectDynamics');
  }
};

const runsAsStep = ({ runsAs, person, dynamics, created }: ChecklistFacts): ChecklistStep | null => {
  if (dynamics !== 'connected' || runsAs === null) return null;
  const own = 'Works in Dynamics as its own application user';
  if (runsAs === 'application')
    return created
      ? done('runsAs', own)
      : open('runsAs', own, 'The application user is made, with its role, when the connection is created.', null, 'waiting');
  return done('runsAs', `Works in Dynamics as ${person ?? 'the user who connected'}, until the next sign-in is asked for`);
};

const solutionStep = ({ solution }: ChecklistFacts): ChecklistStep => {
  if (solution === null) return open('solution', 'Solution installed', 'This is looked at once Dynamics is connected.', null, 'waiting');
  const { installed, newest } = solution;
  if (installed === null)
    return open(
      'solution',
      'Solution installed',
      'The solution is not in this environment yet. Download it and import it in Dynamics.',
      'solution',
    );
  if (isTooOld(installed))
    return open(
      'solution',
      `Solution installed: version ${installed}`,
      `Version ${installed} is not served any more, so nothing is sent; ${oldestServed()} or newer is needed. Download the newest solution and import it in Dynamics as an upgrade.`,
      'solution',
    );
  if (isOlder(installed, newest))
    return open(
      'solution',
      `Solution installed: version ${installed}`,
      `Version ${newest} is available. It works as it is; import the new file over it when it suits you.`,
      'solution',
      'warning',
    );
  return done('solution', `Solution installed: version ${installed}`);
};

const permissionStep = ({ title, guideLine, missing, narrow }: PermissionCheck, index: number): ChecklistStep => {
  const key = `permission-${String(guideLine ?? `further-${String(index)}`)}`;
  const shown = guideLine === null ? title : `${String(guideLine)}. ${title}`;
  const role = 'Give the user the role "Stellarise Connector Application User" in Dynamics';
  if (missing.length > 0) return open(key, shown, `Missing: ${missing.join(', ')}. ${role}.`, 'users');
  if (narrow.length > 0)
    return open(
      key,
      shown,
      `Held for a part of the organisation only: ${narrow.join(', ')}. ${role}, so that every invoice is reached.`,
      'users',
      'warning',
    );
  return done(key, shown);
};

const permissionSteps = ({ permissions, solution }: ChecklistFacts): readonly ChecklistStep[] => {
  if (permissions === null || solution?.installed == null)
    return [
      open(
        'permissions',
        'Permissions of the Dynamics user',
        'These are looked at, one by one, once Dynamics is connected and the solution is installed.',
        null,
        'waiting',
      ),
    ];
  return permissions.map(permissionStep);
};

const timeZoneStep = ({ asks, timeZone, created }: ChecklistFacts): ChecklistStep => {
  const [key, title] = ['timeZone', 'Time zone'];
  if (timeZone !== null) return done(key, `${title}: ${timeZone}`);
  if (created && asks.timeZone)
    return open(
      key,
      `${title}: UTC`,
      'None is chosen, so a day begins in universal time for your invoices. Choose yours in the settings in Dynamics.',
      'settings',
      'warning',
    );
  return asks.timeZone
    ? open(key, title, 'Choose the time zone in which a day begins for your invoices.', 'options')
    : open(key, title, 'It stays as it was chosen; it is shown here once Dynamics is connected.', null, 'waiting');
};

const surroundingsStep = ({ organisation, environment, sandboxConfirmed }: ChecklistFacts): ChecklistStep | null => {
  if (!organisation || environment?.sandbox == null) return null;
  const key = 'surroundings';
  if (environment.sandbox && !organisation.demo)
    return sandboxConfirmed
      ? done(key, `A sandbox with real books: confirmed for ${organisation.name}`)
      : open(
          key,
          'A sandbox with real books',
          `${environment.name} is a sandbox, and ${organisation.name} is a real organisation: what is tried out in the one is posted in the other. Type the organisation's name to confirm, or choose Xero's demo company.`,
          'options',
        );
  if (!environment.sandbox && organisation.demo)
    return open(
      key,
      'Production with the demo company',
      `${organisation.name} is Xero's demo company: good for trying out, and reset by Xero every 28 days.`,
      null,
      'warning',
    );
  return done(key, organisation.demo ? 'A sandbox with the demo company' : 'Production with real books');
};

const createdStep = ({ created }: ChecklistFacts): ChecklistStep =>
  created
    ? done('created', 'Connection created')
    : open('created', 'Create the connection', 'Once the steps above are done, click "Create Connection".', 'create');

const webhookStep = ({ webhook }: ChecklistFacts): ChecklistStep => {
  const title = 'Notices from Dynamics';
  switch (webhook) {
    case 'heard':
      return done('webhook', `${title}: webhook registered, test ping received`);
    case 'poll':
      return open(
        'webhook',
        `${title}: running on poll`,
        'The user who connected may not register a webhook, so Dynamics is asked every few seconds instead. Clicks take a little longer. A System Administrator or System Customizer who connects again makes it quicker.',
        'connectDynamics',
        'warning',
      );
    case 'silent':
      return open(
        'webhook',
        title,
        'The webhook is registered, but its test ping has not arrived. Dynamics must reach this relay from the internet by https; until it does, Dynamics is asked every minute.',
        'ping',
        'warning',
      );
    case 'waiting':
      return open('webhook', title, 'The webhook is registered; its test ping is on its way.', null, 'waiting');
    case null:
      return open('webhook', title, 'The webhook is registered when the connection is created.', null, 'waiting');
  }
};

const NOT_SEEN = 'This is looked at again once Dynamics answers.';

const referenceStep = ({ referenceData, created }: ChecklistFacts): ChecklistStep => {
  const title = 'Accounts and tax types';
  if (referenceData === null)
    return open('referenceData', title, created ? NOT_SEEN : 'They are read from Xero when the connection is created.', null, 'waiting');
  if (referenceData.problem !== null)
    return open(
      'referenceData',
      title,
      'They could not be read from Xero the last time; nothing was changed. Try again.',
      'readAgain',
      'warning',
    );
  if (referenceData.accounts === 0 || referenceData.taxTypes === 0)
    return open('referenceData', title, 'Dynamics has none of this organisation yet. Read them from Xero.', 'readAgain');
  return done('referenceData', `${title}: ${String(referenceData.accounts)} accounts, ${String(referenceData.taxTypes)} tax types`);
};

const mappingsStep = ({ mappingsConfirmed, created }: ChecklistFacts): ChecklistStep => {
  if (mappingsConfirmed === true) return done('mappings', 'Mappings confirmed');
  if (mappingsConfirmed === null)
    return open(
      'mappings',
      'Mappings confirmed',
      created ? NOT_SEEN : 'Accounts and tax types are proposed when the connection is created.',
      null,
      'waiting',
    );
  return open(
    'mappings',
    'Mappings confirmed',
    'Look at the proposed accounts and tax types in the settings in Dynamics, then confirm them. Nothing is sent before.',
    'confirmMappings',
  );
};

/** Every step in the guide's order. */
export const checklistOf = (facts: ChecklistFacts): readonly ChecklistStep[] =>
  [
    xeroStep(facts),
    solutionStep(facts),
    dynamicsStep(facts),
    runsAsStep(facts),
    ...permissionSteps(facts),
    planStep(facts),
    timeZoneStep(facts),
    surroundingsStep(facts),
    createdStep(facts),
    webhookStep(facts),
    referenceStep(facts),
    mappingsStep(facts),
  ].filter((step) => step !== null);

/** Whether every required step is done; a warning works as it is. */
export const isComplete = (steps: readonly ChecklistStep[]): boolean => steps.every(({ state }) => state === 'done' || state === 'warning');
