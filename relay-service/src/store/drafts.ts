/** Connections that are being set up: every answer is kept at once, so that a reload, another tab or another day loses nothing. */
import { randomUUID } from 'node:crypto';
import type { ExpressionBuilder } from 'kysely';
import type { Ledger } from './ledger.ts';
import type { ConnectionDraftsTable } from './portal-schema.ts';
import type { LedgerSchema } from './schema.ts';

/** The organisation as it named itself on connecting. */
export interface DraftOrganisation {
  readonly name: string;
  readonly country: string;
  readonly currency: string;
  readonly demo: boolean;
  /** IANA name; null where Xero's zone is not known. */
  readonly timeZone: string | null;
}

/** An environment that the person may choose. */
export interface DraftEnvironment {
  readonly origin: string;
  readonly friendlyName: string;
  readonly uniqueName: string;
  readonly tenantId: string;
  readonly isUserSysAdmin: boolean;
  readonly sandbox: boolean;
}

/** What both sides said of themselves. */
export interface DraftAnswers {
  readonly organisation: DraftOrganisation | null;
  /** Organisations to choose from, where a consent brought several. */
  readonly organisations: readonly { readonly tenantId: string; readonly name: string; readonly connectionId: string }[];
  readonly environments: readonly DraftEnvironment[];
  readonly environment: DraftEnvironment | null;
  /** The sign-in itself, from which tokens for an environment are had. */
  readonly discoveryGrantId: string | null;
  /** Organisation that was chosen at Xero when a connection of another one was to be reconnected. */
  readonly refusedOrganisation: string | null;
  /** Who signed in at Microsoft, and of which tenant. */
  readonly person: string | null;
  readonly entraTenant: string | null;
  /** Whose sign-in the problem came from. */
  readonly problemAt: 'xero' | 'dynamics';
  /** Name that was typed to send a real organisation's books from a sandbox. */
  readonly sandboxConfirmed: boolean;
  /** Connection of a demo company that Xero has reset since; the one that this becomes takes its place. */
  readonly replacedDemo: string | null;
  /** How the connector is to work in Dynamics; null = nobody has chosen. */
  readonly runAs: RunAs | null;
}

/** application: a user of its own; person: whoever signed in at Microsoft. */
export type RunAs = 'application' | 'person';

export interface Draft extends Omit<ConnectionDraftsTable, 'answers_sealed' | 'flashed'> {
  readonly flashed: boolean;
  readonly answers: DraftAnswers;
}

const nothing: DraftAnswers = {
  organisation: null,
  organisations: [],
  environments: [],
  environment: null,
  discoveryGrantId: null,
  refusedOrganisation: null,
  person: null,
  entraTenant: null,
  problemAt: 'dynamics',
  sandboxConfirmed: false,
  runAs: null,
  replacedDemo: null,
};

const place = (row: string) => ({ table: 'connection_drafts', row, column: 'answers_sealed' });

const draftOf = (ledger: Ledger, { answers_sealed, flashed, ...row }: ConnectionDraftsTable): Draft => ({
  ...row,
  flashed: flashed === 1,
  answers: { ...nothing, ...(JSON.parse(ledger.seal.open(answers_sealed, place(row.id))) as Partial<DraftAnswers>) },
});

/** What a sealed answer held that no key opens any more is lost, and nobody can go on with it; what stands beside it still counts. */
const draftAsFarAsReadable = (ledger: Ledger, row: ConnectionDraftsTable): Draft => {
  try {
    return draftOf(ledger, row);
  } catch {
    const { answers_sealed: _lost, ...rest } = row;
    return { ...rest, flashed: row.flashed === 1, answers: nothing };
  }
};

/** Begins a draft. @returns its id */
export const beginDraft = async (ledger: Ledger, ownerId: string, reconnects: string | null = null): Promise<string> => {
  const id = randomUUID();
  const now = ledger.now();
  await ledger.db
    .insertInto('connection_drafts')
    .values({
      id,
      owner_id: ownerId,
      reconnects,
      answers_sealed: ledger.seal.seal(JSON.stringify(nothing), place(id)),
      flashed: 0,
      created_at: now,
      updated_at: now,
    })
    .execute();
  return id;
};

/** A draft of this owner; another one's is as good as none. */
export const findDraft = async (ledger: Ledger, id: string, ownerId: string): Promise<Draft | undefined> => {
  const row = await ledger.db
    .selectFrom('connection_drafts')
    .selectAll()
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
    .executeTakeFirst();
  return row && draftOf(ledger, row);
};

/** The set-up that a connection came of, or was connected again by, last; undefined once its account is gone. */
export const newestDraftOf = async (ledger: Ledger, connectionId: string): Promise<Draft | undefined> => {
  const row = await ledger.db
    .selectFrom('connection_drafts')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .orderBy('updated_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && draftOf(ledger, row);
};

/** What the audit of a step is about: the connection that came of the set-up or that it connects again, before that the set-up itself. */
export const auditSubjectOf = async ({ db }: Ledger, draftId: string): Promise<string> => {
  const row = await db.selectFrom('connection_drafts').select(['connection_id', 'reconnects']).where('id', '=', draftId).executeTakeFirst();
  return row?.connection_id ?? row?.reconnects ?? draftId;
};

/** Whether a draft is not a connection yet, or has chosen another organisation or environment since it became one. */
const isOnItsWay = (row: ExpressionBuilder<LedgerSchema, 'connection_drafts'>) =>
  row.not(
    row.exists(
      row
        .selectFrom('connections')
        .innerJoin('environments', 'environments.id', 'connections.environment_id')
        .select('connections.id')
        .whereRef('connections.id', '=', 'connection_drafts.connection_id')
        .whereRef('connections.tenant_id', '=', 'connection_drafts.tenant_id')
        .whereRef('environments.origin', '=', 'connection_drafts.environment_origin'),
    ),
  );

/** A draft that is not finished, and whether what it has chosen is no connection yet. */
export interface OpenDraft extends Draft {
  readonly onItsWay: boolean;
}

/** Drafts of an owner that are not finished, newest first. */
export const openDrafts = async (ledger: Ledger, ownerId: string): Promise<OpenDraft[]> =>
  (
    await ledger.db
      .selectFrom('connection_drafts')
      .selectAll()
      .select((row) => isOnItsWay(row).as('on_its_way'))
      .where('owner_id', '=', ownerId)
      .where('finished_at', 'is', null)
      .orderBy('updated_at', 'desc')
      .execute()
  ).map(({ on_its_way: onItsWay, ...row }) => ({ ...draftOf(ledger, row), onItsWay: Boolean(onItsWay) }));

/** Every draft that is on its way into a connection, its first or another one. @param ownerId whose; whoever's where absent */
export const draftsOnTheirWay = async (ledger: Ledger, ownerId?: string): Promise<Draft[]> => {
  const all = ledger.db.selectFrom('connection_drafts').selectAll().where(isOnItsWay);
  return (await (ownerId === undefined ? all : all.where('owner_id', '=', ownerId)).execute()).map((row) =>
    draftAsFarAsReadable(ledger, row),
  );
};

/** Whether a set-up that is no connection yet has chosen this organisation, or may still choose it. */
export const draftHoldsOrganisation = async (ledger: Ledger, tenantId: string): Promise<boolean> =>
  (await draftsOnTheirWay(ledger)).some(
    ({ tenant_id: chosen, answers: { organisations } }) =>
      chosen === tenantId || organisations.some((could) => could.tenantId === tenantId),
  );

type Change = Partial<
  Pick<
    ConnectionDraftsTable,
    | 'xero_grant_id'
    | 'xero_connection_id'
    | 'tenant_id'
    | 'entra_grant_id'
    | 'environment_origin'
    | 'plan'
    | 'time_zone'
    | 'connection_id'
    | 'problem'
  >
> & { readonly flashed?: boolean; readonly answers?: Partial<DraftAnswers> };

/** Keeps an answer. What somebody does in another tab meanwhile stays, unless it is the same answer. */
export const changeDraft = async (ledger: Ledger, id: string, { answers, flashed, ...columns }: Change): Promise<void> => {
  await ledger.db.transaction().execute(async (transaction) => {
    // Writing first takes the row's lock on both homes.
    await transaction
      .updateTable('connection_drafts')
      .set({ ...columns, ...(flashed === undefined ? {} : { flashed: flashed ? 1 : 0 }), updated_at: ledger.now() })
      .where('id', '=', id)
      .execute();
    if (!answers) return;
    const row = await transaction.selectFrom('connection_drafts').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row) return;
    const merged = { ...draftOf(ledger, row).answers, ...answers };
    await transaction
      .updateTable('connection_drafts')
      .set({ answers_sealed: ledger.seal.seal(JSON.stringify(merged), place(id)) })
      .where('id', '=', id)
      .execute();
  });
};

/** The dialog was closed. @returns false when it had been closed before */
export const finishDraft = async (ledger: Ledger, id: string): Promise<boolean> => {
  const { numUpdatedRows } = await ledger.db
    .updateTable('connection_drafts')
    .set({ finished_at: ledger.now(), updated_at: ledger.now() })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

/** Throws a draft away, with the sign-ins that it began. @returns false when it has become the connection that it chose, or is gone already */
export const discardDraft = async (ledger: Ledger, id: string): Promise<boolean> => {
  const { numDeletedRows } = await ledger.db.deleteFrom('connection_drafts').where('id', '=', id).where(isOnItsWay).executeTakeFirst();
  if (numDeletedRows === 1n) await ledger.db.deleteFrom('consents_begun').where('draft_id', '=', id).execute();
  return numDeletedRows === 1n;
};

/** Forgets whatever an account has set up; the connections that came of it stay. */
export const forgetDraftsOf = async (ledger: Ledger, ownerId: string): Promise<void> => {
  await ledger.db.deleteFrom('consents_begun').where('owner_id', '=', ownerId).execute();
  await ledger.db.deleteFrom('connection_drafts').where('owner_id', '=', ownerId).execute();
};
