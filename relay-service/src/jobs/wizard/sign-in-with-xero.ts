/**
 * Signing in with Xero, before anybody is logged in here. A sign-in belongs to the browser that began it, so that nobody can be logged in
 * to a stranger's account by a link; signing up brings access to an organisation in the same step.
 */
import type { ConsentBegun } from '../../store/consents-begun.ts';
import { findConsent, rememberConsent } from '../../store/consents-begun.ts';
import type { Draft } from '../../store/drafts.ts';
import { beginDraft, changeDraft, findDraft, openDrafts } from '../../store/drafts.ts';
import type { Tokens } from '../../tokens/broker.ts';
import type { XeroIdentity, XeroSignIn } from '../../tokens/xero-sign-in.ts';
import { XeroIdentityIncomplete, beginXeroSignIn, completeXeroSignIn, revokeAtXero, wordsOf } from '../../tokens/xero-sign-in.ts';
import { authEventIdOf, listTenants } from '../../xero/identity.ts';
import { closeUnused, revokeIfLast } from '../close-at-xero.ts';
import { keepConsent, xeroRedirectUri } from './connect-xero.ts';
import type { DraftProblem } from './problem.ts';
import { problemOf } from './problem.ts';
import type { WizardServices } from './services.ts';
import { takeCallback } from './take-callback.ts';

/** register: an account and a connection in one step; logIn: an account that is known; join: the account that is logged in. */
export type XeroPurpose = 'register' | 'logIn' | 'join';

const kinds = { register: 'xeroRegister', logIn: 'xeroLogIn', join: 'xeroJoin' } as const satisfies Record<
  XeroPurpose,
  ConsentBegun['kind']
>;
const purposes: readonly XeroPurpose[] = ['register', 'logIn', 'join'];

/**
 * @param owner of the sign-in: the browser, or for joining the account
 * @param next page of ours that the person wanted to see
 * @returns where to send the browser, in the same tab
 */
export const beginSignIn = async (services: WizardServices, purpose: XeroPurpose, owner: string, next = '/'): Promise<string> => {
  const { url, ...secrets } = await beginXeroSignIn(services.config, xeroRedirectUri(services), purpose === 'register');
  await rememberConsent(services.ledger, { draftId: '', ownerId: owner, kind: kinds[purpose], secrets: { ...secrets, next } });
  return url;
};

/** What a state was made for; null where it belongs to the wizard or to nobody. */
export const purposeOf = async ({ ledger }: Pick<WizardServices, 'ledger'>, state: string): Promise<XeroPurpose | null> => {
  const consent = state === '' ? undefined : await findConsent(ledger, state, ...Object.values(kinds));
  return purposes.find((purpose) => kinds[purpose] === consent?.kind) ?? null;
};

export type SignInEnd =
  { readonly identity: XeroIdentity; readonly tokens: Tokens; readonly next: string } | { readonly problem: DraftProblem | 'noAddress' };

/** The browser is back from Xero. */
export const completeSignIn = async (
  services: WizardServices,
  purpose: XeroPurpose,
  query: URLSearchParams,
  owner: string,
): Promise<SignInEnd> => {
  const taken = await takeCallback(services.ledger, kinds[purpose], query.get('state') ?? '', owner);
  if ('problem' in taken) return { problem: taken.problem };
  const { secrets } = taken.consent;
  try {
    const address = `${xeroRedirectUri(services)}?${query.toString()}`;
    const signIn = await completeXeroSignIn(services.config, address, { ...secrets, nonce: secrets.nonce ?? '' });
    return { ...signIn, next: secrets.next ?? '/' };
  } catch (failure) {
    const problem = failure instanceof XeroIdentityIncomplete ? ('noAddress' as const) : problemOf(failure);
    services.log.warn({ err: failure, problem }, 'a sign-in with Xero was not completed');
    return { problem };
  }
};

/** The set-up that this organisation was signed up for before, perhaps in another tab; else a new one. */
const draftFor = async (services: WizardServices, accountId: string, accessToken: string): Promise<Draft | undefined> => {
  const { ledger, config } = services;
  const chosen = await listTenants(config.XERO_API_URL, accessToken, authEventIdOf(accessToken) ?? undefined);
  const begun = (await openDrafts(ledger, accountId)).find(
    ({ tenant_id, reconnects, connection_id }) =>
      reconnects === null && connection_id === null && chosen.some(({ tenantId }) => tenantId === tenant_id),
  );
  return begun ?? findDraft(ledger, await beginDraft(ledger, accountId), accountId);
};

/**
 * The new account's connection, with Xero already connected.
 * @returns id of the set-up; it says itself what did not go well
 */
export const beginConnected = async (services: WizardServices, accountId: string, { tokens, identity }: XeroSignIn): Promise<string> => {
  const { ledger, log } = services;
  let draft: Draft | undefined;
  let problem: DraftProblem | null;
  try {
    draft = await draftFor(services, accountId, tokens.accessToken);
    const { refreshToken } = tokens;
    problem =
      draft && refreshToken !== null
        ? await keepConsent(services, draft, { tokens: { ...tokens, refreshToken }, person: wordsOf(identity) })
        : 'scopeRefused';
  } catch (failure) {
    problem = problemOf(failure);
    log.warn({ err: failure, problem }, 'signing up did not connect an organisation');
  }
  const id = draft?.id ?? (await beginDraft(ledger, accountId));
  if (problem !== null) await changeDraft(ledger, id, { problem });
  return id;
};

/** Takes back what Xero was asked for where nobody could be signed up: nothing is left open there, and no token is kept. */
export const withdrawSignIn = async ({ ledger, config, log }: WizardServices, { accessToken, refreshToken }: Tokens): Promise<void> => {
  if (refreshToken === null) return;
  try {
    const atXero = { apiUrl: config.XERO_API_URL, accessToken: () => Promise.resolve(accessToken) };
    const chosen = await listTenants(config.XERO_API_URL, accessToken, authEventIdOf(accessToken) ?? undefined);
    await closeUnused(ledger, atXero, chosen);
    await revokeIfLast(atXero, () => revokeAtXero(config, refreshToken));
  } catch (failure) {
    log.warn({ err: failure }, 'what a sign-up opened at Xero could not be closed again; the person can, in Xero under Connected apps');
  }
};
