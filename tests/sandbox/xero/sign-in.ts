/** Signs in at the Xero stand-in as a browser would, for tests and the demo. */

export interface XeroTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

const basic = (id: string, secret: string): string => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

/** Walks authorize and token, and returns what the relay would have got. */
export const signInToXero = async (
  origin: string,
  client = { id: 'demo-xero-client', secret: 'demo-xero-secret' },
): Promise<XeroTokens> => {
  const redirectUri = 'http://localhost/oauth/xero/callback';
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.id,
    redirect_uri: redirectUri,
    scope: 'offline_access accounting.invoices',
    state: 'given',
  });
  const authorize = await fetch(`${origin}/identity/connect/authorize?${query.toString()}`, { redirect: 'manual' });
  const code = new URL(authorize.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const answer = await fetch(`${origin}/connect/token`, {
    method: 'POST',
    headers: { authorization: basic(client.id, client.secret), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
  });
  const tokens = (await answer.json()) as { access_token: string; refresh_token: string };
  return { accessToken: tokens.access_token, refreshToken: tokens.refresh_token };
};
