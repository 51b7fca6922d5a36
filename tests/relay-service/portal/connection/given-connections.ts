/** Connections in a ledger without any stand-in: two tenants, each with one connection and something that happened. */
import { randomUUID } from 'node:crypto';
import { saveConnection } from '../../../../relay-service/src/store/connections.ts';
import { saveGrant } from '../../../../relay-service/src/store/grants.ts';
import type { Ledger } from '../../../../relay-service/src/store/ledger.ts';
import type { Role } from '../../../../relay-service/src/store/members.ts';
import { saveMember } from '../../../../relay-service/src/store/members.ts';
import { preparePosting } from '../../../../relay-service/src/store/postings.ts';
import { endRequest, recordRequests } from '../../../../relay-service/src/store/requests.ts';

export interface GivenConnection {
  readonly id: string;
  readonly environmentId: string;
  readonly tenantId: string;
}

/** Makes a connection. @param beside another one whose environment it shares */
export const giveConnection = async (ledger: Ledger, name: string, demo = false, beside?: GivenConnection): Promise<GivenConnection> => {
  const [id, environmentId, tenantId] = [randomUUID(), beside?.environmentId ?? randomUUID(), randomUUID()];
  const grants = { xero: randomUUID(), entra: randomUUID() };
  for (const system of ['xero', 'entra'] as const)
    await saveGrant(ledger, {
      id: grants[system],
      system,
      subject: name,
      tenant: '',
      refreshToken: `refresh-${name}`,
      accessToken: `access-${name}`,
      accessExpiresAt: ledger.now() + 1_800_000,
    });
  await saveConnection(ledger, {
    environmentId,
    organizationId: randomUUID(),
    origin: `https://${name.toLowerCase().replaceAll(/\W/g, '')}.crm6.dynamics.com`,
    dataverseGrantId: grants.entra,
    webhookKey: `webhook-key-${name}`,
    runsOnPoll: false,
    connectionId: id,
    connectorId: randomUUID(),
    xeroClientId: 'client',
    tenantId,
    xeroConnectionId: randomUUID(),
    xeroGrantId: grants.xero,
    organisationName: name,
    demo,
  });
  return { id, environmentId, tenantId };
};

/** Id of the account with this address. */
export const accountIdOf = async (ledger: Ledger, email: string): Promise<string> =>
  (await ledger.db.selectFrom('accounts').select('id').where('email', '=', email).executeTakeFirstOrThrow()).id;

export const giveRole = async (ledger: Ledger, { id }: GivenConnection, email: string, role: Role): Promise<void> =>
  saveMember(ledger, id, await accountIdOf(ledger, email), role);

/** One sent, one checked with Xero, and refused ones of these causes. @returns ids of the refused requests */
export const giveActivity = async (ledger: Ledger, connection: GivenConnection, causes: readonly string[]): Promise<string[]> => {
  const { environmentId, tenantId, id: connectionId } = connection;
  for (const state of ['told', 'doubtful'] as const) {
    const requestId = randomUUID();
    await recordRequests(ledger, environmentId, [requestId], 'webhook');
    const key = { tenantId, organizationId: 'organization', invoiceId: randomUUID(), documentKind: 'ACCREC' as const };
    const posting = await preparePosting(ledger, key, { connectionId, requestId });
    await ledger.db.updateTable('postings').set({ state }).where('id', '=', posting.id).execute();
    await endRequest(ledger, environmentId, requestId, { state: 'done' });
  }
  const refused = causes.map(() => randomUUID());
  await recordRequests(ledger, environmentId, refused, 'webhook');
  for (const [index, requestId] of refused.entries())
    await endRequest(ledger, environmentId, requestId, { state: 'refused', cause: causes[index] ?? null });
  return refused;
};
