/** Starts the stand-in for Entra ID: its users, one application; sign-in and consent happen at once by `login_hint`. */
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { idOf } from '@stl3/solution';
import { adatumTenantId, adatumUsers } from './adatum.ts';
import { json, removedApplication, revokedGrant, strangerToTenant, unknownTenant } from './answers.ts';
import { ASSERTION_TYPE, judgeAssertion } from './client-assertion.ts';
import type { IdentityControl } from './directory.ts';
import { createDirectory } from './directory.ts';
import { splitTenant, standardParameters } from './entra-shapes.ts';
import { serveAdminConsent, serveInteraction } from './interaction.ts';
import { serveControl } from './serve-control.ts';
import { createTenants } from './tenants.ts';
import type { Message } from './token-request.ts';
import { isRefusal, translateTokenRequest } from './token-request.ts';
import type { IdentityUser } from './users.ts';

export type { IdentityControl } from './directory.ts';

export interface IdentityOptions {
  readonly port?: number;
  readonly tenantId?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Any port of this machine is allowed behind these paths. */
  readonly redirectUris?: readonly string[];
  /** Adatum's people where absent. */
  readonly users?: readonly IdentityUser[];
}
export interface IdentityStandIn {
  readonly origin: string;
  readonly tenantId: string;
  readonly control: IdentityControl;
  close(): Promise<void>;
}

const SHARED = ['organizations', 'common'];

/** Entra ID does not name itself in the answer to the browser (RFC 9207), the provider always does. */
const withoutIssuer = (response: ServerResponse): void => {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) => {
    if (name.toLowerCase() !== 'location' || typeof value !== 'string' || !value.includes('iss=')) return setHeader(name, value);
    const location = new URL(value);
    location.searchParams.delete('iss');
    return setHeader(name, location.href);
  };
};

/** Whoever signed in before in this browser is not whom the hint means. */
const forgetSession = (request: Message): void => {
  const kept = (request.headers.cookie ?? '').split('; ').filter((cookie) => !cookie.startsWith('_session'));
  request.headers.cookie = kept.join('; ');
};

/** @param options Adatum's tenant, people and any loopback callback unless given */
export const startIdentity = async (options: IdentityOptions = {}): Promise<IdentityStandIn> => {
  // Who brings people brings the demo's company.
  const tenantId = options.tenantId ?? (options.users ? idOf('demo-tenant:coralbay') : adatumTenantId);
  const directory = createDirectory(tenantId, options.users ?? adatumUsers);
  const handler: { serve: (request: Message, response: ServerResponse) => Promise<void> } = { serve: () => Promise.resolve() };
  const server = createServer((request, response) => {
    handler
      .serve(request, response)
      .catch((problem: unknown) => json(response, 500, { error: 'server_error', error_description: String(problem) }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const { clientId = 'demo-relay', clientSecret = 'demo-relay-secret' } = options;
  const seen = new Set<string>();
  const tenantOf = await createTenants({
    origin,
    clientId,
    clientSecret,
    redirectUris: options.redirectUris ?? ['http://127.0.0.1:8080/oauth/entra/callback'],
    servicePrincipalId: idOf('demo-service-principal'),
    userOf: (objectId) => directory.userOf(objectId),
    granted: (objectId, grantId) => directory.granted(objectId, grantId),
  });
  const home = tenantOf(tenantId);

  const serveToken = async (tenant: string, request: Message, response: ServerResponse): Promise<void> => {
    const tokenEndpoint = `${origin}/${tenant}/oauth2/v2.0/token`;
    const requested = await translateTokenRequest(home.provider, request, async (given) => {
      const { client_assertion: assertion, client_assertion_type: type, ...rest } = given;
      if (given['grant_type'] === 'client_credentials' && directory.control.applicationRemoved) return removedApplication(clientId, tenant);
      if (assertion === undefined || type !== ASSERTION_TYPE) return given;
      const { certificates } = directory.control;
      return (await judgeAssertion(assertion, { clientId, tokenEndpoint, certificates, seen })) ?? { ...rest, client_secret: clientSecret };
    });
    if (isRefusal(requested)) {
      json(response, requested.error === 'invalid_client' ? 401 : 400, requested);
      return;
    }
    const user = requested ? directory.userOf(requested.accountId) : undefined;
    // A person's tokens come from the person's tenant, the application's from the one that was asked.
    const own = user || SHARED.includes(tenant) ? directory.tenantOf(user) : tenant;
    if (requested && directory.isRevoked(requested.grantId)) json(response, 400, revokedGrant);
    else if (user && tenant !== own && !SHARED.includes(tenant)) json(response, 400, strangerToTenant(user.upn, tenant));
    else await tenantOf(own).serve(request, response);
  };

  handler.serve = async (request, response) => {
    const url = new URL(request.url ?? '/', origin);
    if (url.pathname.startsWith('/_control/')) {
      await serveControl(tenantId, directory, request, response, url.pathname);
      return;
    }
    if (url.pathname.startsWith('/interaction/')) {
      await serveInteraction(home, directory, request, response);
      return;
    }
    if (/^\/[^/]+\/v2\.0\/adminconsent$/.test(url.pathname)) {
      serveAdminConsent(tenantId, directory, url, response);
      return;
    }
    const split = splitTenant(url.pathname);
    if (!split || !(SHARED.includes(split.tenant) || directory.isTenant(split.tenant))) {
      json(response, 400, unknownTenant(split?.tenant ?? ''));
      return;
    }
    const { tenant } = split;
    const rest = split.rest.replace(/^\/v2\.0\/\.well-known/, '/.well-known');
    if (rest === '/oauth2/v2.0/authorize') {
      url.search = new URLSearchParams(standardParameters(Object.fromEntries(url.searchParams))).toString();
    }
    if (rest.startsWith('/oauth2/v2.0/authorize')) forgetSession(request);
    request.url = rest + url.search;
    request.originalUrl = `/${tenant}${request.url}`;
    withoutIssuer(response);
    if (rest === '/oauth2/v2.0/token') await serveToken(tenant, request, response);
    else await (SHARED.includes(tenant) ? home : tenantOf(tenant)).serve(request, response);
  };

  return {
    origin,
    tenantId,
    control: directory.control,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
