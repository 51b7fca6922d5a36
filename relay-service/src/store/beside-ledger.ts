/** What a process remembers beside its ledger; relays that share a process, as in tests, share nothing of it. */
import type { Ledger } from './ledger.ts';

/** @param begin makes the memory of a ledger that has none yet @returns the memory of a ledger, forgotten with it */
export const besideLedger = <Memory>(begin: () => Memory): ((ledger: Ledger) => Memory) => {
  const memories = new WeakMap<Ledger, Memory>();
  return (ledger) => {
    const memory = memories.get(ledger) ?? begin();
    memories.set(ledger, memory);
    return memory;
  };
};
