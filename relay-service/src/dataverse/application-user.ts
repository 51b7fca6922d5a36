/**
 * The relay's own user in an environment: an application user with the role that ships with the solution ("Use multi-tenant server-to-server
 * authentication", learn.microsoft.com). Made with the token of an administrator; making it again changes nothing.
 */
import { roles } from '@stl3/solution';
import { RemoteError } from '../errors.ts';
import type { DataverseClient } from './client.ts';
import { readPrivileges } from './read-privileges.ts';
import { listOf, lookupOf, textOf } from './rows.ts';
import { whoAmI } from './who-am-i.ts';

export type ApplicationUser =
  | { readonly userId: string }
  /** forbidden: the administrator may not; roleMissing: the solution is not there, or an old one; disabled: somebody switched the user off. */
  | { readonly problem: 'forbidden' | 'roleMissing' | 'disabled' };

interface Found {
  readonly userId: string;
  readonly unitId: string;
  readonly disabled: boolean;
  readonly roleIds: readonly string[];
}

const find = async (client: DataverseClient, applicationId: string): Promise<Found | undefined> => {
  const [row] = await client.rows(
    `systemusers?$select=systemuserid,isdisabled,_businessunitid_value&$filter=applicationid eq ${applicationId}&$expand=systemuserroles_association($select=roleid,_parentrootroleid_value)`,
  );
  return (
    row && {
      userId: textOf(row, 'systemuserid')?.toLowerCase() ?? '',
      unitId: lookupOf(row, 'businessunitid') ?? '',
      disabled: row['isdisabled'] === true,
      roleIds: listOf(row, 'systemuserroles_association').map((role) => lookupOf(role, 'parentrootroleid') ?? textOf(role, 'roleid') ?? ''),
    }
  );
};

const create = async (client: DataverseClient, applicationId: string): Promise<void> => {
  const [unit] = await client.rows('businessunits?$select=businessunitid&$filter=_parentbusinessunitid_value eq null');
  await client.request({
    method: 'POST',
    path: 'systemusers',
    body: { applicationid: applicationId, 'businessunitid@odata.bind': `/businessunits(${textOf(unit ?? {}, 'businessunitid') ?? ''})` },
  });
};

/** A user that exists already proves nothing of whoever asks, so it is asked for itself ("Manage application users", Microsoft Learn). */
const mayManageUsers = async (client: DataverseClient): Promise<boolean> => {
  const { userId } = await whoAmI(client);
  const held = await readPrivileges(client, userId, ['prvCreateUser', 'prvAssignRole']);
  return held.get('prvcreateuser') === 'Global' && held.has('prvassignrole');
};

const ensure = async (client: DataverseClient, applicationId: string): Promise<ApplicationUser> => {
  if (!(await mayManageUsers(client))) return { problem: 'forbidden' };
  const shipped = roles.applicationUser.id;
  let user = await find(client, applicationId);
  if (!user) {
    // Looked for first, so that no user without a role is left behind.
    if ((await client.rows(`roles?$select=roleid&$filter=_parentrootroleid_value eq ${shipped}`)).length === 0)
      return { problem: 'roleMissing' };
    await create(client, applicationId);
    user = await find(client, applicationId);
    if (!user) throw new Error('Dataverse does not show the application user that it has just made.');
  }
  if (user.disabled) return { problem: 'disabled' };
  if (user.roleIds.includes(shipped)) return user;
  // A role exists once in each business unit, under the one of the root.
  const [role] = await client.rows(
    `roles?$select=roleid&$filter=_parentrootroleid_value eq ${shipped} and _businessunitid_value eq ${user.unitId}`,
  );
  if (!role) return { problem: 'roleMissing' };
  await client.request({
    method: 'POST',
    path: `systemusers(${user.userId})/systemuserroles_association/$ref`,
    body: { '@odata.id': `${client.origin}/api/data/v9.2/roles(${textOf(role, 'roleid') ?? ''})` },
  });
  return user;
};

/**
 * The application user with its role.
 * @param client with the token of an administrator
 * @throws {RemoteError} when Dataverse does not answer as it should
 */
export const ensureApplicationUser = async (client: DataverseClient, applicationId: string): Promise<ApplicationUser> => {
  try {
    return await ensure(client, applicationId);
  } catch (problem) {
    if (problem instanceof RemoteError && problem.code === 'DATAVERSE_FORBIDDEN') return { problem: 'forbidden' };
    throw problem;
  }
};
