/** What was opened at Xero is closed there again, as far as nothing of ours needs it. */
import { organisationIsUsed } from '../store/connections.ts';
import { draftHoldsOrganisation } from '../store/drafts.ts';
import type { Ledger } from '../store/ledger.ts';
import type { XeroConnection } from '../xero/identity.ts';
import { deleteConnection, listTenants } from '../xero/identity.ts';

/** How Xero is asked. */
interface AtXero {
  readonly apiUrl: string;
  readonly accessToken: () => Promise<string>;
}

/**
 * Removes those of these connections at Xero whose organisation neither a connection nor a set-up of ours uses. Asked by organisation: Xero
 * does not say that a further consent leaves the connection there its id.
 */
export const closeUnused = async (
  ledger: Ledger,
  { apiUrl, accessToken }: AtXero,
  connections: readonly Pick<XeroConnection, 'id' | 'tenantId'>[],
): Promise<void> => {
  for (const { id, tenantId } of connections)
    if (!(await organisationIsUsed(ledger, tenantId)) && !(await draftHoldsOrganisation(ledger, tenantId)))
      await deleteConnection(apiUrl, await accessToken(), id);
};

/** Revoking ends all of that person's organisations, also those of consents given at another time: only who has none left there is revoked. */
export const revokeIfLast = async ({ apiUrl, accessToken }: AtXero, revoke: () => Promise<void>): Promise<void> => {
  if ((await listTenants(apiUrl, await accessToken())).length === 0) await revoke();
};
