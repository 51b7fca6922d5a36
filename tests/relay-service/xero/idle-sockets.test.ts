/** A socket on which nothing was said for long may be closed by the other side while a write leaves on it, and then nobody knows whether it arrived. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { xeroClient } from '../../../relay-service/src/xero/client.ts';
import { findByIds } from '../../../relay-service/src/xero/find-documents.ts';

let server: Server;
const opened: Socket[] = [];
const note = (message: unknown): void => void opened.push((message as { socket: Socket }).socket);
beforeEach(async () => {
  // It never says how long it keeps a connection.
  server = createServer({ keepAliveTimeout: 0 }, (_, answer) => {
    answer.setHeader('content-type', 'application/json').end('{"Invoices":[]}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  subscribe('net.client.socket', note);
});
afterEach(() => {
  unsubscribe('net.client.socket', note);
  for (const socket of opened.splice(0)) socket.destroy();
  server.close();
});

test('a socket to Xero that was idle for more than 4 s was used for the next write', async () => {
  const client = xeroClient({
    apiUrl: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    tenantId: 'tenant',
    accessToken: () => Promise.resolve('token'),
  });
  const ask = () => findByIds(client, [{ id: 'ea1a8d31-2c2f-4e43-9b4a-6f1f3b1c0a01', type: 'ACCREC' }]);
  await ask();
  await ask();
  expect(opened).toHaveLength(1);
  expect([opened[0]?.destroyed, opened[0]?.timeout]).toEqual([false, 4_000]);
});
