/**
 * What Entra ID asks and says in its own way, put into the terms of the standard (RFC 8707) and back:
 * a scope is `https://resource/user_impersonation` or `https://resource/.default` ("Scopes and permissions in the Microsoft identity platform").
 */

/** A scope parameter taken apart. */
export interface EntraScope {
  readonly resource: string | null;
  /** Scopes in the standard's terms. */
  readonly scope: string;
}

export const readScope = (scope: string): EntraScope => {
  const parts = scope.split(' ').filter(Boolean);
  const [of] = parts.flatMap((part) => /^(https?:\/\/.+)\/(?:user_impersonation|\.default)$/.exec(part)?.[1] ?? []);
  const rest = parts.flatMap((part) => {
    if (part.endsWith('/.default')) return [];
    return part.endsWith('/user_impersonation') ? ['user_impersonation'] : [part];
  });
  return { resource: of ?? null, scope: rest.join(' ') };
};

/** Parameters with Entra's scope replaced by `resource` and the standard's scope. */
export const standardParameters = (given: Readonly<Record<string, string>>): Record<string, string> => {
  if (given['scope'] === undefined) return { ...given };
  const { resource, scope } = readScope(given['scope']);
  const { scope: replaced, ...rest } = given;
  return { ...rest, ...(scope === '' ? {} : { scope }), ...(resource === null ? {} : { resource }) };
};

/** `/tenant/rest`: the tenant and what the provider knows as path. */
export const splitTenant = (path: string): { readonly tenant: string; readonly rest: string } | null => {
  const [, tenant, rest] = /^\/([0-9a-z-]+)(\/.+)$/i.exec(path) ?? [];
  return tenant === undefined || rest === undefined ? null : { tenant, rest };
};
