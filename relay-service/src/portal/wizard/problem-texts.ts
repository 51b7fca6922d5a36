/** What went wrong in the wizard, in plain words: what happened, that nothing is lost, what to do. */
import type { DraftProblem } from '../../jobs/wizard/problem.ts';

export interface ProblemText {
  readonly text: string;
  /** Part of the page where it is mended; `signIn` is whichever of the two sign-ins it came from. */
  readonly step: 'signIn' | 'xero' | 'solution' | 'dynamics' | 'options' | 'create' | 'approval';
  /** It stands in the relay's own settings. */
  readonly ofRelay?: true;
}

const again = 'What you did so far is kept.';

export const problemTexts: Readonly<Record<DraftProblem, ProblemText>> = {
  declined: {
    step: 'signIn',
    text: `Access was not allowed, so nothing was connected. ${again} Click the connect button again when you are ready.`,
  },
  needsAdminApproval: {
    step: 'approval',
    text: 'Your company lets only administrators approve new apps. Send them the link that is ready for it; then go on here.',
  },
  unverifiedPublisher: {
    step: 'approval',
    text: 'Your company does not let people approve apps of publishers that Microsoft has not verified. An administrator can approve it for everybody with the link that is ready for it.',
  },
  conditionalAccess: {
    step: 'dynamics',
    text: 'A rule of your company (conditional access) stopped the sign-in: perhaps this device, network or sign-in method is not allowed. Try from a device that your company manages, or ask its IT.',
  },
  notAssigned: {
    step: 'dynamics',
    text: 'Your company has approved the app for certain people only, and you are not one of them. Ask its IT to assign you to "Stellarise Connector" in Entra ID.',
  },
  notInTenant: {
    step: 'dynamics',
    text: 'This Microsoft account does not belong to the company whose Dynamics it was meant for. Sign in with your work account there.',
  },
  noDynamics: {
    step: 'dynamics',
    text: 'The company of this account has no Dynamics 365 or Power Platform, so there is nothing to connect. Sign in with an account of the company that has.',
  },
  relayNotRegistered: {
    step: 'signIn',
    text: 'The sign-in does not know this relay: its application id or return address is not registered. Whoever runs the relay mends it with `npm run setup`.',
    ofRelay: true,
  },
  secretRefused: {
    step: 'signIn',
    text: "The sign-in refused the relay's own secret; it may have expired. Whoever runs the relay mends it with `npm run setup`.",
    ofRelay: true,
  },
  codeSpent: {
    step: 'signIn',
    text: `This sign-in was used already, perhaps in another tab or by going back. ${again} If the step below shows no tick, connect once more.`,
  },
  scopeRefused: {
    step: 'xero',
    text: 'The sign-in does not offer what the relay asks for. Whoever runs the relay compares the scopes with `npm run setup`.',
    ofRelay: true,
  },
  stateUnknown: {
    step: 'signIn',
    text: 'This sign-in was not begun here, or by somebody else. Nothing was connected. Begin it with the button on this page.',
  },
  tooLate: { step: 'signIn', text: `The sign-in took longer than an hour and is no longer valid. ${again} Connect once more.` },
  noOrganisation: {
    step: 'xero',
    text: 'No organisation was chosen at Xero. Connect again, choose the organisation there and click "Allow access".',
  },
  wrongOrganisationType: {
    step: 'xero',
    text: 'What was chosen at Xero is a practice, not an organisation with books. Connect again and choose the organisation that invoices are to go to.',
  },
  unreachable: { step: 'signIn', text: `The sign-in does not answer at this moment. ${again} Wait a minute and try again.` },
  otherOrganisation: {
    step: 'xero',
    text: 'Another organisation was chosen than the one that this connection belongs to; it was not connected.',
  },
  noEnvironment: {
    step: 'dynamics',
    text: 'This account can open no Dynamics 365 organisation: it may be disabled, outside of a security group, or only a partner’s delegated administrator. Sign in with an account that works in Dynamics.',
  },
  environmentNotAllowed: {
    step: 'dynamics',
    text: 'The address of the Dynamics organisation is not one that this relay may talk to. Whoever runs the relay can allow it (DATAVERSE_ALLOWED_HOSTS).',
  },
  environmentNotListed: {
    step: 'dynamics',
    text: 'That organisation is not on the list of this sign-in any more. Choose one of those below, or sign in again.',
  },
  solutionMissing: {
    step: 'solution',
    text: 'The solution is not installed in the chosen Dynamics organisation yet. Download it, import it there, then click "Create Connection" again.',
  },
  solutionTooOld: {
    step: 'solution',
    text: 'The chosen Dynamics organisation has a version of the solution that is not served any more. Download the newest one, import it there as an upgrade, then click "Create Connection" again.',
  },
  dynamicsForbidden: {
    step: 'create',
    text: 'Dynamics refused a part of the set-up, because the user who connected lacks a permission. The checklist names it; give it and click "Create Connection" again.',
  },
  dynamicsUnreachable: { step: 'create', text: `Dynamics did not answer as it should. ${again} Try again in a minute.` },
  xeroUnreachable: {
    step: 'create',
    text: `Xero did not answer as it should, so nothing half read was taken over. ${again} Try again in a minute.`,
  },
  stepsMissing: { step: 'create', text: 'Some steps above are not done yet; the checklist says which.' },
  belongsToAnother: {
    step: 'create',
    text: 'Another account of this portal has connected this already. Ask the owner of that connection for an invitation as manager.',
  },
  beingCreated: {
    step: 'create',
    text: 'This connection is being created at this moment, in another tab or by a colleague. Nothing was done twice: wait a minute, then look at this page again.',
  },
  sandboxNotConfirmed: { step: 'options', text: 'Type the name of the organisation to confirm that a sandbox may post to its real books.' },
  applicationUserForbidden: {
    step: 'dynamics',
    text: 'Dynamics did not let the user who signed in make an application user. Choose to work as that user, or sign in as a System Administrator of the environment.',
  },
  applicationRoleMissing: {
    step: 'solution',
    text: 'The role "Stellarise Connector Application User" is not in the chosen Dynamics organisation, so the application user could get none. Import the solution, or its newest version, then click "Create Connection" again.',
  },
  applicationUserDisabled: {
    step: 'dynamics',
    text: 'The application user "Stellarise Connector" is there, and somebody has disabled it. Enable it in the Power Platform admin center (Environments > Settings > Application users), or choose to work as the user who signed in.',
  },
  applicationTokenRefused: {
    step: 'dynamics',
    text: 'The application user is there, but Microsoft lets the relay not in as it yet: an administrator of your company may have to approve the app first. Try again in a minute, or choose to work as the user who signed in.',
  },
  other: {
    step: 'signIn',
    text: `The sign-in was refused for a reason that the relay does not know. ${again} Try again; if it stays like this, whoever runs the relay finds the reason in its log.`,
  },
};

/** Whether a code that stands in a draft is one of ours. */
export const isDraftProblem = (code: string): code is DraftProblem => Object.hasOwn(problemTexts, code);
