/** What the Dynamics user of a connection must be allowed: the install guide's ten lines and the further ones, as data, by the names of privileges. */
import type { Depth } from '@stl3/solution';
import { roles } from '@stl3/solution';

export interface NeededPrivilege {
  /** As `RetrieveUserSetOfPrivilegesByNames` takes it; a custom table's follows the case of its schema name. */
  readonly name: string;
  readonly depth: Depth;
}

export interface Permission {
  /** The guide's words where it names the line. */
  readonly title: string;
  /** Number in the install guide; null for what it does not name. */
  readonly guideLine: number | null;
  readonly privileges: readonly NeededPrivilege[];
}

/** The role that ships with the solution says what is needed and how far; nothing is said twice. */
const needed = (table: string): NeededPrivilege[] =>
  Object.entries(roles.applicationUser.rights[table] ?? {}).map(([right, depth]) => ({ name: `prv${right}${table}`, depth }));

const line = (guideLine: number | null, title: string, ...privileges: readonly NeededPrivilege[]): Permission => ({
  guideLine,
  title,
  privileges,
});

/**
 * Every permission in the guide's order.
 * @param linePrivileges names that reading and writing invoice lines needs, as the environment's metadata says them
 */
export const permissions = (linePrivileges: readonly string[]): readonly Permission[] => [
  line(1, 'Invoice entity: read-write', ...needed('Invoice')),
  line(2, 'Invoice detail entity: read-write', ...linePrivileges.map((name): NeededPrivilege => ({ name, depth: 'Global' }))),
  line(3, 'Product entity: read', ...needed('Product')),
  line(4, 'System user entity: read', ...needed('User')),
  line(5, 'Account entity: read-write', ...needed('Account')),
  line(6, 'Contact entity: read-write', ...needed('Contact')),
  line(7, 'Stl3_dynamicsxeroconnector entity: read-write', ...needed('stl3_DynamicsXeroConnector')),
  line(8, 'Stl3_brandingtheme entity: read-write', ...needed('stl3_BrandingTheme')),
  line(9, 'Stl3_chartofaccounts entity: read-write', ...needed('stl3_ChartOfAccounts')),
  line(10, 'Stl3_stellariseconnectorsettings entity: read-write', ...needed('stl3_StellariseConnectorSettings')),
  line(null, 'Tax types and tracking: read-write', ...needed('stl3_TaxType'), ...needed('stl3_TrackingCategory')),
  line(null, 'Xero Requests: read-write', ...needed('stl3_XeroRequest')),
  line(
    null,
    'Xero Details, history and customer links: read-write',
    ...needed('stl3_XeroDetails'),
    ...needed('stl3_SyncHistory'),
    ...needed('stl3_XeroContact'),
  ),
  line(null, 'Reconciliations: read-write', ...needed('stl3_Reconciliation'), ...needed('stl3_ReconciliationLine')),
  line(null, 'Currency and unit: read', ...needed('TransactionCurrency'), ...needed('UoM')),
  line(null, 'Teams, security roles and business units: read', ...needed('Team'), ...needed('Role'), ...needed('BusinessUnit')),
  line(null, 'Organization and solutions: read', ...needed('Organization'), ...needed('Solution')),
];

/** Names to ask for at once. */
export const privilegeNames = (all: readonly Permission[]): readonly string[] => [
  ...new Set(all.flatMap(({ privileges }) => privileges.map(({ name }) => name))),
];

export interface PermissionCheck {
  readonly title: string;
  readonly guideLine: number | null;
  /** Privileges that are not held at all. */
  readonly missing: readonly string[];
  /** Privileges that reach less far than they must. */
  readonly narrow: readonly string[];
}

const depths: readonly Depth[] = ['Basic', 'Local', 'Deep', 'Global'];

/** @param held privileges by name, without case, each with how far it reaches */
export const checkPermissions = (all: readonly Permission[], held: ReadonlyMap<string, Depth>): readonly PermissionCheck[] =>
  all.map(({ title, guideLine, privileges }) => {
    const reach = (name: string): number => {
      const depth = held.get(name.toLowerCase());
      return depth === undefined ? -1 : depths.indexOf(depth);
    };
    return {
      title,
      guideLine,
      missing: privileges.filter(({ name }) => reach(name) < 0).map(({ name }) => name),
      narrow: privileges.filter(({ name, depth }) => reach(name) >= 0 && reach(name) < depths.indexOf(depth)).map(({ name }) => name),
    };
  });
