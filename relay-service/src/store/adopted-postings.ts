/** Documents that another life of this ledger made: taken up from the rows in Dynamics or from Xero itself (posting protocol, section 8). */
import { neverSentStates } from '../core/posting-states.ts';
import type { Ledger } from './ledger.ts';
import type { DocumentKey } from './postings.ts';
import type { PostingsTable } from './schema.ts';

/** Noted on a posting that another life of the ledger made. */
export const ADOPTED = 'ADOPTED';
/** Noted on one whose document was voided or deleted already: whoever found it is not answered by it, but sends the next. */
export const ADOPTED_GONE = 'ADOPTED_GONE';

/** A document that the rows in Dynamics or Xero itself know, and this ledger does not. */
export interface Adopted {
  readonly intentId: string;
  readonly generation: number;
  /** Null where only the intent is known: it is in doubt then. */
  readonly xeroDocumentId: string | null;
  readonly connectionId: string;
  readonly requestId: string;
  /** How often it was announced, as far as the row knows. */
  readonly announced?: number;
  /** Not sent before this. */
  readonly since: number;
  /** Nobody waits for an answer about it. */
  readonly told?: boolean;
}

/**
 * Takes up a document that another life of this ledger made. What stands in its place here was never sent by this one.
 * @returns null when the place holds something that may have been sent
 */
export const adoptPosting = async (ledger: Ledger, key: DocumentKey, adopted: Adopted): Promise<PostingsTable | null> => {
  const now = ledger.now();
  const row = {
    id: adopted.intentId,
    connection_id: adopted.connectionId,
    request_id: adopted.requestId,
    state: adopted.xeroDocumentId === null ? ('doubtful' as const) : adopted.told ? ('told' as const) : ('posted' as const),
    xero_document_id: adopted.xeroDocumentId,
    call_id: null,
    number_sealed: null,
    attempts: (adopted.announced ?? 0) + 1,
    cause: adopted.told ? ADOPTED_GONE : ADOPTED,
    absent_at: null,
    due_at: now,
    created_at: adopted.since,
    updated_at: now,
  };
  await ledger.db
    .insertInto('postings')
    .values({
      ...row,
      tenant_id: key.tenantId,
      organization_id: key.organizationId,
      invoice_id: key.invoiceId,
      document_kind: key.documentKind,
      generation: adopted.generation,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'organization_id', 'invoice_id', 'document_kind', 'generation'])
        .doUpdateSet(row)
        .where('postings.state', 'in', [...neverSentStates]),
    )
    .execute();
  return (await ledger.db.selectFrom('postings').selectAll().where('id', '=', adopted.intentId).executeTakeFirst()) ?? null;
};

/** Those of these ids that a posting has in this column, in lower case. */
const idsAmong = async (ledger: Ledger, column: 'id' | 'former_id' | 'xero_document_id', ids: readonly string[]): Promise<string[]> => {
  if (ids.length === 0) return [];
  const rows = await ledger.db
    .selectFrom('postings')
    .select(`${column} as found`)
    .where(column, 'in', [...ids])
    .execute();
  return rows.map(({ found }) => found?.toLowerCase() ?? '');
};

/** How often those of these intents that stand as not sent were announced, by intent in lower case. */
export const unsentAmong = async (ledger: Ledger, intentIds: readonly string[]): Promise<Map<string, number>> => {
  if (intentIds.length === 0) return new Map();
  const rows = await ledger.db
    .selectFrom('postings')
    .select(['id', 'attempts'])
    .where('id', 'in', [...intentIds])
    .where('state', '=', 'prepared')
    .execute();
  return new Map(rows.map(({ id, attempts }) => [id.toLowerCase(), attempts]));
};

/** Which of these intents and documents the ledger knows, whatever became of them. */
export const knownOf = async (
  ledger: Ledger,
  intentIds: readonly string[],
  documentIds: readonly string[],
): Promise<{ readonly intents: ReadonlySet<string>; readonly documents: ReadonlySet<string> }> => ({
  intents: new Set([...(await idsAmong(ledger, 'id', intentIds)), ...(await idsAmong(ledger, 'former_id', intentIds))]),
  documents: new Set(await idsAmong(ledger, 'xero_document_id', documentIds)),
});
