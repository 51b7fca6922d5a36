/** The ledger's tables. Ids, states, times (milliseconds since 1970 by the database's clock), counts, codes, fingerprints and sealed secrets; nothing financial. */
import type { Generated } from 'kysely';
import type { XeroDocument } from '../core/document.ts';
import type { EffectKind, EffectState } from '../core/effect-states.ts';
import type { PostingState, RequestState } from '../core/posting-states.ts';
import type { CallSlicesTable, LanesTable } from './lane-tables.ts';
import type {
  AccountsTable,
  AttemptsTable,
  ClosingsAtXeroTable,
  ConnectionDraftsTable,
  ConnectionMembersTable,
  ConsentsBegunTable,
  InvitationsTable,
  SecondFactorsTable,
  SessionsTable,
  SignInsTable,
} from './portal-schema.ts';

export type { LanesTable } from './lane-tables.ts';

/** Somebody waits for it, or it is one of many. */
export type KindOfWork = 'clicks' | 'bulk';

export interface InstallationTable {
  id: string;
  epoch: number;
  created_at: number;
}
/** A Dataverse environment; `id` is the random one in the webhook's address. */
export interface EnvironmentsTable {
  id: string;
  organization_id: string;
  origin: string;
  host: string;
  grant_id: string;
  webhook_key_hash: string;
  former_webhook_key_hash: string | null;
  runs_on_poll: number;
  created_at: number;
}
export interface ConnectionsTable {
  id: string;
  environment_id: string;
  connector_id: string;
  lane_id: string;
  tenant_id: string;
  xero_connection_id: string;
  xero_grant_id: string;
  /** `connected`, `paused` by a person, `disconnected`, `copied` (the environment is a copy) or `takenOver` (by another relay). */
  state: string;
  created_at: number;
  /** When it was connected last; null where an older relay did so, and then `created_at` is what is known. */
  connected_at: number | null;
  /** Name that people gave it; null = the organisation's. */
  name: string | null;
  organisation_name: string | null;
  demo: number | null;
  /** Code of what stops the whole connection until a person acts. */
  trouble: string | null;
  trouble_at: number | null;
  /** Higher than on any relay that sent before this one; the connector row in Dynamics holds it too. */
  ledger_epoch: number | null;
  /** Rises about once a minute while something is sent; before it is written to the connector row. */
  ledger_sequence: number | null;
  /** Up to which the connector row is known to hold it. */
  sequence_told: number | null;
  sequence_at: number | null;
  /** Invoices made before this may have been sent by a ledger that is lost: Xero is asked first, from `look_first_since` on. */
  look_first_since: number | null;
  look_first_before: number | null;
}
/** Copies of a connected environment whose clicks reached us; nothing is ever sent for them. */
export interface CopiesTable {
  environment_id: string;
  origin: string;
  heard_at: number;
  answered_at: number | null;
}
export interface GrantsTable {
  id: string;
  system: 'xero' | 'entra';
  subject: string;
  tenant: string;
  generation: number;
  refreshing_since: number | null;
  refresh_token: string;
  access_token: string | null;
  access_expires_at: number;
  state: 'alive' | 'reconnect';
  updated_at: number;
  /** When its tokens last came; null where an older relay wrote them, and then `updated_at` is near enough. */
  refreshed_at: number | null;
  /** Sealed. Null where an older relay wrote it, or nobody was named. */
  consented_by: string | null;
  /** consent = a person's, with a refresh token; application = the relay's own, renewed by asking again (client credentials). */
  kind: Generated<'consent' | 'application'>;
}
/** A refresh token that came after somebody else had refreshed; it may yet be the living one. */
export interface GrantCandidatesTable {
  id: string;
  grant_id: string;
  refresh_token: string;
  came_at: number;
}
export interface RequestsTable {
  environment_id: string;
  id: string;
  source: 'webhook' | 'poll';
  /** Bulk = one of many that came at once; clicks overtake them. */
  kind: KindOfWork;
  state: RequestState;
  received_at: number;
  due_at: number;
  attempts: number;
  posting_id: string | null;
  cause: string | null;
  ended_at: number | null;
  /** The connection that answers for it, once that is known. */
  connection_id: string | null;
}
/** One intended effect on one document; `id` is the intent id. Never pruned. */
export interface PostingsTable {
  id: string;
  /** The intent that it had when it was refused before. */
  former_id: string | null;
  connection_id: string;
  tenant_id: string;
  organization_id: string;
  invoice_id: string;
  document_kind: XeroDocument['Type'];
  generation: number;
  request_id: string;
  state: PostingState;
  call_id: string | null;
  /** By what the document is known again (its number), sealed until told. What is prepared or refused holds it while an earlier call may still arrive under it. */
  number_sealed: string | null;
  xero_document_id: string | null;
  invoice_row_version: string | null;
  attempts: number;
  looked_up_at: number | null;
  absent_at: number | null;
  /** When Dynamics was told that Xero holds several of it. */
  several_told_at: number | null;
  cause: string | null;
  due_at: number;
  created_at: number;
  updated_at: number;
}
/** One HTTP write to Xero; `id` is its Idempotency-Key. The body is never stored. */
export interface CallsTable {
  id: string;
  lane_id: string;
  epoch: number;
  kind: KindOfWork;
  members: number;
  fingerprint: string;
  salt: string;
  state: 'sent' | 'answered' | 'not-executed' | 'in-doubt';
  sent_at: number;
  may_run_until: number;
  ended_at: number | null;
}
/** What follows a document that is in Xero, once each by subject, kind and occasion. Never pruned. */
export interface EffectsTable {
  id: string;
  connection_id: string;
  tenant_id: string;
  organization_id: string;
  /** The invoice in Dynamics; of kind `contact` the customer. */
  subject_id: string;
  kind: EffectKind;
  /** What called for it: a posting, or the request of somebody who asked for it once more. */
  occasion: string;
  request_id: string | null;
  state: EffectState;
  /** Epoch of the lane under which it was sent. */
  epoch: number | null;
  may_run_until: number | null;
  attempts: number;
  cause: string | null;
  /** Salted fingerprint of what was last compared. */
  seen: string | null;
  due_at: number;
  /** When Dynamics heard how it ended; what is not yet told is open. */
  told_at: number | null;
  created_at: number;
  updated_at: number;
}
/** Up to where something of an environment was read, in milliseconds of the environment's own clock. */
export interface CursorsTable {
  environment_id: string;
  subject: string;
  at: number;
}
export interface AuditTable {
  id: string;
  at: number;
  actor: string;
  action: string;
  subject: string;
  code: string | null;
}

/** What one relay does at a time. */
export interface HoldsTable {
  name: string;
  holder: string;
  /** From then on the holder is given up for dead. */
  until: number;
}
/** When a recurring job is due next. */
export interface ScheduleTable {
  job: string;
  due_at: number;
}
/** What a Xero organisation has subscribed to; `customer` is its id at the payment provider. */
export interface SubscriptionsTable {
  tenant_id: string;
  plan: string | null;
  trial_ends_at: number | null;
  paid: 'no' | 'yes' | 'ended';
  ended_at: number | null;
  customer: string | null;
  told_state: string | null;
  checkout: string | null;
  updated_at: number;
}
/** Subscriptions at the payment provider, by its ids; times are the provider's. */
export interface ProviderSubscriptionsTable {
  id: string;
  tenant_id: string;
  customer: string | null;
  plan: string | null;
  state: 'paid' | 'unpaid' | 'ended';
  began_at: number;
  told_at: number;
  /** 1 = paid, and the last money is not collected yet; null where an older relay wrote it. */
  past_due: number | null;
}
/** What disconnecting left to a person. */
export interface LeftToDoTable {
  connection_id: string;
  item: string;
  noted_at: number;
}
/** Whether webhooks of an environment arrive. */
export interface WebhookSignsTable {
  environment_id: string;
  registered_at: number | null;
  pinged_at: number | null;
  ping_id: string | null;
  heard_at: number | null;
}
/** When a connection's reference data was read from Xero. */
export interface ReferenceReadsTable {
  connection_id: string;
  read_at: number | null;
  read_whole_at: number | null;
  tried_at: number | null;
  problem: string | null;
}

export interface LedgerSchema {
  connection_drafts: ConnectionDraftsTable;
  consents_begun: ConsentsBegunTable;
  webhook_signs: WebhookSignsTable;
  reference_reads: ReferenceReadsTable;
  schedule: ScheduleTable;
  holds: HoldsTable;
  subscriptions: SubscriptionsTable;
  provider_subscriptions: ProviderSubscriptionsTable;
  installation: InstallationTable;
  environments: EnvironmentsTable;
  connections: ConnectionsTable;
  left_to_do: LeftToDoTable;
  closings_at_xero: ClosingsAtXeroTable;
  copies: CopiesTable;
  grants: GrantsTable;
  requests: RequestsTable;
  postings: PostingsTable;
  calls: CallsTable;
  lanes: LanesTable;
  call_slices: CallSlicesTable;
  grant_candidates: GrantCandidatesTable;
  audit: AuditTable;
  effects: EffectsTable;
  cursors: CursorsTable;
  accounts: AccountsTable;
  sessions: SessionsTable;
  sign_ins: SignInsTable;
  second_factors: SecondFactorsTable;
  connection_members: ConnectionMembersTable;
  invitations: InvitationsTable;
  attempts: AttemptsTable;
}
