/**
 * The accounts' library (better-auth) on the relay's own ledger. Its HTTP routes are not served: our pages call it.
 *
 * Two things are ours. The browser holds a random session token of which the ledger keeps the SHA-256 alone, so that a backup opens no
 * session. And the library's signed cookies never leave this process, so that a change of keys logs nobody out; what it seals (secrets of
 * second factors, recovery codes) carries the id of its key.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type { Config } from '../../config.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Account } from './account.ts';
import { authSecrets } from './auth-secrets.ts';
import { ADDRESS_HEADER, LINK_SECONDS, PASSWORD_LEAST, PASSWORD_MOST, PROLONG_SECONDS, SESSION_SECONDS, STEP_SECONDS } from './rules.ts';

/** What is kept of a session token. */
const sessionHash = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Tokens of sessions that the library opens during a call: hash -> what the browser gets. */
const openedSessions = new AsyncLocalStorage<Map<string, string>>();

const tables = {
  user: {
    modelName: 'accounts',
    fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    additionalFields: {
      company: { type: 'string', required: false },
      termsAcceptedAt: { type: 'date', required: false, fieldName: 'terms_accepted_at' },
    },
  },
  account: {
    modelName: 'sign_ins',
    fields: {
      accountId: 'subject',
      providerId: 'provider',
      userId: 'account_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
    },
  },
  verification: {
    modelName: 'verifications',
    storeIdentifier: 'hashed',
    fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
  },
  session: {
    modelName: 'sessions',
    fields: {
      expiresAt: 'expires_at',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      userId: 'account_id',
    },
  },
} as const;

const secondFactor = () =>
  twoFactor({
    issuer: 'Stellarise Connector',
    twoFactorCookieMaxAge: STEP_SECONDS,
    backupCodeOptions: { storeBackupCodes: 'encrypted' },
    schema: {
      user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
      twoFactor: {
        modelName: 'second_factors',
        fields: {
          backupCodes: 'backup_codes',
          userId: 'account_id',
          failedVerificationCount: 'failed_verification_count',
          lockedUntil: 'locked_until',
        },
      },
    },
  });

/** What the library tells us to do. */
export interface AuthEvents {
  /** Somebody may set a password with this token. */
  readonly sendPasswordLink: (account: Pick<Account, 'id' | 'name' | 'email'>, token: string) => Promise<void>;
  /** A password was set with a link, which proves the address. */
  readonly passwordWasSet: (account: Pick<Account, 'id' | 'name' | 'email'>) => Promise<void>;
}

type Settings = Pick<Config, 'RELAY_PUBLIC_URL' | 'RELAY_SECRET_KEYS'>;

/** Options of the library; apart, so that a test can ask it for the schema that it wants. */
export const authOptions = (settings: Settings, ledger: Pick<Ledger, 'db' | 'home'>, events: AuthEvents) => ({
  appName: 'Stellarise Connector',
  baseURL: settings.RELAY_PUBLIC_URL,
  secrets: authSecrets(settings.RELAY_SECRET_KEYS),
  database: { db: ledger.db, type: ledger.home === 'SQLite' ? ('sqlite' as const) : ('postgres' as const), transaction: true },
  telemetry: { enabled: false },
  // Its messages may hold what a person entered.
  logger: { disabled: true },
  // Attempts are counted by our own pages, by account and by address (`limits.ts`); nothing else reaches the library.
  rateLimit: { enabled: false },
  ...tables,
  session: { ...tables.session, expiresIn: SESSION_SECONDS, updateAge: PROLONG_SECONDS },
  emailAndPassword: {
    enabled: true,
    disableSignUp: true,
    minPasswordLength: PASSWORD_LEAST,
    maxPasswordLength: PASSWORD_MOST,
    resetPasswordTokenExpiresIn: LINK_SECONDS,
    revokeSessionsOnPasswordReset: true,
    sendResetPassword: ({ user, token }: { user: Pick<Account, 'id' | 'name' | 'email'>; token: string }) =>
      events.sendPasswordLink(user, token),
    onPasswordReset: ({ user }: { user: Pick<Account, 'id' | 'name' | 'email'> }) => events.passwordWasSet(user),
  },
  databaseHooks: {
    session: {
      create: {
        before: (session: { readonly token: string }) => {
          const token = sessionHash(session.token);
          openedSessions.getStore()?.set(token, session.token);
          return Promise.resolve({ data: { token } });
        },
      },
    },
  },
  advanced: {
    // The cookies of the library stay in this process; `visit.ts` gives the browser others.
    useSecureCookies: false,
    cookies: { session_token: { name: 'session' }, two_factor: { name: 'step' } },
    ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    // The migrations are ours, and a test compares.
    database: { validateSchema: false },
  },
  plugins: [secondFactor()],
});

const createLibrary = (settings: Settings, ledger: Ledger, events: AuthEvents) => betterAuth(authOptions(settings, ledger, events));

export type Auth = ReturnType<typeof createLibrary>;

/** The library and what `visit.ts` needs beside it. */
export interface Accounts {
  readonly library: Auth;
  readonly openedSessions: typeof openedSessions;
  readonly sessionHash: typeof sessionHash;
}

/** The library, ready to be called. */
export const createAccounts = (settings: Settings, ledger: Ledger, events: AuthEvents): Accounts => ({
  library: createLibrary(settings, ledger, events),
  openedSessions,
  sessionHash,
});
