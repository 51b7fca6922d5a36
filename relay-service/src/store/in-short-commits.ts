/** Many writes as few commits: so few that a slow disk is waited for seldom, and so short that webhooks are recorded in between. */
import { portions } from '../core/portions.ts';
import { nextTurn } from '../take-turns.ts';
import { inTransaction } from './in-transaction.ts';
import type { Ledger } from './ledger.ts';

const OF_ONE_COMMIT = 25;

/**
 * Writes one item after the other; what stands in commits before one that fails stays written.
 * @param write works on the ledger that it is given, and awaits nothing else (see `inTransaction`)
 */
export const inShortCommits = async <Item>(
  ledger: Ledger,
  items: readonly Item[],
  write: (inside: Ledger, item: Item) => Promise<void>,
): Promise<void> => {
  for (const some of portions(items, OF_ONE_COMMIT)) {
    await inTransaction(ledger, async (inside) => {
      for (const item of some) await write(inside, item);
    });
    await nextTurn();
  }
};
