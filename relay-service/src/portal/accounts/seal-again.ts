/** After a change of keys: what the accounts' library has sealed is sealed again with the first key, in the library's own way. */
import type { Config } from '../../config.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { SealedAgain } from '../../store/seal-again.ts';
import { authSecrets } from './auth-secrets.ts';

const COLUMNS = ['secret', 'backup_codes'] as const;

/** Seals secrets of second factors and recovery codes again. The library is loaded only where there is something to do. */
export const sealSecondFactorsAgain = async (settings: Pick<Config, 'RELAY_SECRET_KEYS'>, ledger: Ledger): Promise<SealedAgain> => {
  const secrets = authSecrets(settings.RELAY_SECRET_KEYS);
  const currentVersion = secrets[0]?.version ?? 0;
  const current = `$ba$${String(currentVersion)}$`;
  const rows = await ledger.db
    .selectFrom('second_factors')
    .select(['id', ...COLUMNS])
    .where((row) => row.or(COLUMNS.map((column) => row(column, 'not like', `${current}%`))))
    .execute();
  const count = { sealed: 0, unreadable: 0 };
  if (rows.length === 0) return count;
  const { symmetricDecrypt, symmetricEncrypt } = await import('better-auth/crypto');
  const key = { keys: new Map(secrets.map(({ version, value }) => [version, value])), currentVersion };
  for (const row of rows)
    for (const column of COLUMNS) {
      if (row[column].startsWith(current)) continue;
      try {
        const data = await symmetricDecrypt({ key, data: row[column] });
        const sealed = await symmetricEncrypt({ key, data });
        const { numUpdatedRows } = await ledger.db
          .updateTable('second_factors')
          .set({ [column]: sealed })
          .where('id', '=', row.id)
          // Codes that were made anew or used meanwhile are newer.
          .where(column, '=', row[column])
          .executeTakeFirst();
        count.sealed += Number(numUpdatedRows);
      } catch {
        count.unreadable++;
      }
    }
  return count;
};
