/** What disconnecting left to a person, once a connection that needs it is on again: nobody is told to remove what works. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { endConnection, findConnectionById, saveConnection } from '../../../relay-service/src/store/connections.ts';
import { leftToDoOf, leftToDos, noteLeftToDo, takeOffList } from '../../../relay-service/src/store/left-to-do.ts';
import { giveConnection } from '../portal/connection/given-connections.ts';
import type { OpenHome } from './homes.ts';
import { homes } from './homes.ts';

describe.each(await homes())('what is left to a person, in $name', ({ open }) => {
  let home: OpenHome;
  let id: string;
  beforeEach(async () => {
    home = await open();
    ({ id } = await giveConnection(home.ledger, 'Coral Bay'));
    expect(await endConnection(home.ledger, id)).toBe(true);
    await noteLeftToDo(home.ledger, id, leftToDos);
  });
  afterEach(() => home.close());

  /** Connects what the ended one was connected with; another one where something of it is another. */
  const connect = async (other: { readonly connectorId?: string; readonly tenantId?: string; readonly environmentId?: string } = {}) => {
    const ended = (await findConnectionById(home.ledger, id))!;
    const isOther = Object.keys(other).length > 0;
    await saveConnection(home.ledger, {
      environmentId: ended.environment_id,
      organizationId: ended.environment.organization_id,
      origin: ended.environment.origin,
      dataverseGrantId: ended.environment.grant_id,
      webhookKey: 'key',
      runsOnPoll: false,
      connectionId: isOther ? randomUUID() : id,
      connectorId: ended.connector_id,
      xeroClientId: 'client',
      tenantId: ended.tenant_id,
      xeroConnectionId: ended.xero_connection_id,
      xeroGrantId: ended.xero_grant_id,
      ...other,
    });
  };
  const left = () => leftToDoOf(home.ledger, id);

  test('stays until somebody takes it off; ending it again puts nothing on', async () => {
    expect(await left()).toEqual(leftToDos);
    await noteLeftToDo(home.ledger, id, ['REMOVE_AT_XERO']);
    expect(await endConnection(home.ledger, id)).toBe(false);
    expect(await Promise.all([takeOffList(home.ledger, id, 'REMOVE_AT_XERO'), takeOffList(home.ledger, id, 'NOTHING')])).toEqual([
      true,
      false,
    ]);
    expect(await left()).toEqual(leftToDos.filter((item) => item !== 'REMOVE_AT_XERO'));
  });

  test('is over once it is connected again', async () => {
    await connect();
    expect(await left()).toEqual([]);
  });

  test('the webhook and the user of the environment are not, once another organisation is connected in it', async () => {
    await connect({ connectorId: randomUUID(), tenantId: randomUUID() });
    expect(await left()).toEqual(['ANSWER_WAITING', 'REMOVE_AT_XERO', 'MARK_CONNECTOR']);
  });

  test('the organisation at Xero is not, once it is connected with another environment', async () => {
    await connect({ connectorId: randomUUID(), environmentId: randomUUID() });
    expect(await left()).toEqual(['ANSWER_WAITING', 'MARK_CONNECTOR', 'REMOVE_WEBHOOK', 'REMOVE_APPLICATION_USER']);
  });
});
