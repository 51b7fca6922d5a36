/** What a token says of itself (RFC 7519), without a check of its signature: enough to know what to ask next, never to believe it. */
export const unverifiedClaims = (token: unknown): Readonly<Record<string, unknown>> => {
  try {
    const claims: unknown = JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
};
