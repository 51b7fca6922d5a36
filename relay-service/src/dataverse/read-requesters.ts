/** What the people who asked may do: their right to the invoice and their role in the product, asked in one batch. */
import { roles } from '@stl3/solution';
import type { Requester } from '../core/connection.ts';
import type { DataverseClient } from './client.ts';
import type { Row } from './rows.ts';
import { listOf, textOf } from './rows.ts';

const roleNames = {
  [roles.user.id]: 'user',
  [roles.approver.id]: 'approver',
  [roles.administrator.id]: 'administrator',
  // The relay's own user asks where an administrator has switched on automatic sending: as Draft or Submitted, as a User may.
  [roles.applicationUser.id]: 'user',
} as const;

const roleOf = (row: Row): Requester['roles'][number] | null => {
  const parent = textOf(row, '_parentrootroleid_value') ?? textOf(row, 'roleid') ?? '';
  return roleNames[parent.toLowerCase()] ?? null;
};

// A role in another business unit is a copy of the root's, which its _parentrootroleid_value names.
const userPath = (userId: string): string =>
  `systemusers(${userId})?$select=fullname&$expand=systemuserroles_association($select=roleid,name,_parentrootroleid_value),teammembership_association($select=teamid;$expand=teamroles_association($select=roleid,name,_parentrootroleid_value))`;

const accessPath = (userId: string, invoiceId: string): string =>
  `systemusers(${userId})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@target)?@target=${encodeURIComponent(JSON.stringify({ '@odata.id': `invoices(${invoiceId})` }))}`;

/** Name of a person; null where the row is gone or names nobody. */
export const readRequesterName = async (client: DataverseClient, userId: string): Promise<string | null> => {
  const [answer] = await client.batch([{ method: 'GET', path: `systemusers(${userId})?$select=fullname` }]);
  return answer?.status === 200 && answer.body ? textOf(answer.body, 'fullname') : null;
};

/** @returns by `userId|invoiceId` */
export const readRequesters = async (
  client: DataverseClient,
  pairs: readonly { readonly userId: string; readonly invoiceId: string }[],
): Promise<Map<string, Requester>> => {
  const users = [...new Set(pairs.map(({ userId }) => userId))];
  const results = await client.batch([
    ...users.map((userId) => ({ method: 'GET' as const, path: userPath(userId) })),
    ...pairs.map(({ userId, invoiceId }) => ({ method: 'GET' as const, path: accessPath(userId, invoiceId) })),
  ]);
  // Only what is not there says no; what could not be read is asked again.
  const unread = results.find(({ status }) => status !== 200 && status !== 403 && status !== 404);
  if (unread) throw new Error(`The requesters could not be read: Dataverse answered ${String(unread.status)}`);
  const people = new Map(
    users.map((userId, index) => {
      const row: Row = results[index]?.body ?? {};
      const held = [
        ...listOf(row, 'systemuserroles_association'),
        ...listOf(row, 'teammembership_association').flatMap((team) => listOf(team, 'teamroles_association')),
      ];
      return [userId, { name: textOf(row, 'fullname') ?? '', roles: [...new Set(held.flatMap((role) => roleOf(role) ?? []))] }];
    }),
  );
  return new Map(
    pairs.map(({ userId, invoiceId }, index) => {
      const access = results[users.length + index];
      const rights = access?.status === 200 ? (textOf(access.body ?? {}, 'AccessRights') ?? '') : '';
      const person = people.get(userId);
      return [
        `${userId}|${invoiceId}`,
        { id: userId, name: person?.name ?? '', mayRead: /\bReadAccess\b/.test(rights), roles: person?.roles ?? [] },
      ];
    }),
  );
};
