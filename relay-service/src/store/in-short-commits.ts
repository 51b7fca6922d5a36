/** Many writes as few commits: so few that a slow disk is waited for seldom, and so short that webhooks are recorded in between. */
import { nextTurn } from '../take-turns.ts';
import { inTransaction } from './in-transaction.ts';
import type { Ledger } from './ledger.ts';

const OF_ONE_COMMIT = 25;
/** Of SQLite, where whoever records a webhook waits for each commit before it: it mostly ends before its work has to give way with the ledger in hand. */
const COMMIT_MS = 3;

/**
 * Writes one item after the other; what stands in commits before one that fails stays written.
 * @param write works on the ledger that it is given, and awaits nothing else (see `inTransaction`)
 */
export const inShortCommits = async <Item>(
  ledger: Ledger,
  items: readonly Item[],
  write: (inside: Ledger, item: Item) => Promise<void>,
): Promise<void> => {
  for (let next = 0; next < items.length;) {
    await inTransaction(ledger, async (inside) => {
      const began = performance.now();
      for (const item of items.slice(next, next + OF_ONE_COMMIT)) {
        await write(inside, item);
        next += 1;
        if (ledger.home === 'SQLite' && performance.now() - began >= COMMIT_MS) break;
      }
    });
    await nextTurn();
  }
};
