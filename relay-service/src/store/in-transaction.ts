/** Several writes as one commit: all of them or none, and one wait for the disk. */
import type { Ledger } from './ledger.ts';

/**
 * Within a transaction that is open already, the part belongs to that one.
 * @param part works on the ledger that it is given; nothing else is awaited inside, and never the ledger outside, which would wait for
 * itself (posting protocol, section 11)
 */
export const inTransaction = <Result>(ledger: Ledger, part: (inside: Ledger) => Promise<Result>): Promise<Result> =>
  ledger.db.isTransaction ? part(ledger) : ledger.db.transaction().execute((transaction) => part({ ...ledger, db: transaction }));
