/**
 * Accounts and the people of Xero. Who comes with an identity that Xero has verified gets in by Xero's own id of the person; an account that
 * somebody has made with a password is never taken over by an address alone: its owner logs in once and joins the two.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { XeroIdentity } from '../../tokens/xero-sign-in.ts';
import type { PortalServices } from '../services.ts';
import { giveSession } from './give-session.ts';
import { accountByEmail, dropUnfinished, registrationOpen } from './registration.ts';
import { NAME_MOST } from './rules.ts';

/** known: logged in; unknown: nobody has joined it; taken: its address has an account, which its owner may join. */
export type XeroLogIn = { readonly outcome: 'known'; readonly accountId: string } | { readonly outcome: 'unknown' | 'taken' };
/** made: a new account, logged in; closed: nobody can register here. */
export type XeroSignUp = XeroLogIn | { readonly outcome: 'made'; readonly accountId: string } | { readonly outcome: 'closed' };

const PROVIDER = 'xero';

const signInOf = ({ ledger }: Pick<PortalServices, 'ledger'>, subject: string) =>
  ledger.db.selectFrom('sign_ins').select('account_id').where('provider', '=', PROVIDER).where('subject', '=', subject).executeTakeFirst();

/** The account that this person of Xero opens. */
export const accountOfXero = async (services: Pick<PortalServices, 'ledger'>, { subject }: XeroIdentity): Promise<string | null> =>
  (await signInOf(services, subject))?.account_id ?? null;

/** Whether an account can log in with Xero. */
export const isJoinedWithXero = async ({ ledger }: Pick<PortalServices, 'ledger'>, accountId: string): Promise<boolean> =>
  (await ledger.db
    .selectFrom('sign_ins')
    .select('id')
    .where('provider', '=', PROVIDER)
    .where('account_id', '=', accountId)
    .executeTakeFirst()) !== undefined;

/**
 * Joins a Xero identity to an account that is logged in, so that it can log in with Xero from now on.
 * @returns false when this person of Xero belongs to another account, or another person of Xero to this one
 */
export const joinXero = async (services: PortalServices, accountId: string, { subject }: XeroIdentity): Promise<boolean> => {
  const known = await signInOf(services, subject);
  if (known) return known.account_id === accountId;
  if (await isJoinedWithXero(services, accountId)) return false;
  const { internalAdapter } = await (await services.auth()).library.$context;
  await internalAdapter.createAccount({ userId: accountId, providerId: PROVIDER, accountId: subject });
  return true;
};

/** From now on the account logs in with its password alone. */
export const leaveXero = async ({ ledger }: Pick<PortalServices, 'ledger'>, accountId: string): Promise<void> => {
  await ledger.db.deleteFrom('sign_ins').where('provider', '=', PROVIDER).where('account_id', '=', accountId).execute();
};

/** Logs the browser in with a verified Xero identity. Xero asks for a second step of its own, so ours is not asked for again. */
export const logInWithXero = async (
  services: PortalServices,
  request: FastifyRequest,
  reply: FastifyReply,
  { subject, email }: XeroIdentity,
): Promise<XeroLogIn> => {
  const known = await signInOf(services, subject);
  if (!known) return { outcome: (await accountByEmail(services.ledger, email))?.signIn ? 'taken' : 'unknown' };
  // Logged in in another tab meanwhile: that session goes on.
  if (request.account?.id !== known.account_id) await giveSession(services, request, reply, known.account_id);
  return { outcome: 'known', accountId: known.account_id };
};

/** Two that sign up at once on a relay of one company would both find it open: each looks again afterwards, and gives way. */
const isAlone = async ({ config, ledger }: PortalServices, accountId: string): Promise<boolean> =>
  !config.RELAY_SINGLE_TENANT ||
  (await ledger.db.selectFrom('sign_ins').select('id').where('account_id', '!=', accountId).limit(1).executeTakeFirst()) === undefined;

const makeAccount = async (services: PortalServices, { subject, email, name }: XeroIdentity): Promise<string> => {
  const { ledger, config } = services;
  const { internalAdapter } = await (await services.auth()).library.$context;
  if (config.RELAY_SINGLE_TENANT) await dropUnfinished(ledger);
  const details = { name: name.slice(0, NAME_MOST), emailVerified: true, termsAcceptedAt: new Date() };
  const signIn = { providerId: PROVIDER, accountId: subject };
  // Somebody has entered this address and nobody has proved it until now: it had no way in yet.
  const unfinished = await accountByEmail(ledger, email);
  if (!unfinished) return (await internalAdapter.createOAuthUser({ ...details, email }, signIn)).user.id;
  await internalAdapter.updateUser(unfinished.id, details);
  await internalAdapter.createAccount({ userId: unfinished.id, ...signIn });
  return unfinished.id;
};

/** Logs in whoever is known, else makes the account. The caller has seen to it that going on accepted the terms. */
export const signUpWithXero = async (
  services: PortalServices,
  request: FastifyRequest,
  reply: FastifyReply,
  identity: XeroIdentity,
): Promise<XeroSignUp> => {
  const known = await logInWithXero(services, request, reply, identity);
  if (known.outcome !== 'unknown') return known;
  if (!(await registrationOpen(services))) return { outcome: 'closed' };
  const accountId = await makeAccount(services, identity);
  if (!(await isAlone(services, accountId))) {
    await services.ledger.db.deleteFrom('accounts').where('id', '=', accountId).execute();
    return { outcome: 'closed' };
  }
  await giveSession(services, request, reply, accountId);
  return { outcome: 'made', accountId };
};
