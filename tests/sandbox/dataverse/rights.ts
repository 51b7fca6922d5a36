/** Who may do what: privileges by role and depth, held by a user and by the teams that the user is in. */
import type { TableDefinition } from './column.ts';
import { Refusal } from './refusal.ts';
import type { Depth, Environment, Row } from './state.ts';
import { referenceOf, rowsOf } from './state.ts';

export type Right = 'Create' | 'Read' | 'Write' | 'Delete' | 'Append' | 'AppendTo' | 'Assign' | 'Share';
export const everyRight: readonly Right[] = ['Create', 'Read', 'Write', 'Delete', 'Append', 'AppendTo', 'Assign', 'Share'];

const depths: readonly Depth[] = ['Basic', 'Local', 'Deep', 'Global'];

export const privilegeName = (table: TableDefinition, right: Right): string => `prv${right}${table.guardedBy}`;

const teamsOf = (environment: Environment, userId: string): readonly string[] =>
  environment.pairs.teammembership.flatMap(([user, team]) => (user === userId ? [team] : []));

export const rolesOf = (environment: Environment, userId: string): readonly string[] => [
  ...environment.pairs.systemuserroles.flatMap(([user, role]) => (user === userId ? [role] : [])),
  ...teamsOf(environment, userId).flatMap((team) => environment.pairs.teamroles.flatMap(([of, role]) => (of === team ? [role] : []))),
];

/** How far a privilege of a user reaches; null when it is not held. */
export const depthOf = (environment: Environment, userId: string, privilege: string): Depth | null => {
  if (environment.withheld.has(privilege.toLowerCase())) return null;
  let reach = -1;
  for (const role of rolesOf(environment, userId)) {
    const privileges = environment.rolePrivileges.get(role);
    const depth = privileges === 'all' ? 'Global' : privileges?.get(privilege.toLowerCase());
    if (depth) reach = Math.max(reach, depths.indexOf(depth));
  }
  return depths[reach] ?? null;
};

const businessUnitOf = (environment: Environment, userId: string): string | undefined => {
  const user = rowsOf(environment, 'systemuser').get(userId);
  return user && referenceOf(user, 'businessunitid')?.id;
};

/** May this user do it with this row? Rows of the organisation have no owner, so any depth will do. */
export const may = (environment: Environment, userId: string, right: Right, table: TableDefinition, row: Row): boolean => {
  const depth = depthOf(environment, userId, privilegeName(table, right));
  if (depth === null) return false;
  if (table.owned === 'organization' || depth === 'Global') return true;
  const owner = referenceOf(row, 'ownerid')?.id ?? '';
  if (owner === userId || teamsOf(environment, userId).includes(owner)) return true;
  return depth !== 'Basic' && referenceOf(row, 'owningbusinessunit')?.id === businessUnitOf(environment, userId);
};

/** @throws {Refusal} 403 `0x80040220`, worded as the platform does */
export const demand = (environment: Environment, userId: string, right: Right, table: TableDefinition, row: Row | null): void => {
  const held =
    row === null ? depthOf(environment, userId, privilegeName(table, right)) !== null : may(environment, userId, right, table, row);
  if (held) return;
  const subject = row === null ? '' : ` on the record with Id=${row.id}`;
  throw new Refusal(
    403,
    '0x80040220',
    `Principal user (Id=${userId}, type=8) is missing ${privilegeName(table, right)} privilege for entity '${table.logicalName}'${subject}.`,
  );
};
