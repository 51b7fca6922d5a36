/** The ledger's tables of the portal: people, their sessions, and what they are about to connect. */
import type { Generated } from 'kysely';

/** A person. Dates and booleans of the accounts' five tables are the library's own affair, so they are not named here. */
export interface AccountsTable {
  id: string;
  name: string;
  email: string;
  company: string | null;
}
/** `token` is the SHA-256 of the one in the browser's cookie. */
export interface SessionsTable {
  id: string;
  token: string;
  account_id: string;
}
/** A way to sign in: a password (`credential`) or Xero, where `subject` is Xero's id of the person. */
export interface SignInsTable {
  id: string;
  subject: string;
  provider: string;
  account_id: string;
  password: string | null;
}
/** Secret and recovery codes are sealed by the accounts' library under the keys of RELAY_SECRET_KEYS. */
export interface SecondFactorsTable {
  id: string;
  secret: string;
  backup_codes: string;
  account_id: string;
}
/** Who may do what with a connection, or with one that is being set up. */
export interface ConnectionMembersTable {
  connection_id: string;
  account_id: string;
  role: 'owner' | 'manager' | 'viewer';
  added_at: number;
  /** Whether mails tell of trouble, and when the turn to write was taken last. */
  notify: number;
  notified_at: number | null;
  /** What happened until then the member was told, or it was nothing; null = as `notified_at`. */
  told_until: number | null;
  /** The end of a subscription that a mail told of; null = of none. */
  told_of_end: number | null;
}
export interface InvitationsTable {
  id: string;
  connection_id: string;
  email: string;
  role: ConnectionMembersTable['role'];
  token_hash: string;
  invited_by: string;
  created_at: number;
  expires_at: number;
  ended_at: number | null;
  /** Whether whoever takes it up becomes owner in the place of whoever invited. */
  hands_over: Generated<number>;
}
/** How often something was tried in a span of time; `id` is a fingerprint of what and by whom. */
export interface AttemptsTable {
  id: string;
  count: number;
  until: number;
}

/** A connection that a person is setting up; what both sides said of themselves is sealed. */
export interface ConnectionDraftsTable {
  id: string;
  owner_id: string;
  /** The connection that is given its consents anew; null = a new one. */
  reconnects: string | null;
  xero_grant_id: string | null;
  xero_connection_id: string | null;
  tenant_id: string | null;
  entra_grant_id: string | null;
  environment_origin: string | null;
  plan: string | null;
  time_zone: string | null;
  /** Once it was created. */
  connection_id: string | null;
  answers_sealed: string;
  /** Code of what went wrong last, until the next step succeeds. */
  problem: string | null;
  /** Whether the chosen environment has flashed. */
  flashed: number;
  created_at: number;
  updated_at: number;
  finished_at: number | null;
}
/** A sign-in that left for an authority; its state is kept as a hash, what redeems it sealed. */
export interface ConsentsBegunTable {
  state_hash: string;
  /** Empty for a sign-in at the portal itself. */
  draft_id: string;
  /** Account; for somebody who is about to log in, a hash of the browser's own cookie. */
  owner_id: string;
  kind: 'xero' | 'entra' | 'adminConsent' | 'xeroRegister' | 'xeroLogIn' | 'xeroJoin';
  secrets_sealed: string;
  begun_at: number;
  ended_at: number | null;
  /** Of a link for an administrator. */
  outcome: 'granted' | 'refused' | null;
}
/** What set-ups have opened at Xero and left behind. */
export interface ClosingsAtXeroTable {
  grant_id: string;
  xero_connection_id: string;
  tenant_id: string;
  noted_at: number;
}
