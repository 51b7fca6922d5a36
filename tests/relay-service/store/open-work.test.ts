/** The address of an environment was changed while something was open, and it was connected again at the new one. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { NewConnection, StoredConnection } from '../../../relay-service/src/store/connections.ts';
import { findConnectionById, saveConnection } from '../../../relay-service/src/store/connections.ts';
import { dueEffects, wantEffect } from '../../../relay-service/src/store/effects.ts';
import { notePosting } from '../../../relay-service/src/store/posting-moves.ts';
import { duePostings, preparePosting } from '../../../relay-service/src/store/postings.ts';
import { giveConnection } from '../portal/connection/given-connections.ts';
import type { OpenHome } from './homes.ts';
import { homes } from './homes.ts';

describe.each(await homes())('what is open of a company, on $name', ({ open }) => {
  let home: OpenHome;
  let former: StoredConnection;
  beforeEach(async () => {
    home = await open();
    const { id } = await giveConnection(home.ledger, 'Coral Bay');
    former = (await findConnectionById(home.ledger, id))!;
    for (const [invoiceId, state] of [
      ['in doubt', 'doubtful'],
      ['not told', 'posted'],
      ['told', 'told'],
    ] as const) {
      const key = { tenantId: former.tenant_id, organizationId: former.environment.organization_id, documentKind: 'ACCREC' as const };
      const posting = await preparePosting(home.ledger, { ...key, invoiceId }, { connectionId: id, requestId: invoiceId });
      await home.ledger.db.updateTable('postings').set({ state }).where('id', '=', posting.id).execute();
      await notePosting(home.ledger, posting.id, { due_at: 0 });
    }
    await wantEffect(home.ledger, former, { kind: 'email', subjectId: 'told', occasion: 'document', requestId: null });
  });
  afterEach(() => home.close());

  const connectAgain = async (other: Partial<NewConnection> = {}): Promise<string> => {
    const connectionId = randomUUID();
    await saveConnection(home.ledger, {
      environmentId: randomUUID(),
      organizationId: former.environment.organization_id,
      origin: 'https://renamed.crm.dynamics.com',
      dataverseGrantId: former.environment.grant_id,
      webhookKey: 'key',
      runsOnPoll: false,
      connectionId,
      connectorId: former.connector_id,
      xeroClientId: 'client',
      tenantId: former.tenant_id,
      xeroConnectionId: former.xero_connection_id,
      xeroGrantId: former.xero_grant_id,
      ...other,
    });
    return connectionId;
  };
  const openOf = async (connectionId: string): Promise<string[]> =>
    [
      ...(await duePostings(home.ledger, connectionId, ['doubtful', 'posted'], 9)).map(({ invoice_id }) => invoice_id),
      ...(await dueEffects(home.ledger, connectionId, 9)).map(({ kind }) => kind),
    ].sort();

  test('was never found out and never told once its environment had another address', async () => {
    const id = await connectAgain();
    expect(await openOf(id)).toEqual(['email', 'in doubt', 'not told']);
    expect(await openOf(former.id)).toEqual([]);
  });

  test('stays where it is when another organisation or another environment is connected', async () => {
    await connectAgain({ tenantId: randomUUID() });
    await connectAgain({ organizationId: randomUUID() });
    expect(await openOf(former.id)).toEqual(['email', 'in doubt', 'not told']);
  });
});
