/** Consents at Xero beyond the token endpoint: the connections that one holds ("Managing connections", developer.xero.com). */
import { request } from 'undici';
import { unverifiedClaims } from '../core/token-claims.ts';
import { RemoteError } from '../errors.ts';

/** An organisation that a consent reaches (Xero identity API, Connection). */
export interface XeroConnection {
  readonly id: string;
  readonly tenantId: string;
  readonly tenantName: string;
  readonly authEventId: string;
}

/** A person may wait for the answer. */
const PATIENCE = { headersTimeout: 10_000, bodyTimeout: 10_000 } as const;

const failure = (status: number): RemoteError =>
  new RemoteError({
    code: 'XERO_CONNECTIONS',
    system: 'Xero',
    message: `Xero answered ${String(status)} to a question about its connections.`,
    status,
    executed: 'no',
    retryable: status >= 500 || status === 429,
  });

/** Everything that a consent reaches, practices and the like included; with `authEventId` only what was just chosen. */
export const listTenants = async (
  apiUrl: string,
  accessToken: string,
  authEventId?: string,
): Promise<readonly (XeroConnection & { readonly tenantType: string })[]> => {
  const url = new URL('/connections', apiUrl);
  if (authEventId !== undefined) url.searchParams.set('authEventId', authEventId);
  const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json' };
  const { statusCode, body } = await request(url, { ...PATIENCE, headers });
  if (statusCode !== 200) {
    await body.dump();
    throw failure(statusCode);
  }
  return (await body.json()) as (XeroConnection & { readonly tenantType: string })[];
};

/** Organisations of a consent; with `authEventId` only the one that was just chosen. */
export const listConnections = async (apiUrl: string, accessToken: string, authEventId?: string): Promise<XeroConnection[]> =>
  (await listTenants(apiUrl, accessToken, authEventId)).filter(({ tenantType }) => tenantType === 'ORGANISATION');

/** Removes the app from an organisation; one that is gone already is removed. */
export const deleteConnection = async (apiUrl: string, accessToken: string, connectionId: string): Promise<void> => {
  const { statusCode, body } = await request(new URL(`/connections/${connectionId}`, apiUrl), {
    ...PATIENCE,
    method: 'DELETE',
    headers: { authorization: `Bearer ${accessToken}` },
  });
  await body.dump();
  if (statusCode !== 204 && statusCode !== 404) throw failure(statusCode);
};

/** The consent's event, out of the access token: it tells which organisation was just chosen. */
export const authEventIdOf = (accessToken: string): string | null => {
  const said = unverifiedClaims(accessToken)['authentication_event_id'];
  return typeof said === 'string' ? said : null;
};
