/** The ledger's tables. Ids, states, times (milliseconds since 1970 by the database's clock), counts, codes, fingerprints and sealed secrets; nothing financial. */
import type { XeroDocument } from '../core/document.ts';
import type { PostingState, RequestState } from '../core/posting-states.ts';

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
  state: string;
  created_at: number;
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
}
export interface RequestsTable {
  environment_id: string;
  id: string;
  source: 'webhook' | 'poll';
  state: RequestState;
  received_at: number;
  due_at: number;
  attempts: number;
  posting_id: string | null;
  cause: string | null;
  ended_at: number | null;
}
/** One intended effect on one document; `id` is the intent id. Never pruned. */
export interface PostingsTable {
  id: string;
  connection_id: string;
  tenant_id: string;
  organization_id: string;
  invoice_id: string;
  document_kind: XeroDocument['Type'];
  generation: number;
  request_id: string;
  state: PostingState;
  call_id: string | null;
  /** By what the document is known again (its number), sealed until told. */
  number_sealed: string | null;
  xero_document_id: string | null;
  invoice_row_version: string | null;
  attempts: number;
  looked_up_at: number | null;
  absent_at: number | null;
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
  kind: 'clicks' | 'bulk';
  members: number;
  fingerprint: string;
  salt: string;
  state: 'sent' | 'answered' | 'not-executed' | 'in-doubt';
  sent_at: number;
  may_run_until: number;
  ended_at: number | null;
}
/** Xero client id and tenant: one relay at a time sends. */
export interface LanesTable {
  id: string;
  holder: string | null;
  epoch: number;
  lease_until: number;
  calls_day_left: number | null;
  parked_until: number | null;
}
export interface AuditTable {
  id: string;
  at: number;
  actor: string;
  action: string;
  subject: string;
  code: string | null;
}

export interface LedgerSchema {
  installation: InstallationTable;
  environments: EnvironmentsTable;
  connections: ConnectionsTable;
  grants: GrantsTable;
  requests: RequestsTable;
  postings: PostingsTable;
  calls: CallsTable;
  lanes: LanesTable;
  audit: AuditTable;
}
