/** Privileges that a user holds, directly and through teams ("RetrieveUserSetOfPrivilegesByNames", Microsoft Learn). */
import type { Depth } from '@stl3/solution';
import type { DataverseClient } from './client.ts';
import { listOf, textOf } from './rows.ts';

/** @returns by name in lower case; a name that is not held is absent */
export const readPrivileges = async (
  client: DataverseClient,
  userId: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, Depth>> => {
  const parameter = encodeURIComponent(JSON.stringify(names));
  const { body } = await client.request({
    method: 'GET',
    path: `systemusers(${userId})/Microsoft.Dynamics.CRM.RetrieveUserSetOfPrivilegesByNames(PrivilegeNames=@names)?@names=${parameter}`,
  });
  return new Map(
    listOf(body ?? {}, 'RolePrivileges').map((row) => [(textOf(row, 'PrivilegeName') ?? '').toLowerCase(), textOf(row, 'Depth') as Depth]),
  );
};

/** Names that reading and writing invoice lines needs: Microsoft's metadata says them, for they are the invoice's in some versions. */
export const linePrivileges = async (client: DataverseClient): Promise<readonly string[]> => {
  const { body } = await client.request({
    method: 'GET',
    path: `EntityDefinitions(LogicalName='invoicedetail')?$select=LogicalName,Privileges`,
  });
  return listOf(body ?? {}, 'Privileges')
    .filter((row) => ['Read', 'Write'].includes(textOf(row, 'PrivilegeType') ?? ''))
    .flatMap((row) => textOf(row, 'Name') ?? []);
};
