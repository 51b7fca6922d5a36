/** Mails about accounts: short, with one thing to do, and what to do when it was not you. */
import type { Mail } from '../../mail/compose.ts';
import type { PortalServices } from '../services.ts';
import type { AuthEvents } from './auth.ts';

type Addressee = Pick<Mail, 'name'> & { readonly email: string };

const to = ({ name, email }: Addressee): Pick<Mail, 'to' | 'name'> => ({ to: email, name });

/** The link of a registration or of a forgotten password; both lead to the page that sets one. */
export const passwordLinkMail = (account: Addressee, url: string, isNew: boolean): Mail => ({
  ...to(account),
  subject: isNew ? 'Complete your registration' : 'Set a new password',
  paragraphs: [
    isNew
      ? 'Thank you for registering for Stellarise Connector. One step is left: set a password, then log in and connect Xero and Dynamics.'
      : 'Somebody, probably you, asked to set a new password for your account.',
  ],
  action: { label: isNew ? 'Set your password' : 'Set a new password', url },
  after: [
    'The link works once and for 24 hours.',
    isNew
      ? 'You did not register? Then ignore this mail; without the link nobody can use the account.'
      : 'It was not you? Then ignore this mail; your password stays as it is.',
  ],
});

/** Somebody registered with an address that has an account. On the page they saw the same as everybody. */
export const alreadyRegisteredMail = (account: Addressee, origin: string): Mail => ({
  ...to(account),
  subject: 'You already have an account',
  paragraphs: [
    'Somebody, probably you, registered for Stellarise Connector with this address. You already have an account, so nothing was changed.',
  ],
  action: { label: 'Log in', url: `${origin}/login` },
  after: [`Forgotten the password? Set a new one: ${origin}/forgot-password`, 'It was not you? Then there is nothing to do.'],
});

/** A password was set, or the second factor changed: whoever did not do it must know. */
export const securityMail = (account: Addressee, origin: string, what: string): Mail => ({
  ...to(account),
  subject: `Your account: ${what}`,
  paragraphs: [`This is to let you know: ${what}.`],
  after: [`It was not you? Set a new password now, which ends every session: ${origin}/forgot-password`],
});

/** A colleague invites somebody who may have no account yet, and whose name is not known. */
export const invitationMail = (email: string, by: string, role: string, url: string): Mail => ({
  to: email,
  name: 'there',
  subject: `${by} invites you to Stellarise Connector`,
  paragraphs: [
    `${by} has invited you to a connection that sends invoices from Microsoft Dynamics 365 into Xero. Your role would be: ${role}.`,
  ],
  action: { label: 'Look at the invitation', url },
  after: ['The link works once and for a week.', 'You do not know what this is about? Then ignore this mail; nothing happens without you.'],
});

/** An owner offers a connection; nothing changes before it is accepted. */
export const transferMail = (email: string, by: string, url: string): Mail => ({
  to: email,
  name: 'there',
  subject: `${by} hands a connection over to you`,
  paragraphs: [
    `${by} offers you a connection that sends invoices from Microsoft Dynamics 365 into Xero. If you accept, you are its owner and ${by} stays as a manager.`,
  ],
  action: { label: 'Look at the offer', url },
  after: ['The link works once and for a week.', 'You do not know what this is about? Then ignore this mail; nothing happens without you.'],
});

/** What the accounts' library asks for, as mails. */
export const authEvents = (services: Pick<PortalServices, 'auth' | 'config' | 'ledger' | 'mailer' | 'later'>): AuthEvents => ({
  sendPasswordLink: async (account, token) => {
    const password = await services.ledger.db.selectFrom('sign_ins').select('id').where('account_id', '=', account.id).executeTakeFirst();
    const url = `${services.config.RELAY_PUBLIC_URL}/set-password/${token}`;
    await services.mailer.send(passwordLinkMail(account, url, password === undefined));
  },
  passwordWasSet: async (account) => {
    // The link came by mail to this address, so the address is proved.
    const { internalAdapter } = await (await services.auth()).library.$context;
    await internalAdapter.updateUser(account.id, { emailVerified: true });
    services.later('a mail', () => services.mailer.send(securityMail(account, services.config.RELAY_PUBLIC_URL, 'a password was set')));
  },
});
