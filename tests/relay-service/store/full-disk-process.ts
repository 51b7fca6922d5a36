/**
 * A process with a ledger on a small file system of its own: fills it to the last byte, records until the ledger refuses, makes room, records
 * again, counts; then starts once more on a full one. Says what it found as JSON, and ends.
 */
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ledgerProblem } from '../../../relay-service/src/store/judge-database.ts';
import { openLedger } from '../../../relay-service/src/store/ledger.ts';
import { recordRequests } from '../../../relay-service/src/store/requests.ts';
import { createSeal } from '../../../relay-service/src/store/seal.ts';

const [folder = ''] = process.argv.slice(2);
const open = () =>
  openLedger({ dataDirectory: join(folder, 'data'), databaseUrl: null, seal: createSeal([{ id: 1, key: Buffer.alloc(32, 1) }]) });
const filler = join(folder, 'filler');
const codeOf = (problem: unknown): string => ledgerProblem(problem)?.code ?? String(problem);
const fill = (): void => {
  for (const size of [65_536, 4_096, 256])
    try {
      for (;;) appendFileSync(filler, Buffer.alloc(size, 1));
    } catch {
      // No room for so much; for less, perhaps.
    }
};

let ledger = await open();
let acknowledged = 0;
/** @returns the code of what went wrong, or null */
const record = async (count: number): Promise<string | null> => {
  for (let index = 0; index < count; index++)
    try {
      await recordRequests(ledger, 'environment', [crypto.randomUUID()], 'webhook');
      acknowledged += 1;
    } catch (problem) {
      return codeOf(problem);
    }
  return null;
};
const stored = async (): Promise<number> => (await ledger.db.selectFrom('requests').select('id').execute()).length;

const atFirst = await record(100);
fill();
const whenFull = await record(5_000);
const readWhileFull = await stored();
rmSync(filler);
const afterwards = await record(100);
await ledger.close();
ledger = await open();
const found = { atFirst, whenFull, afterwards, acknowledged, readWhileFull, stored: await stored() };
await ledger.close();
fill();
const started = await open().then(
  async (again) => {
    ledger = again;
    const code = await record(5_000);
    await again.close().catch(() => undefined);
    return code;
  },
  (problem: unknown) => codeOf(problem),
);
process.stdout.write(JSON.stringify({ ...found, started }));
