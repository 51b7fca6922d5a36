/** An account that somebody could have registered: proved, with a password, owner of a connection. */
import type { Config } from '../../relay-service/src/config.ts';
import { createAccounts } from '../../relay-service/src/portal/accounts/auth.ts';
import { accountByEmail } from '../../relay-service/src/portal/accounts/registration.ts';
import { saveMember } from '../../relay-service/src/store/members.ts';
import { openLedger } from '../../relay-service/src/store/ledger.ts';
import { createSeal } from '../../relay-service/src/store/seal.ts';

export interface GivenAccount {
  readonly name: string;
  readonly company: string;
  readonly email: string;
  readonly password: string;
}

/** Makes it where it is not there; no relay may run on the ledger meanwhile. */
export const giveAccount = async (config: Config, given: GivenAccount, connectionId: string): Promise<void> => {
  const { name, company, email, password } = given;
  const ledger = await openLedger({
    dataDirectory: config.RELAY_DATA_DIR,
    databaseUrl: config.DATABASE_URL,
    seal: createSeal(config.RELAY_SECRET_KEYS),
  });
  try {
    const nobody = () => Promise.resolve();
    const { library } = createAccounts(config, ledger, { sendPasswordLink: nobody, passwordWasSet: nobody });
    const { internalAdapter, password: passwords } = await library.$context;
    const known = await accountByEmail(ledger, email);
    const account =
      known ??
      (await internalAdapter.createUser(
        { name, company, email, emailVerified: true, termsAcceptedAt: new Date() },
        { method: 'email-password' },
      ));
    if (!known?.signIn)
      await internalAdapter.linkAccount({
        userId: account.id,
        accountId: account.id,
        providerId: 'credential',
        password: await passwords.hash(password),
      });
    await saveMember(ledger, connectionId, account.id, 'owner');
  } finally {
    await ledger.close();
  }
};
