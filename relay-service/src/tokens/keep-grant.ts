/** Tokens that were just given, kept as a grant of their own. */
import { randomUUID } from 'node:crypto';
import type { NewGrant } from '../store/grants.ts';
import { saveGrant } from '../store/grants.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Tokens } from './broker.ts';

/**
 * @param tokens the relay's own come without a refresh token: asking again renews them
 * @returns id of the grant
 */
export const keepGrant = async (
  ledger: Ledger,
  grant: Pick<NewGrant, 'system' | 'kind' | 'subject' | 'tenant' | 'consentedBy'>,
  { accessToken, refreshToken, expiresInMs }: Tokens,
): Promise<string> => {
  const id = randomUUID();
  await saveGrant(ledger, { ...grant, id, accessToken, refreshToken: refreshToken ?? '', accessExpiresAt: ledger.now() + expiresInMs });
  return id;
};
