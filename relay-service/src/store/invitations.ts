/** Invitations of colleagues to a connection. The ledger keeps the hash of the link's token alone. */
import { randomBytes, randomUUID } from 'node:crypto';
import { inTransaction } from './in-transaction.ts';
import type { Ledger } from './ledger.ts';
import type { Role } from './members.ts';
import { saveMember } from './members.ts';
import { hashOf } from './token-hash.ts';

const HOUR = 3_600_000;
/** A week: people are on holiday. */
export const INVITATION_MS = 7 * 24 * HOUR;

export interface Invitation {
  readonly id: string;
  readonly connectionId: string;
  readonly email: string;
  readonly role: Role;
  /** Name of whoever invited. */
  readonly by: string;
  readonly byId: string;
  /** Whether whoever takes it up becomes owner in the place of whoever invited, who stays as a manager. */
  readonly handsOver: boolean;
}

/** Invites; an earlier open invitation of the same address is replaced. @returns the token for the link */
export const invite = async (
  ledger: Ledger,
  given: { connectionId: string; email: string; role: Role; by: string; handsOver?: boolean },
): Promise<string> => {
  const token = randomBytes(24).toString('base64url');
  await ledger.db
    .deleteFrom('invitations')
    .where('connection_id', '=', given.connectionId)
    .where('email', '=', given.email)
    .where('ended_at', 'is', null)
    .execute();
  await ledger.db
    .insertInto('invitations')
    .values({
      id: randomUUID(),
      connection_id: given.connectionId,
      email: given.email,
      role: given.role,
      token_hash: hashOf(token),
      invited_by: given.by,
      created_at: ledger.now(),
      expires_at: ledger.now() + INVITATION_MS,
      ended_at: null,
      hands_over: given.handsOver === true ? 1 : 0,
    })
    .execute();
  return token;
};

const open = (ledger: Ledger) =>
  ledger.db
    .selectFrom('invitations')
    .innerJoin('accounts', 'accounts.id', 'invitations.invited_by')
    .select([
      'invitations.id',
      'invitations.connection_id as connectionId',
      'invitations.email',
      'invitations.role',
      'accounts.name as by',
      'invitations.invited_by as byId',
      'invitations.hands_over',
    ])
    .where('invitations.ended_at', 'is', null)
    .where('invitations.expires_at', '>', ledger.now());

const invitationOf = ({ hands_over, ...row }: Omit<Invitation, 'handsOver'> & { readonly hands_over: number }): Invitation => ({
  ...row,
  handsOver: hands_over === 1,
});

/** The open invitation of a link; undefined when it was used, withdrawn, or has run out. */
export const invitationBy = async (ledger: Ledger, token: string): Promise<Invitation | undefined> => {
  const row = await open(ledger).where('invitations.token_hash', '=', hashOf(token)).executeTakeFirst();
  return row && invitationOf(row);
};

/** Open invitations of a connection. */
export const openInvitations = async (ledger: Ledger, connectionId: string): Promise<Invitation[]> =>
  (await open(ledger).where('invitations.connection_id', '=', connectionId).orderBy('invitations.created_at').execute()).map(invitationOf);

/** Withdraws an open invitation. */
export const withdrawInvitation = async (ledger: Ledger, connectionId: string, id: string): Promise<void> => {
  await ledger.db
    .deleteFrom('invitations')
    .where('connection_id', '=', connectionId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute();
};

/** Undoes the transaction: the invitation was taken up or withdrawn meanwhile. */
class Ended extends Error {}

/** @returns false where the connection is not theirs to give any more */
const stepDown = async ({ db }: Ledger, { connectionId, byId }: Invitation): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('connection_members')
    .set({ role: 'manager' })
    .where('connection_id', '=', connectionId)
    .where('account_id', '=', byId)
    .where('role', '=', 'owner')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

/**
 * Takes an invitation up, once. What is handed over must still be the other one's to give.
 * @returns false when somebody was quicker, or it is not any more
 */
export const acceptInvitation = (ledger: Ledger, invitation: Invitation, accountId: string): Promise<boolean> =>
  inTransaction(ledger, async (inside) => {
    // First, and on its own condition: of two offers that are accepted at once, the second finds no owner left to take it from.
    if (invitation.handsOver && !(await stepDown(inside, invitation))) return false;
    const { numUpdatedRows } = await inside.db
      .updateTable('invitations')
      .set({ ended_at: inside.now() })
      .where('id', '=', invitation.id)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new Ended();
    await saveMember(inside, invitation.connectionId, accountId, invitation.role);
    return true;
  }).catch((failure: unknown) => {
    if (failure instanceof Ended) return false;
    throw failure;
  });
