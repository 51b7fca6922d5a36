/** Up to where something of an environment was read, or since when it is read, by the environment's own clock. */
import type { Ledger } from './ledger.ts';
import type { EnvironmentsTable } from './schema.ts';

/** What is read on from where it was left; automatic sending, by connection, since it was switched on. */
export type CursorSubject = 'canceled-invoices' | `automatic-sending:${string}`;

/** Milliseconds since 1970; null where it was never read. */
export const readCursor = async (ledger: Ledger, environmentId: string, subject: CursorSubject): Promise<number | null> =>
  (
    await ledger.db
      .selectFrom('cursors')
      .select('at')
      .where('environment_id', '=', environmentId)
      .where('subject', '=', subject)
      .executeTakeFirst()
  )?.at ?? null;

/** Up to where it was read at a former address of the environment; null where nobody read there. */
export const cursorAtFormerAddress = async (
  ledger: Ledger,
  { id, organization_id }: Pick<EnvironmentsTable, 'id' | 'organization_id'>,
  subject: CursorSubject,
): Promise<number | null> =>
  (
    await ledger.db
      .selectFrom('cursors')
      .innerJoin('environments', 'environments.id', 'cursors.environment_id')
      .select('cursors.at')
      .where('environments.organization_id', '=', organization_id)
      .where('environments.id', '!=', id)
      .where('cursors.subject', '=', subject)
      .orderBy('cursors.at', 'desc')
      .executeTakeFirst()
  )?.at ?? null;

/** Moves it on; it never goes back, whoever was slower. */
export const moveCursor = async (ledger: Ledger, environmentId: string, subject: CursorSubject, at: number): Promise<void> => {
  await ledger.db
    .insertInto('cursors')
    .values({ environment_id: environmentId, subject, at })
    .onConflict((conflict) => conflict.columns(['environment_id', 'subject']).doNothing())
    .execute();
  await ledger.db
    .updateTable('cursors')
    .set({ at })
    .where('environment_id', '=', environmentId)
    .where('subject', '=', subject)
    .where('at', '<', at)
    .execute();
};

/** As if it was never read. */
export const forgetCursor = async (ledger: Ledger, environmentId: string, subject: CursorSubject): Promise<void> => {
  await ledger.db.deleteFrom('cursors').where('environment_id', '=', environmentId).where('subject', '=', subject).execute();
};
