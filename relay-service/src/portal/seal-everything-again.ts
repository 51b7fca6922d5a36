/** The last step before an old key is taken away: everything that it has sealed is sealed with the first one. Runs every hour, mostly for nothing. */
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../config.ts';
import type { Ledger } from '../store/ledger.ts';
import { sealAgain } from '../store/seal-again.ts';
import { sealSecondFactorsAgain } from './accounts/seal-again.ts';

/** Seals the ledger's values and the accounts', and says in the log what an operator waits for. */
export const sealEverythingAgain = async (
  config: Pick<Config, 'RELAY_SECRET_KEYS'>,
  ledger: Ledger,
  log: FastifyBaseLogger,
): Promise<void> => {
  const parts = [await sealAgain(ledger), await sealSecondFactorsAgain(config, ledger)];
  const sum = (of: 'sealed' | 'unreadable') => parts.reduce((total, part) => total + part[of], 0);
  const key = ledger.seal.sealsWith;
  if (sum('unreadable') > 0)
    log.warn(
      { key, unreadable: sum('unreadable') },
      'secrets are sealed with a key that RELAY_SECRET_KEYS does not hold; add that key again',
    );
  if (sum('sealed') > 0)
    log.info(
      { key, sealed: sum('sealed') },
      'everything is sealed with the first key now; once every relay has it first, the older keys may be removed',
    );
};
