/** What a stranger who is logged in as somebody else gets from each route that takes an id: the table of the test with two tenants. */

/** Ids of the tenant that is tried to be reached, and of the stranger's own connection. */
export interface Ids {
  readonly connection: string;
  readonly environment: string;
  readonly draft: string;
  /** The draft that a connection was made of. */
  readonly createdDraft: string;
  readonly invitation: string;
  readonly invitationToken: string;
  readonly account: string;
  readonly session: string;
  readonly request: string;
  /** `state` of a sign-in that was begun. */
  readonly state: string;
  readonly own: string;
}

export interface Attempt {
  readonly url: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** Absent: 404. */
  readonly answers?: { readonly status: number; readonly location?: string; readonly why: string };
}

/** Routes without any id of somebody, by what they are about. */
const withoutId: readonly string[] = [
  'GET /',
  'GET /*',
  'GET /assets/*',
  'GET /health/live',
  'GET /health/ready',
  'GET /solution.zip',
  'POST /hooks/xero',
  'POST /hooks/stripe',
  'GET /register',
  'POST /register',
  'GET /register/sent',
  'GET /forgot-password',
  'POST /forgot-password',
  'GET /forgot-password/sent',
  'GET /login',
  'POST /login',
  'GET /login/code',
  'POST /login/code',
  'POST /logout',
  'GET /account',
  'POST /account',
  'GET /account/password',
  'POST /account/password',
  'POST /account/password/link',
  'GET /account/two-factor',
  'POST /account/two-factor/start',
  'POST /account/two-factor/confirm',
  'POST /account/two-factor/codes',
  'POST /account/two-factor/off',
  'GET /account/sessions',
  'GET /account/xero',
  'POST /account/xero/leave',
  'POST /oauth/xero/sign-in',
  'GET /account/delete',
  'POST /account/delete',
  'GET /connections',
  'GET /connections/new',
  'POST /connections/new',
  'GET /approved',
  'GET /terms',
  'GET /privacy',
  'GET /setup',
  'POST /setup/try',
];

const drafts = ['', '/checklist', '/approval', '/plan', '/settings'];
const draftForms = [
  '/xero',
  '/organisation',
  '/dynamics',
  '/run-as',
  '/environment',
  '/options',
  '/create',
  '/ping',
  '/read-again',
  '/confirm',
  '/close',
  '/plan',
  '/settings',
  '/discard',
];
const connections = [
  '',
  '/checklist',
  '/checklist/parts',
  '/activity',
  '/activity.csv',
  '/members',
  '/audit',
  '/subscription',
  '/options',
  '/disconnect',
];
const connectionForms = [
  '/checklist/ping',
  '/checklist/read-again',
  '/checklist/confirm',
  '/send-again',
  '/members',
  '/members/role',
  '/members/withdraw',
  '/subscription',
  '/subscription/manage',
  '/rename',
  '/pause',
  '/resume',
  '/mails',
  '/reconnect',
  '/transfer',
  '/run-as-application',
  '/run-as-person',
  '/disconnect',
  '/disconnect/done',
];

/** Valid in every form that takes them, so that nothing but whose they are is refused. */
const fieldsOf = ({ account, invitation, request }: Ids): Readonly<Record<string, string>> => ({
  account,
  cause: '',
  email: 'intruder@elsewhere.example',
  invitation,
  name: 'Mine now',
  notify: 'yes',
  plan: 'group',
  request,
  role: 'owner',
  runAs: 'person',
  timeZone: 'UTC',
});

const onDrafts = ({ draft, createdDraft }: Ids, rest: string): Attempt[] =>
  [draft, createdDraft].map((id) => ({ url: `/connections/new/${id}${rest}` }));

const back = (own: string, rest: string) => ({ status: 303, location: `/connections/${own}${rest}` });

/** Addresses of one's own that are given an id of somebody else. */
const onOwn = (ids: Ids): Readonly<Record<string, Attempt>> => ({
  'POST /connections/:id/send-again': {
    url: `/connections/${ids.own}/send-again`,
    fields: { request: ids.request },
    answers: { ...back(ids.own, '/activity?state=refused'), why: 'there is no such request of this connection' },
  },
  'POST /connections/:id/members/role': {
    url: `/connections/${ids.own}/members/role`,
    fields: { account: ids.account, role: 'owner' },
    answers: { ...back(ids.own, '/members'), why: 'who is no member is made none' },
  },
  'POST /connections/:id/members/withdraw': {
    url: `/connections/${ids.own}/members/withdraw`,
    fields: { invitation: ids.invitation },
    answers: { ...back(ids.own, '/members'), why: 'withdraws among its own alone' },
  },
});

/** Routes whose id is a secret that whoever holds it may use, or that a system sends and not a person. */
const byOwnRule = (ids: Ids): Readonly<Record<string, readonly Attempt[]>> => {
  const begin = { status: 303, location: '/connections/new', why: 'a sign-in of somebody else is as good as none' };
  return {
    'POST /hooks/dataverse/:environmentId': [
      { url: `/hooks/dataverse/${ids.environment}`, answers: { status: 401, why: "the environment's key is the proof" } },
    ],
    'GET /invitations/:token': [
      {
        url: `/invitations/${ids.invitationToken}`,
        answers: { status: 200, why: 'the link came by mail, and the page says for whom it is' },
      },
      { url: `/invitations/${ids.invitation}`, answers: { status: 410, why: 'its id is no link' } },
    ],
    'POST /invitations/:token': [
      { url: `/invitations/${ids.invitationToken}`, answers: { status: 409, why: 'only the account of its address takes it up' } },
    ],
    'GET /set-password/:token': [{ url: `/set-password/${ids.account}`, answers: { status: 410, why: 'an account’s id is no link' } }],
    'POST /set-password/:token': [{ url: `/set-password/${ids.account}`, answers: { status: 410, why: 'an account’s id is no link' } }],
    'POST /account/sessions/end': [
      {
        url: '/account/sessions/end',
        fields: { id: ids.session },
        answers: { status: 303, location: '/account/sessions', why: 'ends among its own alone' },
      },
    ],
    'GET /oauth/xero/callback': [{ url: `/oauth/xero/callback?code=code&state=${ids.state}`, answers: begin }],
    'GET /oauth/entra/callback': [{ url: `/oauth/entra/callback?code=code&state=${ids.state}`, answers: begin }],
    'GET /oauth/entra/admin-consent': [
      {
        url: `/oauth/entra/admin-consent?admin_consent=True&state=${ids.state}`,
        answers: { status: 303, location: '/approved?outcome=unknown', why: 'a state of another kind of sign-in is none' },
      },
    ],
  };
};

/** Every route with what is tried there; empty for one that takes no id. */
export const attemptsOf = (ids: Ids): ReadonlyMap<string, readonly Attempt[]> => {
  const fields = fieldsOf(ids);
  const own = onOwn(ids);
  return new Map<string, readonly Attempt[]>([
    ...withoutId.map((route) => [route, []] as const),
    ...drafts.map((rest) => [`GET /connections/new/:id${rest}`, onDrafts(ids, rest)] as const),
    ...draftForms.map(
      (rest) => [`POST /connections/new/:id${rest}`, onDrafts(ids, rest).map((attempt) => ({ ...attempt, fields }))] as const,
    ),
    ...connections.map((rest) => [`GET /connections/:id${rest}`, [{ url: `/connections/${ids.connection}${rest}` }]] as const),
    ...connectionForms.map((rest) => {
      const route = `POST /connections/:id${rest}`;
      return [route, [{ url: `/connections/${ids.connection}${rest}`, fields }, ...[own[route] ?? []].flat()]] as const;
    }),
    ...Object.entries(byOwnRule(ids)),
  ]);
};
