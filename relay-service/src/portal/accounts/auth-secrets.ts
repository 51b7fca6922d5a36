/** The accounts' library's own secrets, out of the relay's keys. */
import { hkdfSync } from 'node:crypto';
import type { SecretKey } from '../../config.ts';

/** One for each key and under its id; the first seals, all open. */
export const authSecrets = (keys: readonly SecretKey[]): { version: number; value: string }[] =>
  keys.map(({ id, key }) => ({
    version: id,
    value: Buffer.from(hkdfSync('sha256', key, '', 'stellarise accounts', 32)).toString('base64url'),
  }));
