/** Published material that the project is judged by; it lies beside the project and is never copied into it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env['ORACLES_DIR'] ?? join(import.meta.dirname, '../../../shared/oracles');

/** Path of an oracle; null where this machine has none, and the checks that need it are skipped. */
export const oracle = (path: string): string | null => {
  const found = join(folder, path);
  return existsSync(found) ? found : null;
};

/** What a skipped test says. */
export const absent = 'skipped: no oracles beside the project (ORACLES_DIR names another place)';
