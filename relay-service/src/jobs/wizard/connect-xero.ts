/** Step one of the wizard: a person allows access at Xero and chooses the organisation. */
import { timeZoneOf } from '../../dataverse/time-zones.ts';
import type { ConsentSecrets } from '../../store/consents-begun.ts';
import { rememberConsent } from '../../store/consents-begun.ts';
import type { Draft } from '../../store/drafts.ts';
import { changeDraft } from '../../store/drafts.ts';
import { findConnectionById } from '../../store/connections.ts';
import { mayConnectTenant } from '../../store/members.ts';
import type { OpenAtXero } from '../../store/closings-at-xero.ts';
import { forgetUnused } from '../../store/unused-grants.ts';
import { xeroAuthority } from '../../tokens/authorities.ts';
import { customConnectionTokens } from '../../tokens/application-tokens.ts';
import { completeConsent } from '../../tokens/consent.ts';
import { keepGrant } from '../../tokens/keep-grant.ts';
import type { XeroConsent } from '../../tokens/xero-sign-in.ts';
import { beginXeroSignIn, completeXeroConsent } from '../../tokens/xero-sign-in.ts';
import { xeroClient } from '../../xero/client.ts';
import type { XeroConnection } from '../../xero/identity.ts';
import { authEventIdOf, listConnections, listTenants } from '../../xero/identity.ts';
import type { WireOrganisation } from '../../xero/read-organisation.ts';
import { leaveAtXero, leaveConsent } from '../leave-at-xero.ts';
import type { CallbackEnd, Step } from './complete-step.ts';
import { completeStep } from './complete-step.ts';
import type { DraftProblem } from './problem.ts';
import { problemOf } from './problem.ts';
import type { WizardServices } from './services.ts';

/** Where Xero sends the browser back to; one address for all that is asked of it. */
export const xeroRedirectUri = ({ config }: Pick<WizardServices, 'config'>): string => `${config.RELAY_PUBLIC_URL}/oauth/xero/callback`;

/** @returns where to send the browser, in the same tab */
export const beginXero = async (services: WizardServices, draft: Pick<Draft, 'id' | 'owner_id'>): Promise<string> => {
  const { url, ...secrets } = await beginXeroSignIn(services.config, xeroRedirectUri(services), true);
  const consent = { draftId: draft.id, ownerId: draft.owner_id, kind: 'xero' as const, secrets };
  await rememberConsent(services.ledger, consent);
  return url;
};

/** What a set-up has opened there: the organisation that was chosen, and those that can be. */
export const openedAtXero = ({ xero_connection_id: id, tenant_id: tenantId, answers }: Draft): readonly OpenAtXero[] => [
  ...(id === null || tenantId === null ? [] : [{ id, tenantId }]),
  ...answers.organisations.map((could) => ({ id: could.connectionId, tenantId: could.tenantId })),
];

/** The set-up has taken these organisations in place of what it had opened before. @param grantId the consent that it holds now */
const leaveFormer = async (
  services: WizardServices,
  draft: Draft,
  grantId: string,
  taken: readonly Pick<XeroConnection, 'tenantId'>[],
): Promise<void> => {
  const left = openedAtXero(draft).filter((each) => !taken.some(({ tenantId }) => tenantId === each.tenantId));
  await leaveAtXero(services, draft.xero_grant_id, left);
  if (draft.xero_grant_id !== grantId) await forgetUnused(services.ledger, [draft.xero_grant_id]);
};

const readOne = async (services: WizardServices, tenantId: string, accessToken: string): Promise<WireOrganisation> => {
  const client = xeroClient({
    apiUrl: services.config.XERO_API_URL,
    tenantId,
    ownOrganisation: services.config.XERO_CUSTOM_CONNECTION,
    accessToken: () => Promise.resolve(accessToken),
  });
  const answer = await client.request({ free: true, call: (api, id) => api.getOrganisations(id) });
  const [organisation] = answer['Organisations'] as readonly WireOrganisation[];
  if (!organisation) throw new Error('Xero names no organisation for this connection.');
  return organisation;
};

/** The connection that a draft gives its consent anew, where another organisation was chosen than the one it belongs to. */
const boundElsewhere = async (services: WizardServices, draft: Draft, tenantId: string) => {
  const bound = draft.reconnects === null ? undefined : await findConnectionById(services.ledger, draft.reconnects);
  return bound && bound.tenant_id.toLowerCase() !== tenantId.toLowerCase() ? bound : undefined;
};

/** Keeps the organisation that was chosen, with what it says of itself. */
export const keepOrganisation = async (
  services: WizardServices,
  draft: Draft,
  grantId: string,
  chosen: Pick<XeroConnection, 'id' | 'tenantId' | 'tenantName'>,
): Promise<DraftProblem | null> => {
  const accessToken = await services.tokens.xero(grantId);
  const said = await readOne(services, chosen.tenantId, accessToken);
  const bound = await boundElsewhere(services, draft, chosen.tenantId);
  // Xero gives its demo company a new id every 28 days; there are no books that could be mistaken.
  const replacedDemo = bound?.demo === 1 && said.IsDemoCompany ? bound.id : null;
  if (bound && replacedDemo === null) {
    // Reconnecting never points a connection at other books.
    await changeDraft(services.ledger, draft.id, { problem: 'otherOrganisation', answers: { refusedOrganisation: chosen.tenantName } });
    return 'otherOrganisation';
  }
  const { Name, CountryCode, BaseCurrency, IsDemoCompany, Timezone } = said;
  const timeZone = timeZoneOf(Timezone);
  const sameAsBefore = draft.tenant_id === chosen.tenantId;
  await changeDraft(services.ledger, draft.id, {
    xero_grant_id: grantId,
    xero_connection_id: chosen.id,
    tenant_id: chosen.tenantId,
    problem: null,
    // The organisation's zone is the default; a choice that was made stays.
    ...(draft.time_zone === null && timeZone !== null ? { time_zone: timeZone } : {}),
    answers: {
      organisation: { name: Name, country: CountryCode, currency: BaseCurrency, demo: IsDemoCompany, timeZone },
      organisations: [],
      refusedOrganisation: null,
      replacedDemo,
      ...(sameAsBefore ? {} : { sandboxConfirmed: false }),
    },
  });
  await leaveFormer(services, draft, grantId, [chosen]);
  return null;
};

type Tenants = Awaited<ReturnType<typeof listTenants>>;

const isOrganisation = ({ tenantType }: Tenants[number]): boolean => tenantType === 'ORGANISATION';

/** Keeps the organisation that a consent reaches; of several the person chooses next. */
const keepOneOf = async (services: WizardServices, draft: Draft, grantId: string, tenants: Tenants): Promise<DraftProblem | null> => {
  const organisations = tenants.filter(isOrganisation);
  const [first, ...more] = organisations;
  if (!first) return 'wrongOrganisationType';
  if (more.length === 0) return keepOrganisation(services, draft, grantId, first);
  await changeDraft(services.ledger, draft.id, {
    xero_grant_id: grantId,
    xero_connection_id: null,
    tenant_id: null,
    problem: null,
    answers: {
      organisation: null,
      organisations: organisations.map(({ tenantId, tenantName, id: connectionId }) => ({ tenantId, name: tenantName, connectionId })),
    },
  });
  await leaveFormer(services, draft, grantId, organisations);
  return null;
};

/** Keeps a consent that was just given, as far as the set-up takes what it reaches; the rest is closed again at Xero, whatever happened. */
export const keepConsent = async (
  services: WizardServices,
  draft: Draft,
  { tokens, person }: XeroConsent,
): Promise<DraftProblem | null> => {
  const tenants = await listTenants(services.config.XERO_API_URL, tokens.accessToken, authEventIdOf(tokens.accessToken) ?? undefined);
  const [any] = tenants;
  if (!any) return 'noOrganisation';
  const subject = (tenants.find(isOrganisation) ?? any).tenantId;
  const id = await keepGrant(services.ledger, { system: 'xero', subject, tenant: '', consentedBy: person }, tokens);
  let problem: DraftProblem | null;
  try {
    problem = await keepOneOf(services, draft, id, tenants);
  } catch (failure) {
    await leaveConsent(services, id, tenants);
    throw failure;
  }
  if (problem !== null) await leaveConsent(services, id, tenants);
  // Practices have no books.
  else
    await leaveAtXero(
      services,
      id,
      tenants.filter((tenant) => !isOrganisation(tenant)),
    );
  return problem;
};

/**
 * Connects the one organisation of a custom connection: nobody is sent to Xero, for whoever made it there has chosen already.
 * @returns what hindered it; the draft says it as well
 */
export const connectOwnOrganisation = async (services: WizardServices, draft: Draft): Promise<DraftProblem | null> => {
  const { config, ledger, log } = services;
  let problem: DraftProblem | null;
  try {
    const tokens = await customConnectionTokens(config);
    const [organisation] = await listConnections(config.XERO_API_URL, tokens.accessToken);
    if (!organisation) problem = 'noOrganisation';
    // No consent at Xero says that this person may: whoever looks after the organisation here does.
    else if (!(await mayConnectTenant(ledger, organisation.tenantId, draft.owner_id))) problem = 'belongsToAnother';
    else {
      const id = await keepGrant(ledger, { kind: 'application', system: 'xero', subject: organisation.tenantId, tenant: '' }, tokens);
      problem = await keepOrganisation(services, draft, id, organisation);
      if (problem !== null) await forgetUnused(ledger, [id]);
    }
  } catch (failure) {
    // No code was spent here: Xero does not take the app for a custom connection, or the organisation has taken it back.
    problem = (failure as { readonly error?: unknown }).error === 'invalid_grant' ? 'relayNotRegistered' : problemOf(failure);
    log.warn({ err: failure, draft: draft.id, problem }, 'the organisation of the custom connection could not be connected');
  }
  if (problem !== null) await changeDraft(ledger, draft.id, { problem });
  return problem;
};

const consentOf = async ({ config }: WizardServices, callbackUrl: string, secrets: ConsentSecrets): Promise<XeroConsent> =>
  secrets.nonce === null
    ? // A relay of the version before has sent the browser to Xero, and asked for no name.
      { tokens: await completeConsent(xeroAuthority(config), callbackUrl, secrets), person: null }
    : completeXeroConsent(config, callbackUrl, { ...secrets, nonce: secrets.nonce });

const redeem: Step['redeem'] = async (services, draft, query, secrets) =>
  keepConsent(services, draft, await consentOf(services, `${xeroRedirectUri(services)}?${query.toString()}`, secrets));

/** The browser is back from Xero. */
export const completeXero = (services: WizardServices, query: URLSearchParams, ownerId: string): Promise<CallbackEnd> =>
  completeStep(services, { kind: 'xero', problemAt: 'xero', redeem, failed: 'a consent at Xero was not completed' }, query, ownerId);
