/** Xero's authorization server: code flow, rotation on every refresh, 30 minutes' grace, revocation of a whole consent. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ConsentForm } from './consent-page.ts';
import { consentPage } from './consent-page.ts';
import { idTokenOf, publicKeys } from './id-token.ts';
import type { Grant, XeroState } from './state.ts';

const GRACE_MS = 30 * 60_000;
const CODE_MS = 5 * 60_000;

const token = (): string => randomBytes(32).toString('base64url');
const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Access tokens are JWTs; the relay reads `authentication_event_id` out of them, the signature is nobody's business here. */
const accessToken = (state: XeroState, grant: Grant, authEventId: string): string => {
  const now = state.now();
  const jwt = [
    encode({ alg: 'RS256', typ: 'JWT', kid: 'stand-in' }),
    encode({
      iss: 'https://identity.xero.com',
      client_id: grant.clientId,
      sub: grant.id,
      authentication_event_id: authEventId,
      exp: Math.floor((now + state.options.accessTokenMs) / 1000),
      jti: randomUUID(),
    }),
    token(),
  ].join('.');
  grant.accessTokens.set(jwt, now + state.options.accessTokenMs);
  return jwt;
};

const scopesOf = (scope: string): readonly string[] => scope.split(' ');
/** Signing in alone opens no books, so no organisation is chosen. */
const opensBooks = (scope: string): boolean => scopesOf(scope).some((each) => each.startsWith('accounting.'));

const pair = (state: XeroState, grant: Grant, authEventId: string): object => ({
  access_token: accessToken(state, grant, authEventId),
  expires_in: Math.floor(state.options.accessTokenMs / 1000),
  token_type: 'Bearer',
  ...(scopesOf(grant.scope).includes('offline_access') ? { refresh_token: grant.refreshToken } : {}),
  scope: grant.scope,
});

const eventOf = (state: XeroState, grant: Grant): string =>
  state.connections.find(({ grantId }) => grantId === grant.id)?.authEventId ?? randomUUID();

const refuse = (reply: FastifyReply, error: string): FastifyReply => reply.code(400).send({ error });

const clientIsRight = (state: XeroState, authorization: string | undefined): boolean => {
  const [id = '', secret = ''] = Buffer.from((authorization ?? '').replace(/^Basic /i, ''), 'base64')
    .toString('utf8')
    .split(':')
    .map(decodeURIComponent);
  return id === state.options.clientId && secret === state.options.clientSecret;
};

const newGrant = (
  state: XeroState,
  scope: string,
  tenantIds: readonly string[],
): { readonly grant: Grant; readonly authEventId: string } => {
  const grant: Grant = {
    id: randomUUID(),
    clientId: state.options.clientId,
    scope,
    refreshToken: token(),
    formerRefreshToken: null,
    rotatedAt: state.now(),
    accessTokens: new Map(),
    revoked: false,
  };
  state.grants.set(grant.id, grant);
  const authEventId = randomUUID();
  state.connections = state.connections.filter(({ tenantId }) => !tenantIds.includes(tenantId));
  for (const tenantId of tenantIds)
    state.connections.push({ id: randomUUID(), grantId: grant.id, tenantId, authEventId, createdAt: state.now() });
  return { grant, authEventId };
};

/** A consent to the first organisation, as the browser would bring it. @returns its refresh token */
export const consentTo = (state: XeroState): string =>
  newGrant(
    state,
    'offline_access',
    state.organisations.slice(0, 1).map(({ tenantId }) => tenantId),
  ).grant.refreshToken;

const redeem = (state: XeroState, code: string, redirectUri: string, verifier: string): object | string => {
  const found = state.codes.get(code);
  state.codes.delete(code);
  if (found?.redirectUri !== redirectUri || found.at < state.now() - CODE_MS) return 'invalid_grant';
  if (found.codeChallenge !== undefined && createHash('sha256').update(verifier).digest('base64url') !== found.codeChallenge)
    return 'invalid_grant';
  const { grant, authEventId } = newGrant(state, found.scope, found.tenantIds);
  const tokens = pair(state, grant, authEventId) as { readonly access_token: string };
  if (!scopesOf(found.scope).includes('openid')) return tokens;
  const { clientId } = state.options;
  const claims = { iss: state.origin, aud: clientId, now: state.now(), accessToken: tokens.access_token };
  return { ...tokens, id_token: idTokenOf(state.person, { ...claims, ...(found.nonce === undefined ? {} : { nonce: found.nonce }) }) };
};

/** Client credentials: for a custom connection alone, without `offline_access`, and always the same one organisation. */
const askAsApplication = (state: XeroState, scope: string): object | string => {
  const tenantId = state.options.customConnection;
  if (tenantId === null) return 'unauthorized_client';
  if (scope === '' || scopesOf(scope).some((each) => !each.startsWith('accounting.'))) return 'invalid_scope';
  const known = state.connections.find((connection) => connection.tenantId === tenantId);
  const grant = known && state.grants.get(known.grantId);
  if (known && grant) return pair(state, grant, known.authEventId);
  const made = newGrant(state, scope, [tenantId]);
  return pair(state, made.grant, made.authEventId);
};

const refresh = (state: XeroState, refreshToken: string): object | string => {
  const grant = [...state.grants.values()].find((each) => each.refreshToken === refreshToken || each.formerRefreshToken === refreshToken);
  if (grant?.revoked !== false) return 'invalid_grant';
  const former = grant.formerRefreshToken === refreshToken;
  if (former && state.now() - grant.rotatedAt > GRACE_MS / state.options.timeScale) return 'invalid_grant';
  if (!former || state.options.grace === 'further-pair') {
    grant.formerRefreshToken = refreshToken;
    grant.refreshToken = token();
    grant.rotatedAt = state.now();
  }
  return pair(state, grant, eventOf(state, grant));
};

/** The grant that an access token belongs to; undefined when it ended or was revoked. */
export const grantOf = (state: XeroState, authorization: string | undefined): Grant | undefined => {
  const given = (authorization ?? '').replace(/^Bearer /i, '');
  return [...state.grants.values()].find((grant) => !grant.revoked && (grant.accessTokens.get(given) ?? 0) > state.now());
};

/** Authorize, token, revocation and connections. */
export const oauthRoutes = (app: FastifyInstance, state: XeroState): void => {
  app.get<{ Querystring: Record<string, string | undefined> }>('/identity/connect/authorize', async (request, reply) => {
    const { redirect_uri: redirectUri, state: given, scope = '', client_id: clientId, nonce } = request.query;
    const { code_challenge: codeChallenge } = request.query;
    const wanted = new URL(request.url, state.origin).searchParams.getAll('organisation');
    if (clientId !== state.options.clientId || redirectUri === undefined)
      return reply.code(400).send('Unknown client or redirect address.');
    if (state.consentPage) return reply.type('text/html').send(consentPage(state, request.query));
    const back = new URL(redirectUri);
    if (given !== undefined) back.searchParams.set('state', given);
    const free =
      state.organisations.find(({ tenantId }) => !state.connections.some((connection) => connection.tenantId === tenantId)) ??
      state.organisations[0];
    const named = state.organisations.filter(({ tenantId }) => wanted.includes(tenantId));
    const chosen = named.length > 0 || !free ? named : [free];
    if (chosen.length === 0 && opensBooks(scope)) back.searchParams.set('error', 'access_denied');
    else {
      const code = token();
      state.codes.set(code, {
        redirectUri,
        scope,
        tenantIds: opensBooks(scope) ? chosen.map(({ tenantId }) => tenantId) : [],
        at: state.now(),
        nonce,
        codeChallenge,
      });
      back.searchParams.set('code', code);
    }
    return reply.redirect(back.href);
  });

  app.post<{ Body: ConsentForm }>('/identity/connect/allow', async ({ body }, reply) => {
    const back = new URL(body.redirect_uri);
    back.searchParams.set('state', body.state);
    const tenantIds = [body.organisation ?? []].flat();
    if (body.answer !== 'allow' || (tenantIds.length === 0 && opensBooks(body.scope))) {
      back.searchParams.set('error', 'access_denied');
    } else {
      const code = token();
      const { redirect_uri: redirectUri, scope, nonce = '', code_challenge: challenge = '' } = body;
      // The page's form sends what was not asked for as an empty field.
      const proofs = { nonce: nonce === '' ? undefined : nonce, codeChallenge: challenge === '' ? undefined : challenge };
      state.codes.set(code, { redirectUri, scope, tenantIds, at: state.now(), ...proofs });
      back.searchParams.set('code', code);
    }
    return reply.redirect(back.href, 303);
  });

  app.post<{ Body: Record<string, string> }>('/connect/token', async (request, reply) => {
    if (!clientIsRight(state, request.headers.authorization)) return reply.code(401).send({ error: 'invalid_client' });
    const { grant_type: type, code = '', redirect_uri: redirectUri = '', refresh_token: refreshToken = '' } = request.body;
    const { code_verifier: verifier = '' } = request.body;
    const answer =
      type === 'authorization_code'
        ? redeem(state, code, redirectUri, verifier)
        : type === 'refresh_token'
          ? refresh(state, refreshToken)
          : type === 'client_credentials'
            ? askAsApplication(state, request.body['scope'] ?? '')
            : 'unsupported_grant_type';
    if (type === 'refresh_token') {
      if (typeof answer === 'string') state.refusedRefreshes += 1;
      else state.refreshes += 1;
    }
    if (typeof answer === 'string') return refuse(reply, answer);
    if (state.faults.take('POST', '/connect/token', 'refresh-answer-lost')) {
      request.raw.socket.destroy();
      return reply.hijack();
    }
    return answer;
  });

  app.get('/.well-known/openid-configuration/jwks', () => publicKeys());

  app.post<{ Body: Record<string, string> }>('/connect/revocation', async (request, reply) => {
    if (!clientIsRight(state, request.headers.authorization)) return reply.code(401).send({ error: 'invalid_client' });
    const grant = [...state.grants.values()].find(({ refreshToken, formerRefreshToken }) =>
      [refreshToken, formerRefreshToken].includes(request.body['token'] ?? ''),
    );
    if (grant) {
      grant.revoked = true;
      state.connections = state.connections.filter(({ grantId }) => grantId !== grant.id);
    }
    return reply.code(200).send();
  });

  app.get<{ Querystring: { authEventId?: string } }>('/connections', async (request, reply) => {
    const grant = grantOf(state, request.headers.authorization);
    if (!grant) return reply.code(401).send({ Type: null, Title: 'Unauthorized', Status: 401, Detail: 'AuthenticationUnsuccessful' });
    return state.connections
      .filter(({ grantId, authEventId }) => grantId === grant.id && (request.query.authEventId ?? authEventId) === authEventId)
      .map(({ id, authEventId, tenantId, createdAt }) => ({
        id,
        authEventId,
        tenantId,
        tenantType: state.organisations.find((organisation) => organisation.tenantId === tenantId)?.tenantType ?? 'ORGANISATION',
        tenantName: state.organisations.find((organisation) => organisation.tenantId === tenantId)?.Name ?? '',
        createdDateUtc: new Date(createdAt).toISOString().slice(0, -1),
        updatedDateUtc: new Date(createdAt).toISOString().slice(0, -1),
      }));
  });

  app.delete<{ Params: { id: string } }>('/connections/:id', async (request, reply) => {
    const grant = grantOf(state, request.headers.authorization);
    if (!grant) return reply.code(401).send({ Type: null, Title: 'Unauthorized', Status: 401, Detail: 'AuthenticationUnsuccessful' });
    const broken = state.faults.take('DELETE', '/connections', 'server-error');
    if (broken) return reply.code(broken.status ?? 500).send();
    const found = state.connections.some(({ id, grantId }) => id === request.params.id && grantId === grant.id);
    state.connections = state.connections.filter(({ id }) => id !== request.params.id);
    return reply.code(found ? 204 : 404).send();
  });
};
