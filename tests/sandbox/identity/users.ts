/** Someone who can sign in. */
export interface IdentityUser {
  /** User principal name, as `login_hint` gives it. */
  readonly upn: string;
  readonly name: string;
  /** Object id in the tenant, `oid` of the tokens. */
  readonly objectId: string;
  /** Home tenant; the stand-in's own where absent. */
  readonly tenantId?: string;
}
