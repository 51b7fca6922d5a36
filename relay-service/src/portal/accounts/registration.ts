/** Accounts come into being without a password: the link that sets one proves the address. Nobody learns on the page who has an account. */
import type { PortalServices } from '../services.ts';
import { alreadyRegisteredMail } from './mails.ts';

/** What a person enters to register; taking part implies that the terms were accepted. */
export interface Registration {
  readonly name: string;
  readonly company: string;
  /** Lower case. */
  readonly email: string;
}

type Needs = Pick<PortalServices, 'auth' | 'config' | 'ledger' | 'mailer'>;

/** Whether anybody may register: always, but on a relay of one company only until its first account is complete. */
export const registrationOpen = async ({ config, ledger }: Pick<PortalServices, 'config' | 'ledger'>): Promise<boolean> => {
  if (!config.RELAY_SINGLE_TENANT) return true;
  return (await ledger.db.selectFrom('sign_ins').select('id').limit(1).executeTakeFirst()) === undefined;
};

/** Sends the link that sets a password, if the address has an account. */
export const sendPasswordLink = async ({ auth }: Pick<PortalServices, 'auth'>, email: string): Promise<void> => {
  const { library } = await auth();
  await library.api.requestPasswordReset({ body: { email } });
};

/** The account of an address; `signIn` is null while nobody has proved the address. */
export const accountByEmail = (ledger: Needs['ledger'], email: string) =>
  ledger.db
    .selectFrom('accounts')
    .leftJoin('sign_ins', 'sign_ins.account_id', 'accounts.id')
    .select(['accounts.id', 'accounts.name', 'accounts.email', 'sign_ins.id as signIn'])
    .where('accounts.email', '=', email)
    .executeTakeFirst();

/** A relay of one company has one registration under way: a mistyped address must not lock the owner out, nor open a second door. */
export const dropUnfinished = async (ledger: Needs['ledger']): Promise<void> => {
  await ledger.db
    .deleteFrom('accounts')
    .where('id', 'not in', (from) => from.selectFrom('sign_ins').select('account_id'))
    .execute();
};

/**
 * Makes the account and sends the link; an unfinished registration is begun again, and whoever has an account is told so by mail.
 * Runs after the answer, so that its time tells nothing.
 */
export const register = async (services: Needs, { name, company, email }: Registration): Promise<void> => {
  const { ledger, config, mailer } = services;
  const known = await accountByEmail(ledger, email);
  if (known?.signIn) {
    await mailer.send(alreadyRegisteredMail(known, config.RELAY_PUBLIC_URL));
    return;
  }
  if (known) await ledger.db.updateTable('accounts').set({ name, company }).where('id', '=', known.id).execute();
  else {
    if (config.RELAY_SINGLE_TENANT) await dropUnfinished(ledger);
    const { library } = await services.auth();
    const { internalAdapter } = await library.$context;
    await internalAdapter.createUser(
      { name, company, email, emailVerified: false, termsAcceptedAt: new Date() },
      { method: 'email-password' },
    );
  }
  await sendPasswordLink(services, email);
};
