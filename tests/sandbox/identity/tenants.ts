/** One authorization server per tenant, made when first asked for: the issuer of a token carries the tenant of its person. */
import { exportJWK, generateKeyPair } from 'jose';
import type Provider from 'oidc-provider';
import { memory } from './memory.ts';
import type { ProviderOptions } from './provider.ts';
import { createProvider } from './provider.ts';

export interface Tenant {
  readonly provider: Provider;
  readonly serve: ReturnType<Provider['callback']>;
}

/** @returns what gives a tenant's server; codes, sessions and refresh tokens are known to all of them */
export const createTenants = async (
  shared: Omit<ProviderOptions, 'tenantId' | 'key' | 'storage'>,
): Promise<(tenantId: string) => Tenant> => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256' };
  const storage = memory();
  const tenants = new Map<string, Tenant>();
  return (tenantId) => {
    const known = tenants.get(tenantId);
    if (known) return known;
    const provider = createProvider({ ...shared, tenantId, key, storage });
    const tenant = { provider, serve: provider.callback() };
    tenants.set(tenantId, tenant);
    return tenant;
  };
};
