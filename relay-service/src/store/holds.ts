/** What only one may do at a time, in whichever relay: held by a name in the ledger, and free again when its holder has died. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger } from './ledger.ts';

/** A holder that lives renews its hold well before it runs out. */
const HOLD_MS = 60_000;
const RENEW_MS = 20_000;
const LOOK_MS = 200;

const take = async (ledger: Ledger, name: string, holder: string): Promise<boolean> => {
  const now = ledger.now();
  const { numInsertedOrUpdatedRows } = await ledger.db
    .insertInto('holds')
    .values({ name, holder, until: now + HOLD_MS })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, until: now + HOLD_MS })
        .where((row) => row.or([row('holds.until', '<=', now), row('holds.holder', '=', holder)])),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
};

const giveUp = async (ledger: Ledger, name: string, holder: string): Promise<void> => {
  await ledger.db.deleteFrom('holds').where('name', '=', name).where('holder', '=', holder).execute();
};

/** Whether somebody does it at this moment. */
export const isHeld = async (ledger: Ledger, name: string): Promise<boolean> =>
  (await ledger.db.selectFrom('holds').select('name').where('name', '=', name).where('until', '>', ledger.now()).executeTakeFirst()) !==
  undefined;

/**
 * Does something while it holds a name.
 * @param waitMs how long to wait for whoever holds it now
 * @returns null where it was not free in time; nothing was done then
 */
export const holding = async <Result>(
  ledger: Ledger,
  name: string,
  waitMs: number,
  act: () => Promise<Result>,
): Promise<{ readonly result: Result } | null> => {
  const holder = randomUUID();
  // By the process's own clock: a relay whose ledger stands still must not wait for ever.
  const end = performance.now() + waitMs;
  while (!(await take(ledger, name, holder))) {
    if (performance.now() >= end) return null;
    await pause(LOOK_MS);
  }
  // One renewal that fails does no harm: the next one comes before the hold runs out.
  const renewing = setInterval(() => {
    take(ledger, name, holder).catch(() => undefined);
  }, RENEW_MS);
  renewing.unref();
  try {
    return { result: await act() };
  } finally {
    clearInterval(renewing);
    await giveUp(ledger, name, holder);
  }
};
