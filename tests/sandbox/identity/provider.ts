/** The authorization server behind the stand-in: oidc-provider, a certified implementation, with Entra's routes and claims. */
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import Provider, { interactionPolicy } from 'oidc-provider';
import { wrongRedirect, wrongSecret } from './answers.ts';
import type { Storage } from './memory.ts';
import type { Message } from './token-request.ts';
import type { IdentityUser } from './users.ts';

export interface ProviderOptions {
  readonly origin: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Any port of this machine is allowed behind their paths. */
  readonly redirectUris: readonly string[];
  readonly servicePrincipalId: string;
  readonly userOf: (accountId: string) => IdentityUser | undefined;
  readonly granted: (accountId: string, grantId: string) => void;
  /** Signing key and storage are one for all tenants. */
  readonly key: object;
  readonly storage: Storage;
}

const HOUR = 3600;
const DAYS_90 = 90 * 24 * HOUR;
const LOOPBACK = ['localhost', '127.0.0.1'];

/** Everything was agreed to beforehand: the consent page is not what is tested here. */
const grantAll =
  (granted: ProviderOptions['granted']) =>
  async (context: KoaContextWithOIDC): Promise<InstanceType<Provider['Grant']> | undefined> => {
    const { client, session, params, provider } = context.oidc;
    if (!client || session?.accountId === undefined) return undefined;
    const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
    grant.addOIDCScope('openid profile offline_access');
    for (const resource of [params?.['resource']].flat())
      if (typeof resource === 'string') grant.addResourceScope(resource, 'user_impersonation');
    granted(session.accountId, await grant.save());
    return grant;
  };

const prompts = (): interactionPolicy.DefaultPolicy => {
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
  return policy;
};

const configuration = (options: ProviderOptions): Configuration => ({
  clients: [
    {
      client_id: options.clientId,
      client_secret: options.clientSecret,
      redirect_uris: [...options.redirectUris],
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  adapter: options.storage,
  jwks: { keys: [options.key] },
  scopes: ['openid', 'offline_access', 'profile'],
  claims: { openid: ['sub', 'tid', 'oid'], profile: ['name', 'preferred_username'] },
  conformIdTokenClaims: false,
  pkce: { required: () => false },
  rotateRefreshToken: true,
  issueRefreshToken: (_context, client) => Promise.resolve(client.grantTypeAllowed('refresh_token')),
  loadExistingGrant: grantAll(options.granted),
  ttl: {
    AccessToken: HOUR,
    ClientCredentials: HOUR,
    RefreshToken: DAYS_90,
    AuthorizationCode: 600,
    IdToken: HOUR,
    Grant: DAYS_90,
    Session: HOUR,
    Interaction: HOUR,
  },
  cookies: { keys: ['stand-in'] },
  findAccount: (_context, id) => {
    const user = options.userOf(id);
    return user
      ? {
          accountId: id,
          claims: () => ({ sub: id, tid: options.tenantId, oid: user.objectId, preferred_username: user.upn, name: user.name }),
        }
      : undefined;
  },
  extraTokenClaims: (_context, token) => {
    const user = token.kind === 'AccessToken' ? options.userOf(token.accountId) : undefined;
    const app = { tid: options.tenantId, appid: options.clientId };
    return user ? { ...app, oid: user.objectId, upn: user.upn, scp: 'user_impersonation' } : { ...app, oid: options.servicePrincipalId };
  },
  interactions: { url: (_context, { uid }) => `/interaction/${uid}`, policy: prompts() },
  renderError: (context, out) => {
    context.type = 'text/plain';
    context.body = out.error_description ?? out.error;
  },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      useGrantedResource: () => true,
      getResourceServerInfo: (_context, resource) => ({
        scope: 'user_impersonation',
        audience: resource,
        accessTokenFormat: 'jwt',
        accessTokenTTL: HOUR,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  routes: {
    authorization: '/oauth2/v2.0/authorize',
    token: '/oauth2/v2.0/token',
    jwks: '/discovery/v2.0/keys',
  },
});

const allowAnyPort = (provider: Provider, redirectUris: readonly string[]): void => {
  const paths = redirectUris.map((uri) => new URL(uri).pathname);
  provider.Client.prototype.redirectUriAllowed = (value: string) => {
    if (redirectUris.includes(value)) return true;
    const url = URL.canParse(value) ? new URL(value) : null;
    return url !== null && url.protocol === 'http:' && LOOPBACK.includes(url.hostname) && paths.includes(url.pathname);
  };
};

interface Answer {
  error?: string;
  error_description?: string;
  issuer?: string;
}

/** One tenant's server. */
export const createProvider = (options: ProviderOptions): Provider => {
  const provider = new Provider(`${options.origin}/${options.tenantId}/v2.0`, configuration(options));
  allowAnyPort(provider, options.redirectUris);
  provider.use(async (context, next) => {
    await next();
    const answer = context.body as Answer | string | null | undefined;
    const redirectUri = new URL(context.href).searchParams.get('redirect_uri') ?? '';
    if (context.status === 400 && typeof answer === 'string' && answer.includes('redirect_uri')) context.body = wrongRedirect(redirectUri);
    if (typeof answer !== 'object' || answer === null) return;
    // Discovery that is shared between tenants leaves the issuer open ("OpenID Connect on the Microsoft identity platform").
    if (context.path.startsWith('/.well-known/') && /^\/(organizations|common)\//.test((context.req as Message).originalUrl ?? ''))
      answer.issuer = `${options.origin}/{tenantid}/v2.0`;
    if (answer.error === 'invalid_client') answer.error_description = wrongSecret(options.clientId);
    if (answer.error === 'invalid_redirect_uri') answer.error_description = wrongRedirect(redirectUri);
  });
  return provider;
};
