/** The folder of a demo's ledger, with the keys that seal its tokens; the folder of a real relay is no place for a demo. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const keysOf = (folder: string): string => join(folder, 'demo-secret-keys.txt');

/**
 * Whether a demo may use this folder: a ledger that no demo has made is a real relay's, and stays as it is.
 * @returns null where it may, else why not and what to do
 */
export const whyNoDemoIn = (folder: string): string | null =>
  existsSync(join(folder, 'ledger.db')) && !existsSync(keysOf(folder))
    ? `The demo did not start, and nothing was changed: ${folder} holds the ledger of a relay (ledger.db) that no demo has made. ` +
      'Set RELAY_DATA_DIR to an empty folder, or leave it out; the demo then makes a folder of its own and removes it at the end.'
    : null;

/**
 * Keys that seal tokens: kept beside the ledger, so that a folder that is used again can be opened again.
 * @throws Error where the folder is a real relay's
 */
export const demoKeysIn = (folder: string): string => {
  const problem = whyNoDemoIn(folder);
  if (problem !== null) throw new Error(problem);
  const file = keysOf(folder);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, `1:${randomBytes(32).toString('base64')}`, { mode: 0o600 });
  return readFileSync(file, 'utf8');
};
