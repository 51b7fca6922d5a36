/** Why Xero refused a call whole: by its words, or because whoever connected it may not do that there. */
import { causeOfForbidden, causeOfXeroError } from '../core/cause-of-xero-error.ts';
import type { Reason } from '../core/document.ts';
import type { RemoteError } from '../errors.ts';
import type { StoredConnection } from '../store/connections.ts';
import { consentedBy } from '../store/grants.ts';
import type { Services } from './services.ts';

export const causeOfRefusal = async (
  { ledger }: Pick<Services, 'ledger'>,
  stored: Pick<StoredConnection, 'xero_grant_id'>,
  organisation: string,
  { code, detail }: RemoteError,
): Promise<Reason> =>
  code === 'XERO_FORBIDDEN'
    ? causeOfForbidden(await consentedBy(ledger, stored.xero_grant_id), organisation)
    : causeOfXeroError(detail ?? '');
