/** Every page of the portal with what may stand on it, by its route: to be looked at by axe and by a person. */
import { limits } from '../../relay-service/src/portal/accounts/limits.ts';
import { countAttempt } from '../../relay-service/src/store/attempts.ts';
import { newestAdminConsent, noteAdminAnswer } from '../../relay-service/src/store/consents-begun.ts';
import { changeSubscription } from '../../relay-service/src/store/subscriptions.ts';
import type { SetUps } from './portal-set-ups.ts';
import { finishSetUp } from './portal-set-ups.ts';
import type { PortalWorld, Who } from './portal-world.ts';
import { ann, nobodysId } from './portal-world.ts';

export interface PortalPage {
  /** Unique; also the name of its pictures. */
  readonly name: string;
  /** Route that answers with it, as Fastify's table has it. */
  readonly route: string;
  readonly as: Who;
  /** Where it stands; where a form leads to it, where the form stands. */
  readonly at: (world: PortalWorld) => string | Promise<string>;
  /** Stands on it, so that no other page passes for it. */
  readonly says: string | RegExp;
  /** Sends this form. */
  readonly form?: { readonly to: (world: PortalWorld) => string; readonly fields: Readonly<Record<string, string>> };
  /** On the relay that serves one company. */
  readonly ownRelay?: true;
}

const plain = (route: string, says: string, as: Who = 'visitor', name = route.slice(5).replaceAll('/', '-') || 'start'): PortalPage => ({
  name,
  route,
  as,
  at: () => route.slice(4),
  says,
});

const accounts: readonly PortalPage[] = [
  plain('GET /', 'One click on an invoice'),
  plain('GET /register', 'No credit card is asked for'),
  {
    ...plain('GET /register', 'Enter your name'),
    name: 'register-wrong',
    route: 'POST /register',
    form: { to: () => '/register', fields: {} },
  },
  plain('GET /register/sent', 'We have sent you a mail'),
  plain('GET /forgot-password', 'Forgot the password?'),
  plain('GET /forgot-password/sent', 'If there is an account'),
  { ...plain('GET /set-password/:token', 'no longer good'), name: 'set-password-spent', at: () => '/set-password/spent-long-ago' },
  plain('GET /login', 'Log in'),
  {
    ...plain('POST /login', 'do not match an account'),
    name: 'login-wrong',
    at: () => '/login',
    form: { to: () => '/login', fields: { email: 'kim@coralbay.example', password: 'not the right one' } },
  },
  {
    ...plain('POST /login', 'Too many attempts'),
    name: 'too-many',
    at: async ({ stage }) => {
      for (let times = 0; times < limits.logInByAccount.most; times++)
        await countAttempt(stage.ledger, limits.logInByAccount, 'guessed@coralbay.example');
      return '/login';
    },
    form: { to: () => '/login', fields: { email: 'guessed@coralbay.example', password: 'guessed' } },
  },
  plain('GET /login/code', 'Code'),
  { ...plain('GET /login/code', 'Recovery code'), name: 'recovery-code', at: () => '/login/code?recovery=yes' },
  plain('GET /account', 'About you', 'owner'),
  plain('GET /account/password', 'Password so far', 'owner'),
  plain('GET /account/two-factor', 'authenticator app', 'owner'),
  { ...plain('GET /account/two-factor', 'The second step is on', 'viewer'), name: 'account-two-factor-on' },
  plain('GET /account/sessions', 'This browser', 'owner'),
  plain('GET /account/xero', 'Xero', 'owner'),
  { ...plain('GET /account/delete', 'no other owner', 'owner'), name: 'account-delete-blocked' },
  plain('GET /account/delete', 'Are you sure?', 'newcomer'),
  plain('GET /terms', 'Terms'),
  plain('GET /privacy', 'Privacy'),
  { ...plain('GET /*', 'This page is not here'), name: 'not-found', at: () => '/nothing/here' },
];

const set = (name: string, key: keyof SetUps, says: string | RegExp, rest = ''): PortalPage => ({
  name: `set-up-${name}`,
  route: 'GET /connections/new/:id',
  as: 'owner',
  at: ({ setUps }) => `/connections/new/${setUps[key]}${rest}`,
  says,
});

const wizard: readonly PortalPage[] = [
  plain('GET /connections/new', 'A connection joins', 'owner'),
  set('begun', 'begun', 'What is asked for at Xero'),
  set('many-organisations', 'manyOrganisations', 'Which one is this connection for?'),
  set('xero-connected', 'xeroConnected', 'Pacific/Auckland'),
  set('need-approval', 'needsApproval', 'Send them the link'),
  set('environments', 'environments', 'Choose your organisation'),
  set('long-list', 'longList', '12 in the list'),
  set('nothing-found', 'longList', 'No organisation is called', '?search=nowhere'),
  set('sandbox', 'sandbox', 'is a sandbox'),
  set('other-organisation', 'refusedOrganisation', 'Chosen was'),
  set('created', 'created', 'Confirm mappings'),
  set('again', 'again', 'Connecting again leaves this as it was chosen'),
  {
    ...set('all-set', 'created', 'You are all set'),
    at: async ({ stage, setUps }) => {
      await finishSetUp(stage, setUps);
      return `/connections/new/${setUps.created}`;
    },
  },
  {
    ...set('all-set-without-plan', 'created', 'One thing is left'),
    at: async ({ stage: { ledger, draft }, setUps: { created } }) => {
      await changeSubscription(ledger, (await draft(created)).tenant_id ?? '', (now) => ({ ...now, trialEndsAt: ledger.now() }));
      return `/connections/new/${created}`;
    },
  },
  { ...set('approval', 'needsApproval', 'Mail it to IT', '/approval'), route: 'GET /connections/new/:id/approval' },
  {
    ...set('approval-refused', 'needsApproval', 'The approval was refused'),
    route: 'GET /connections/new/:id/approval',
    at: async ({ stage, setUps: { needsApproval } }) => {
      await noteAdminAnswer(stage.ledger, (await newestAdminConsent(stage.ledger, needsApproval))?.state ?? '', 'refused');
      return `/connections/new/${needsApproval}/approval`;
    },
  },
  {
    ...set('approval-granted', 'approved', 'An administrator has approved'),
    route: 'GET /connections/new/:id/approval',
    at: async ({ stage, setUps, portal, sessions }) => {
      const path = `/connections/new/${setUps.approved}/approval`;
      // Looking at the page makes the link that IT answers.
      await portal.app.inject({ url: path, cookies: { stl3_session: sessions.owner } });
      const begun = await newestAdminConsent(stage.ledger, setUps.approved);
      await noteAdminAnswer(stage.ledger, begun?.state ?? '', 'granted');
      return path;
    },
  },
  { ...plain('GET /approved', 'Thank you'), at: () => '/approved?outcome=granted' },
  { ...plain('GET /approved', 'Nothing was changed'), name: 'not-approved' },
  {
    ...set('broken', 'broken', 'Something went wrong on our side'),
    name: 'unexpected',
    as: 'viewer',
  },
];

type ConnectionKey = keyof PortalWorld['connections'];
const of = (key: ConnectionKey, says: string | RegExp, place = '', as: Who = 'owner', name?: string): PortalPage => ({
  name: name ?? `connection-${key}${place.replaceAll(/\W+/g, '-')}`,
  route: `GET /connections/:id${place.replace(/\?.*/, '')}`,
  as,
  at: ({ connections }) => `/connections/${connections[key].id}${place}`,
  says,
});

const connections: readonly PortalPage[] = [
  plain('GET /connections', 'Demo company', 'owner'),
  { ...plain('GET /connections', 'No connection yet', 'newcomer'), name: 'connections-none' },
  of('working', 'Documents sent in 30 days'),
  of('working', 'Documents sent in 30 days', '', 'viewer', 'connection-as-viewer'),
  of('demo', 'Xero’s demo company'),
  of('troubled', 'Connect to Xero again'),
  of('paused', 'Paused'),
  of('over', 'Trial over'),
  of('fresh', 'Nothing was sent yet'),
  of('ended', 'Disconnected'),
  {
    ...of('working', 'Works in Dynamics as its own application user', '/checklist', 'owner', 'connection-checklist'),
    at: async ({ stage, setUps }) => `/connections/${(await stage.draft(setUps.created)).connection_id ?? ''}/checklist`,
  },
  of('working', 'Connect to Dynamics', '/checklist', 'owner', 'connection-checklist-unreachable'),
  of('working', 'Export as CSV', '/activity'),
  of('working', 'By cause, this week', '/activity?state=refused'),
  of('fresh', 'Nothing here', '/activity'),
  of('working', 'Invite a colleague', '/members'),
  of('working', 'Leave this connection', '/members', 'viewer', 'connection-members-as-viewer'),
  {
    ...of('working', 'Enter an e-mail address', '/members'),
    name: 'connection-members-wrong',
    route: 'POST /connections/:id/members',
    form: { to: ({ connections: { working } }) => `/connections/${working.id}/members`, fields: { email: 'nobody', role: 'viewer' } },
  },
  of('working', 'sent refused requests again', '/audit'),
  of('fresh', 'Nothing yet', '/audit'),
  of('working', 'The free trial runs until', '/subscription'),
  of('over', 'Sending has stopped', '/subscription'),
  of('demo', 'demo company costs nothing', '/subscription'),
  of('ended', 'both are needed', '/subscription'),
  of('fresh', 'The free trial starts with', '/subscription'),
  of('paused', 'The plan Business runs', '/subscription'),
  of('troubled', 'Stripe charges for 2 plans', '/subscription'),
  of('unpaid', 'is not paid', '/subscription'),
  of('working', 'The free trial runs until', '/subscription', 'viewer', 'connection-subscription-as-viewer'),
  of('working', 'Pause sending', '/options'),
  of('paused', 'Resume sending', '/options'),
  of('working', 'Mails to you', '/options', 'viewer', 'connection-options-as-viewer'),
  of('working', 'Disconnect now', '/disconnect'),
  {
    ...of('ended', 'This page is not here'),
    name: 'not-yours',
    at: () => `/connections/${nobodysId()}`,
  },
  {
    ...of('demo', 'something is left for you', '/disconnect'),
    name: 'connection-disconnected',
    route: 'POST /connections/:id/disconnect',
    form: { to: ({ connections: { demo } }) => `/connections/${demo.id}/disconnect`, fields: {} },
  },
  of('demo', '3 things for a person to do', '', 'owner', 'connection-disconnected-overview'),
  { ...plain('GET /connections', 'Disconnecting has left something to do', 'owner'), name: 'connections-something-left' },
];

const invitation = (name: string, as: Who, says: string, email: string): PortalPage => ({
  name: `invitation-${name}`,
  route: 'GET /invitations/:token',
  as,
  at: ({ invitationOf }) => invitationOf(email),
  says,
});

const others: readonly PortalPage[] = [
  invitation('newcomer', 'visitor', 'Password', 'somebody@coralbay.example'),
  invitation('member', 'viewer', 'Join', ann.email),
  invitation('other', 'owner', 'You are logged in as', 'third@coralbay.example'),
  { ...invitation('gone', 'visitor', 'no longer open', ''), at: () => '/invitations/spent' },
  { ...plain('GET /', 'Do you run this relay?'), name: 'own-relay-start', ownRelay: true },
  { ...plain('GET /connections', 'Do you run this relay?', 'newcomer'), name: 'own-relay-connections-none', ownRelay: true },
  { ...plain('GET /account', 'Set up this relay', 'owner'), name: 'own-relay-account', ownRelay: true },
  { ...plain('GET /setup', 'Copy these values', 'owner'), ownRelay: true },
  {
    ...plain('POST /setup/try', 'Works', 'owner'),
    name: 'setup-tried',
    at: () => '/setup',
    form: { to: () => '/setup/try', fields: { tenant: 'coralbay.example' } },
    ownRelay: true,
  },
  { ...set('own-relay-all-set', 'created', 'You are all set'), ownRelay: true },
  { ...of('working', 'run by your own company', '/subscription'), name: 'connection-own-relay-subscription', ownRelay: true },
];

/** In an order in which none spoils the next. */
export const portalPages: readonly PortalPage[] = [...accounts, ...wizard, ...connections, ...others];

/** Routes that answer with no page of their own, and what they do instead. A form that is entered wrong may show its page again: that page is listed above, or walked to by `walk-accounts.ts`. */
export const notPages: Readonly<Record<string, string>> = {
  'GET /health/live': 'JSON',
  'GET /health/ready': 'JSON',
  'GET /solution.zip': 'a file',
  'GET /assets/*': 'style, scripts and pictures',
  'GET /connections/new/:id/checklist': 'a part of the page of the set-up',
  'GET /connections/new/:id/plan': 'leads back to the set-up',
  'GET /connections/new/:id/settings': 'leads back to the set-up',
  'GET /connections/:id/checklist/parts': 'a part of the page of the checklist',
  'GET /connections/:id/activity.csv': 'a file',
  'GET /oauth/xero/callback': 'leads on',
  'GET /oauth/entra/callback': 'leads on',
  'GET /oauth/entra/admin-consent': 'leads on',
};
