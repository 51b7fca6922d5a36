/** A process that opens a ledger as a relay does at its start, as another user if one is named, says what it found, and ends. */
import Database from 'better-sqlite3';
import { openLedger } from '../../../relay-service/src/store/ledger.ts';
import { createSeal } from '../../../relay-service/src/store/seal.ts';

const [folder = '', databaseUrl = '', user = ''] = process.argv.slice(2);
if (user !== '') {
  // What is loaded later could not be read by who may not enter the project's folder.
  new Database(':memory:').close();
  process.setgid?.(Number(user));
  process.setuid?.(Number(user));
}
try {
  const ledger = await openLedger({
    dataDirectory: folder,
    databaseUrl: databaseUrl === '' ? null : databaseUrl,
    seal: createSeal([{ id: 1, key: Buffer.alloc(32, 1) }]),
  });
  process.stdout.write(JSON.stringify({ installationId: ledger.installationId }));
  await ledger.close();
} catch (problem) {
  const { code, message } = problem as { readonly code?: string; readonly message: string };
  process.stdout.write(JSON.stringify({ code, message }));
}
