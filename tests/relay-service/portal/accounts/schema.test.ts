import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { authOptions } from '../../../../relay-service/src/portal/accounts/auth.ts';
import { homes } from '../../store/homes.ts';
import { portalConfig } from '../open-portal.ts';

interface Migrations {
  readonly toBeCreated: readonly unknown[];
  readonly toBeAdded: readonly unknown[];
  readonly compileMigrations: () => Promise<string>;
}

// The library is installed for the relay alone.
const { getMigrations } = (await import(
  join(import.meta.dirname, '../../../../relay-service/node_modules/better-auth/dist/db/get-migration.mjs')
)) as { readonly getMigrations: (options: unknown) => Promise<Migrations> };

const unused = (): Promise<void> => Promise.reject(new Error('No mail is sent here.'));

describe.each(await homes())('the tables of accounts on $name', ({ open }) => {
  test('are exactly what the accounts’ library would make', async () => {
    const home = await open();
    const options = authOptions(portalConfig(), home.ledger, { sendPasswordLink: unused, passwordWasSet: unused });
    const { toBeCreated, toBeAdded, compileMigrations } = await getMigrations(options);
    expect({ toBeCreated, toBeAdded }).toEqual({ toBeCreated: [], toBeAdded: [] });
    expect((await compileMigrations()).replaceAll(/[;\s]/g, '')).toBe('');
    // A column that it does not find would be asked for.
    await home.ledger.db.schema.alterTable('second_factors').dropColumn('locked_until').execute();
    expect((await getMigrations(options)).toBeAdded).toHaveLength(1);
    await home.close();
  });
});
