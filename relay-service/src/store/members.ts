/** Who may do what with a connection. Another tenant's connection and one that does not exist look the same from here. */
import type { Ledger } from './ledger.ts';
import type { ConnectionMembersTable } from './portal-schema.ts';

/** owner: everything, also disconnecting and transferring; manager: settings, retries, reconnecting; viewer: looks. */
export type Role = ConnectionMembersTable['role'];

/** Roles from the least to the most. */
export const ROLES: readonly Role[] = ['viewer', 'manager', 'owner'];

/** Whether somebody with this role may do what asks for that one. */
export const reaches = (role: Role, asked: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(asked);

/** Makes somebody a member, or changes the role. */
export const saveMember = async (ledger: Ledger, connectionId: string, accountId: string, role: Role): Promise<void> => {
  await ledger.db
    .insertInto('connection_members')
    .values({ connection_id: connectionId, account_id: accountId, role, added_at: ledger.now(), notify: 1 })
    .onConflict((conflict) => conflict.columns(['connection_id', 'account_id']).doUpdateSet({ role }))
    .execute();
};

/** The role of an account, undefined for a stranger. */
export const roleOf = async (ledger: Ledger, connectionId: string, accountId: string): Promise<Role | undefined> => {
  const row = await ledger.db
    .selectFrom('connection_members')
    .select('role')
    .where('connection_id', '=', connectionId)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row?.role;
};

/** Ids of the connections that an account belongs to, with its role, the oldest first. */
export const membershipsOf = (ledger: Ledger, accountId: string): Promise<ConnectionMembersTable[]> =>
  ledger.db.selectFrom('connection_members').selectAll().where('account_id', '=', accountId).orderBy('added_at').execute();

/** A member as colleagues see each other. */
export interface Member {
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

/**
 * Whether an account may connect an organisation that everybody here reaches: nobody has it yet, or the account manages a connection of it.
 * Ended connections count: leaving one takes nobody's say away from who managed it.
 */
export const mayConnectTenant = async (ledger: Ledger, tenantId: string, accountId: string): Promise<boolean> => {
  const members = await ledger.db
    .selectFrom('connection_members')
    .innerJoin('connections', 'connections.id', 'connection_members.connection_id')
    .select(['connection_members.account_id', 'connection_members.role'])
    .where('connections.tenant_id', '=', tenantId)
    .execute();
  return members.length === 0 || members.some(({ account_id, role }) => account_id === accountId && reaches(role, 'manager'));
};

/** Members of a connection, the longest standing first. */
export const membersOf = (ledger: Ledger, connectionId: string): Promise<Member[]> =>
  ledger.db
    .selectFrom('connection_members')
    .innerJoin('accounts', 'accounts.id', 'connection_members.account_id')
    .select(['connection_members.account_id as accountId', 'accounts.name', 'accounts.email', 'connection_members.role'])
    .where('connection_members.connection_id', '=', connectionId)
    .orderBy('connection_members.added_at')
    .execute();

/** Ends a membership. */
export const removeMember = async (ledger: Ledger, connectionId: string, accountId: string): Promise<void> => {
  await ledger.db.deleteFrom('connection_members').where('connection_id', '=', connectionId).where('account_id', '=', accountId).execute();
};

/** Connections of which an account is the only owner, and which still work: they would be orphaned. */
export const soleOwnerships = async (ledger: Ledger, accountId: string): Promise<string[]> => {
  const rows = await ledger.db
    .selectFrom('connection_members as own')
    .innerJoin('connections', 'connections.id', 'own.connection_id')
    .select('own.connection_id')
    .where('own.account_id', '=', accountId)
    .where('own.role', '=', 'owner')
    .where('connections.state', '!=', 'disconnected')
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('connection_members as other')
            .select('other.account_id')
            .whereRef('other.connection_id', '=', 'own.connection_id')
            .where('other.role', '=', 'owner')
            .where('other.account_id', '!=', accountId),
        ),
      ),
    )
    .execute();
  return rows.map(({ connection_id }) => connection_id);
};

/** Whether mails tell this member of trouble. */
export const setNotify = async (ledger: Ledger, connectionId: string, accountId: string, notify: boolean): Promise<void> => {
  await ledger.db
    .updateTable('connection_members')
    .set({ notify: notify ? 1 : 0 })
    .where('connection_id', '=', connectionId)
    .where('account_id', '=', accountId)
    .execute();
};

/** Accounts that chose to get no mails of trouble. */
export const wantNoMails = async (ledger: Ledger, connectionId: string): Promise<readonly string[]> =>
  (
    await ledger.db
      .selectFrom('connection_members')
      .select('account_id')
      .where('connection_id', '=', connectionId)
      .where('notify', '=', 0)
      .execute()
  ).map(({ account_id }) => account_id);

/** What a mail to a member may tell. */
export interface Turn {
  /** What happened since is news. */
  readonly since: number;
  /** When the turn was taken: until then everything is told, once the mail is sent. */
  readonly until: number;
  /** The end of a subscription that the member knows of by an earlier mail. */
  readonly toldOfEnd: number | null;
}

/**
 * Takes the turn to write to a member, so that of many relays one does. Where the mail is not sent, its news is that of the next turn too.
 * @returns null where it is not yet time, or mails are off
 */
export const takeNotification = async (
  ledger: Ledger,
  connectionId: string,
  accountId: string,
  atMostEveryMs: number,
): Promise<Turn | null> => {
  const now = ledger.now();
  const member = await ledger.db
    .selectFrom('connection_members')
    .select(['notified_at', 'told_until', 'added_at', 'notify', 'told_of_end'])
    .where('connection_id', '=', connectionId)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  if (member?.notify !== 1 || (member.notified_at ?? 0) > now - atMostEveryMs) return null;
  const before = member.notified_at;
  const since = member.told_until ?? before ?? member.added_at;
  const { numUpdatedRows } = await ledger.db
    .updateTable('connection_members')
    .set({ notified_at: now, told_until: since })
    .where('connection_id', '=', connectionId)
    .where('account_id', '=', accountId)
    .where('notified_at', before === null ? 'is' : '=', before)
    .executeTakeFirst();
  return numUpdatedRows === 1n ? { since, until: now, toldOfEnd: member.told_of_end } : null;
};

/** Notes that a member was told everything of a turn. @param endedAt the end of a subscription that was among it */
export const noteTold = async (
  ledger: Ledger,
  connectionId: string,
  accountId: string,
  { until }: Turn,
  endedAt: number | null,
): Promise<void> => {
  await ledger.db
    .updateTable('connection_members')
    .set({ told_until: until, ...(endedAt === null ? {} : { told_of_end: endedAt }) })
    .where('connection_id', '=', connectionId)
    .where('account_id', '=', accountId)
    .execute();
};
