/** When recurring jobs are due: of many relays on one ledger, one runs each. */
import type { Ledger } from './ledger.ts';

/**
 * Takes a job that is due and sets when it is due again.
 * @returns false where it is not due, or another relay has taken it
 */
export const takeDueJob = async (ledger: Ledger, job: string, everyMs: number): Promise<boolean> => {
  const now = ledger.now();
  await ledger.db
    .insertInto('schedule')
    .values({ job, due_at: now })
    .onConflict((conflict) => conflict.column('job').doNothing())
    .execute();
  const { numUpdatedRows } = await ledger.db
    .updateTable('schedule')
    .set({ due_at: now + everyMs })
    .where('job', '=', job)
    .where('due_at', '<=', now)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};
