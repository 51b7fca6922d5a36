/** Every subject of the portal with its pages, in the order in which a person meets them. */
import type { FastifyInstance } from 'fastify';
import { changePasswordPages } from './accounts/change-password.ts';
import { deleteAccountPages } from './accounts/delete-account.ts';
import { joinXeroPages } from './accounts/join-xero.ts';
import { legalPages } from './accounts/legal.ts';
import { logInPages } from './accounts/log-in.ts';
import { registerPages } from './accounts/register.ts';
import { sessionPages } from './accounts/sessions.ts';
import { setPasswordPages } from './accounts/set-password.ts';
import { settingsPages } from './accounts/settings.ts';
import { xeroSignInPages } from './accounts/sign-in-with-xero.ts';
import { twoFactorPages } from './accounts/two-factor.ts';
import { homePages } from './home.ts';
import { activityPages } from './connection/activity.ts';
import { auditPage } from './connection/audit.ts';
import { checklistPages } from './connection/checklist.ts';
import { disconnectPages } from './connection/disconnect.ts';
import { choosePlan } from './connection/choose-plan.ts';
import { optionsPages } from './connection/options.ts';
import { overviewPage } from './connection/overview.ts';
import { subscriptionPage } from './connection/subscription.ts';
import { runAsPages } from './connection/run-as.ts';
import { setupPages } from './setup.ts';
import { invitationPages } from './members/invitations.ts';
import { memberPages } from './members/members.ts';
import { transferPages } from './members/transfer.ts';
import type { PortalServices } from './services.ts';
import { oauthCallbacks } from './wizard/callbacks.ts';
import { wizardPages } from './wizard/wizard.ts';

/** Adds the pages of one subject. */
export type AddPages = (app: FastifyInstance, services: PortalServices) => void;

export const pages: readonly AddPages[] = [
  homePages,
  registerPages,
  setPasswordPages,
  logInPages,
  xeroSignInPages,
  settingsPages,
  joinXeroPages,
  changePasswordPages,
  twoFactorPages,
  sessionPages,
  deleteAccountPages,
  memberPages,
  invitationPages,
  transferPages,
  wizardPages,
  oauthCallbacks,
  legalPages,
  overviewPage,
  checklistPages,
  activityPages,
  auditPage,
  subscriptionPage,
  choosePlan,
  optionsPages,
  disconnectPages,
  runAsPages,
  setupPages,
];
