/** What Entra ID says in its own words ("Microsoft Entra authentication and authorization error codes", learn.microsoft.com). */
import type { ServerResponse } from 'node:http';

export interface Refusal {
  readonly error: string;
  readonly error_description: string;
}

export const revokedGrant: Refusal = {
  error: 'invalid_grant',
  error_description:
    'AADSTS50173: The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
};

export const unknownTenant = (tenant: string): Refusal => ({
  error: 'invalid_request',
  error_description: `AADSTS90002: Tenant '${tenant}' not found.`,
});

export const strangerToTenant = (upn: string, tenant: string): Refusal => ({
  error: 'invalid_grant',
  error_description: `AADSTS50020: User account '${upn}' does not exist in tenant '${tenant}'.`,
});

export const removedApplication = (clientId: string, tenant: string): Refusal => ({
  error: 'unauthorized_client',
  error_description: `AADSTS700016: Application with identifier '${clientId}' was not found in the directory '${tenant}'.`,
});

export const wrongSecret = (clientId: string): string =>
  `AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`;

export const wrongRedirect = (redirectUri: string): string =>
  `AADSTS50011: The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application.`;

export const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
