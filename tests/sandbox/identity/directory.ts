/** Who may sign in, of which tenant, and whose grants were withdrawn. */
import type { IdentityUser } from './users.ts';

export interface IdentityControl {
  readonly users: readonly IdentityUser[];
  /** Someone joins; the same `upn` again replaces the person. */
  addUser(user: IdentityUser): void;
  /** The person changed the password, left, or withdrew consent: refresh ends with `invalid_grant` until the next sign-in. */
  revoke(upn: string): void;
  /** Whether a person is asked on pages, or everything is agreed to at once. */
  askOnPages: boolean;
  /** Only administrators may approve apps; until one has, nobody else gets through. */
  needAdminApproval: boolean;
  /** PEM of the certificates that were uploaded for the application. */
  readonly certificates: string[];
  /** An administrator took the application out of the tenant: it gets no token of its own any more. */
  applicationRemoved: boolean;
}

export interface Directory {
  readonly control: IdentityControl;
  userOf(objectId: string): IdentityUser | undefined;
  /** By `login_hint`; the first user where nobody is meant. */
  hinted(hint: unknown): IdentityUser | undefined;
  tenantOf(user: IdentityUser | undefined): string;
  isTenant(tenant: string): boolean;
  /** A sign-in was agreed to. */
  granted(objectId: string, grantId: string): void;
  isRevoked(grantId: string): boolean;
  /** Object ids of those whose grants were withdrawn. */
  revoked(): readonly string[];
}

export const createDirectory = (tenantId: string, initial: readonly IdentityUser[]): Directory => {
  const users = new Map(initial.map((user) => [user.upn, user]));
  const grants = new Map<string, string[]>();
  const withdrawn = new Set<string>();
  const withdrawnFrom = new Set<string>();
  const all = (): IdentityUser[] => [...users.values()];
  const tenantOf = (user: IdentityUser | undefined): string => user?.tenantId ?? tenantId;
  return {
    control: {
      get users() {
        return all();
      },
      askOnPages: false,
      needAdminApproval: false,
      certificates: [],
      applicationRemoved: false,
      addUser: (user) => void users.set(user.upn, user),
      revoke: (upn) => {
        const objectId = users.get(upn)?.objectId;
        if (objectId === undefined) return;
        withdrawnFrom.add(objectId);
        for (const grant of grants.get(objectId) ?? []) withdrawn.add(grant);
      },
    },
    userOf: (objectId) => all().find((user) => user.objectId === objectId),
    hinted: (hint) => (typeof hint === 'string' ? users.get(hint) : undefined) ?? all()[0],
    tenantOf,
    isTenant: (tenant) => tenant === tenantId || all().some((user) => tenantOf(user) === tenant),
    granted: (objectId, grantId) => void grants.set(objectId, [...(grants.get(objectId) ?? []), grantId]),
    isRevoked: (grantId) => withdrawn.has(grantId),
    revoked: () => [...withdrawnFrom],
  };
};
