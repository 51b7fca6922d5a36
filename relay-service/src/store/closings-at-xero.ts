/** What set-ups have opened at Xero and left behind. It stands here until it is closed there, so that neither a failure nor a restart forgets it. */
import type { Ledger } from './ledger.ts';

/** A connection at Xero, as Xero calls access to one organisation. */
export interface OpenAtXero {
  readonly id: string;
  readonly tenantId: string;
}

/** Notes what is to be closed. @param grantId the consent that reaches it; its tokens are kept meanwhile */
export const noteClosings = async (ledger: Ledger, grantId: string, left: readonly OpenAtXero[]): Promise<void> => {
  if (left.length === 0) return;
  await ledger.db
    .insertInto('closings_at_xero')
    .values(left.map(({ id, tenantId }) => ({ grant_id: grantId, xero_connection_id: id, tenant_id: tenantId, noted_at: ledger.now() })))
    .onConflict((conflict) => conflict.columns(['grant_id', 'xero_connection_id']).doNothing())
    .execute();
};

/** What is to be closed by means of a consent. */
export const closingsOf = async (ledger: Ledger, grantId: string): Promise<OpenAtXero[]> =>
  (await ledger.db.selectFrom('closings_at_xero').selectAll().where('grant_id', '=', grantId).orderBy('noted_at').execute()).map(
    ({ xero_connection_id: id, tenant_id: tenantId }) => ({ id, tenantId }),
  );

/** Consents by means of which something is to be closed. */
export const grantsOfClosings = async (ledger: Ledger): Promise<string[]> =>
  (await ledger.db.selectFrom('closings_at_xero').select('grant_id').distinct().execute()).map(({ grant_id }) => grant_id);

/** It is closed, or was found in use. */
export const endClosing = async (ledger: Ledger, grantId: string, { id }: Pick<OpenAtXero, 'id'>): Promise<void> => {
  await ledger.db.deleteFrom('closings_at_xero').where('grant_id', '=', grantId).where('xero_connection_id', '=', id).execute();
};
