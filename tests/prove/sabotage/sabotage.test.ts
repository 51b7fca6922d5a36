import { describe, expect, test } from '@jest/globals';
import { postgresUrl } from '../../relay-service/store/homes.ts';
import { badCounts } from '../figures.ts';
import { withOwnSchema } from '../own-schema.ts';
import { proveOnce } from '../rounds.ts';
import { sabotages } from './sabotages.ts';

const url = await postgresUrl();
const all = Object.entries(sabotages);
const of = (home: string) => all.filter(([, sabotage]) => sabotage.home === home);
if (url === null) process.stdout.write('Skipped: sabotage of two relays on PostgreSQL (none on this machine).\n');

// A proof that nothing can make fail proves nothing: relays without one of the safeguards must be caught by it.
describe('a relay that goes without a safeguard is caught', () => {
  test.each(of('SQLite'))('%s', async (name, { rounds, aim }) => {
    expect(badCounts(await proveOnce({ rounds, aim, sabotage: name }))).toBeGreaterThan(0);
  });

  (url === null ? test.skip : test).each(of('PostgreSQL'))('%s, two relays', async (name, { rounds, aim }) => {
    const run = (databaseUrl: string) => proveOnce({ rounds, aim, sabotage: name, databaseUrl });
    expect(badCounts(await withOwnSchema(url ?? '', run))).toBeGreaterThan(0);
  });
});
