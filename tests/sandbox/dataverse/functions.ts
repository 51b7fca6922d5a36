/** Functions and actions that the relay and its users call. */
import type { TableDefinition } from './column.ts';
import { hasTable, tableNamed, tableOfSet } from './model.ts';
import { Refusal, notFound } from './refusal.ts';
import { depthOf, everyRight, may, privilegeName, rolesOf } from './rights.ts';
import type { Environment } from './state.ts';
import { referenceOf, rowsOf } from './state.ts';

const context = (environment: Environment, type: string): string => `${environment.origin}/api/data/v9.2/$metadata#${type}`;

export const whoAmI = (environment: Environment, userId: string): object => {
  const row = rowsOf(environment, 'systemuser').get(userId);
  return {
    '@odata.context': context(environment, 'Microsoft.Dynamics.CRM.WhoAmIResponse'),
    BusinessUnitId: (row && referenceOf(row, 'businessunitid')?.id) ?? null,
    UserId: userId,
    OrganizationId: environment.organizationId,
  };
};

const accessNames = ['Read', 'Write', 'Append', 'AppendTo', 'Create', 'Delete', 'Share', 'Assign'] as const;

/** @param target JSON of `{"@odata.id": "invoices(guid)"}` */
export const retrievePrincipalAccess = (environment: Environment, principalId: string, target: string): object => {
  const reference = (JSON.parse(target) as Record<string, unknown>)['@odata.id'];
  const [, set = '', id = ''] = /([a-z0-9_]+)\(([0-9a-f-]{36})\)$/i.exec(typeof reference === 'string' ? reference : '') ?? [];
  const table = tableOfSet(set);
  const row = rowsOf(environment, table.logicalName).get(id.toLowerCase());
  if (!row) throw notFound(table.logicalName, id);
  const held = accessNames.filter((right) => may(environment, principalId, right, table, row)).map((right) => `${right}Access`);
  return {
    '@odata.context': context(environment, 'Microsoft.Dynamics.CRM.RetrievePrincipalAccessResponse'),
    AccessRights: held.length > 0 ? held.join(', ') : 'None',
  };
};

const privilege = (environment: Environment, userId: string, name: string): object[] => {
  const depth = depthOf(environment, userId, name);
  return depth === null
    ? []
    : [{ Depth: depth, PrivilegeId: privilegeIdOf(name), PrivilegeName: name, BusinessUnitId: null, RecordFilterId: null }];
};

const privilegeIdOf = (name: string): string => {
  let hash = 0n;
  for (const character of name) hash = (hash * 1_099_511_628_211n + BigInt(character.codePointAt(0) ?? 0)) & ((1n << 122n) - 1n);
  const hex = hash.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
};

/** A name that is not held is absent, a misspelt one as well. */
export const privilegesByNames = (environment: Environment, userId: string, names: string): object => ({
  '@odata.context': context(environment, 'Microsoft.Dynamics.CRM.RetrieveUserSetOfPrivilegesByNamesResponse'),
  RolePrivileges: (JSON.parse(names) as string[]).flatMap((name) => privilege(environment, userId, name)),
});

export const userPrivileges = (environment: Environment, userId: string): object => {
  const names = new Set(
    rolesOf(environment, userId).flatMap((role) => {
      const privileges = environment.rolePrivileges.get(role);
      return privileges === 'all' || !privileges ? [] : [...privileges.keys()];
    }),
  );
  return {
    '@odata.context': context(environment, 'Microsoft.Dynamics.CRM.RetrieveUserPrivilegesResponse'),
    RolePrivileges: [...names].flatMap((name) => privilege(environment, userId, name)),
  };
};

const privilegeTypes: Readonly<Record<(typeof everyRight)[number], string>> = {
  Create: 'Create',
  Read: 'Read',
  Write: 'Write',
  Delete: 'Delete',
  Append: 'Append',
  AppendTo: 'AppendTo',
  Assign: 'Assign',
  Share: 'Share',
};

/** `EntityDefinitions(LogicalName='…')?$select=LogicalName,Privileges` */
export const entityDefinition = (logicalName: string): object => {
  if (!hasTable(logicalName)) throw new Refusal(404, '0x80060888', `Could not find an entity with name ${logicalName}.`);
  const table: TableDefinition = tableNamed(logicalName);
  return {
    MetadataId: privilegeIdOf(`table:${logicalName}`),
    LogicalName: table.logicalName,
    SchemaName: table.schemaName,
    EntitySetName: table.setName,
    PrimaryIdAttribute: table.primaryKey,
    PrimaryNameAttribute: table.primaryName,
    Privileges: everyRight.map((right) => ({
      Name: privilegeName(table, right),
      PrivilegeId: privilegeIdOf(privilegeName(table, right)),
      PrivilegeType: privilegeTypes[right],
    })),
  };
};
