/** Step three of the wizard: a person signs in at Microsoft, and chooses one of the environments that this opens. */
import { randomUUID } from 'node:crypto';
import { environmentAddress } from '../../core/environment-address.ts';
import { isGuid } from '../../core/guid.ts';
import { addressRule } from '../../dataverse/environment-client.ts';
import { discoverEnvironments } from '../../dataverse/discover-environments.ts';
import { noteAdminAnswer, newestAdminConsent, rememberConsent, findConsent, ADMIN_CONSENT_MS } from '../../store/consents-begun.ts';
import type { Draft } from '../../store/drafts.ts';
import { changeDraft } from '../../store/drafts.ts';
import { readGrant } from '../../store/grants.ts';
import { forgetUnused } from '../../store/unused-grants.ts';
import { entraAuthority } from '../../tokens/authorities.ts';
import { tokensForScope } from '../../tokens/consent.ts';
import { adminConsentUrl, beginEntraConsent, completeEntraConsent } from '../../tokens/entra-consent.ts';
import { keepGrant } from '../../tokens/keep-grant.ts';
import { dataverseScope } from '../../tokens/relay-tokens.ts';
import type { CallbackEnd, Step } from './complete-step.ts';
import { completeStep } from './complete-step.ts';
import type { DraftProblem } from './problem.ts';
import { problemOf } from './problem.ts';
import type { WizardServices } from './services.ts';

const redirectUri = ({ config }: WizardServices): string => `${config.RELAY_PUBLIC_URL}/oauth/entra/callback`;

/** @returns where to send the browser, in the same tab. Whoever is signed in at Microsoft already may choose another account */
export const beginEntra = async (services: WizardServices, draft: Pick<Draft, 'id' | 'owner_id'>): Promise<string> => {
  const { config, ledger } = services;
  const scope = dataverseScope(config.DATAVERSE_DISCOVERY_URL);
  const { url, ...secrets } = await beginEntraConsent(config, redirectUri(services), scope, { prompt: 'select_account' });
  await rememberConsent(ledger, { draftId: draft.id, ownerId: draft.owner_id, kind: 'entra', secrets });
  return url;
};

const redeem: Step['redeem'] = async (services, draft, query, secrets) => {
  const { config, ledger } = services;
  const consent = await completeEntraConsent(config, `${redirectUri(services)}?${query.toString()}`, {
    ...secrets,
    nonce: secrets.nonce ?? '',
  });
  const discoveryGrantId = await keepGrant(
    ledger,
    { system: 'entra', subject: config.DATAVERSE_DISCOVERY_URL, tenant: consent.tenant },
    consent,
  );
  const found = await discoverEnvironments(config.DATAVERSE_DISCOVERY_URL, consent.accessToken);
  const environments = found.flatMap(({ apiUrl, ...environment }) => {
    const address = environmentAddress(apiUrl, addressRule(config));
    return 'origin' in address && isGuid(environment.tenantId) ? [{ ...environment, origin: address.origin }] : [];
  });
  if (environments.length < found.length)
    services.log.warn({ draft: draft.id, found: found.length, allowed: environments.length }, 'environments outside of the allowed hosts');
  const problem = environments.length > 0 ? null : found.length > 0 ? ('environmentNotAllowed' as const) : ('noEnvironment' as const);
  await changeDraft(ledger, draft.id, {
    problem,
    entra_grant_id: null,
    environment_origin: null,
    flashed: false,
    answers: { environments, environment: null, discoveryGrantId, person: consent.person, entraTenant: consent.tenant },
  });
  await forgetUnused(ledger, [draft.entra_grant_id, draft.answers.discoveryGrantId]);
  return problem;
};

/** The browser is back from Microsoft. */
export const completeEntra = (services: WizardServices, query: URLSearchParams, ownerId: string): Promise<CallbackEnd> =>
  completeStep(
    services,
    { kind: 'entra', problemAt: 'dynamics', redeem, failed: 'a sign-in at Microsoft was not completed' },
    query,
    ownerId,
  );

/**
 * The person chooses an environment: its own token proves that it opens.
 * @param origin one of those that were listed; nobody types an address
 */
export const chooseEnvironment = async (services: WizardServices, draft: Draft, origin: string): Promise<DraftProblem | null> => {
  const { config, ledger, log } = services;
  const chosen = draft.answers.environments.find((environment) => environment.origin === origin);
  const discovery = draft.answers.discoveryGrantId === null ? undefined : await readGrant(ledger, draft.answers.discoveryGrantId);
  if (!chosen || !discovery) return 'environmentNotListed';
  if (!('origin' in environmentAddress(chosen.origin, addressRule(config)))) return 'environmentNotAllowed';
  try {
    const tokens = await tokensForScope(entraAuthority(config, chosen.tenantId), discovery.refreshToken, dataverseScope(chosen.origin));
    const grantId = await keepGrant(
      ledger,
      { system: 'entra', subject: chosen.origin, tenant: chosen.tenantId },
      { ...tokens, refreshToken: tokens.refreshToken ?? discovery.refreshToken },
    );
    await changeDraft(ledger, draft.id, {
      entra_grant_id: grantId,
      environment_origin: chosen.origin,
      flashed: false,
      problem: null,
      answers: { environment: chosen, ...(draft.environment_origin === chosen.origin ? {} : { sandboxConfirmed: false }) },
    });
    await forgetUnused(ledger, [draft.entra_grant_id]);
    return null;
  } catch (failure) {
    const problem = problemOf(failure);
    log.warn({ err: failure, draft: draft.id, problem }, 'no token could be had for an environment');
    await changeDraft(ledger, draft.id, { problem, answers: { problemAt: 'dynamics' } });
    return problem;
  }
};

const adminLink = ({ config }: WizardServices, draft: Draft, state: string): string =>
  adminConsentUrl(config, {
    tenant: draft.answers.entraTenant,
    redirectUri: `${config.RELAY_PUBLIC_URL}/oauth/entra/admin-consent`,
    state,
    scope: `${config.DATAVERSE_DISCOVERY_URL}/.default`,
  });

/** What an administrator answered last; null = nobody has. */
export type AdminAnswer = 'granted' | 'refused' | null;

/** The link with which IT approves for the whole company; the same one as long as it lives, for it may lie in a mail. */
export const adminApproval = async (
  services: WizardServices,
  draft: Draft,
): Promise<{ readonly link: string; readonly answer: AdminAnswer }> => {
  const { ledger } = services;
  const known = await newestAdminConsent(ledger, draft.id);
  if (known && ledger.now() - known.begunAt < ADMIN_CONSENT_MS / 2)
    return { link: adminLink(services, draft, known.state), answer: known.outcome };
  const state = randomUUID();
  const secrets = { state, codeVerifier: '', nonce: null };
  await rememberConsent(ledger, { draftId: draft.id, ownerId: draft.owner_id, kind: 'adminConsent', secrets });
  return { link: adminLink(services, draft, state), answer: null };
};

/**
 * IT has answered. Whoever opened the link need not have an account here, so nothing is believed but that the wizard may be tried again.
 * @returns the draft, where the state is one of ours
 */
export const adminAnswered = async (
  services: WizardServices,
  query: URLSearchParams,
): Promise<{ readonly draftId: string; readonly ownerId: string; readonly granted: boolean } | null> => {
  const { ledger } = services;
  const state = query.get('state') ?? '';
  const consent = state === '' ? undefined : await findConsent(ledger, state, 'adminConsent');
  if (!consent || ledger.now() - consent.begunAt > ADMIN_CONSENT_MS) return null;
  const granted = query.get('admin_consent')?.toLowerCase() === 'true' && query.get('error') === null;
  await noteAdminAnswer(ledger, state, granted ? 'granted' : 'refused');
  return { draftId: consent.draftId, ownerId: consent.ownerId, granted };
};
