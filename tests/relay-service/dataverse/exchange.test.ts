import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { exchange } from '../../../relay-service/src/dataverse/exchange.ts';

describe('connections to environments', () => {
  let server: Server;
  let origin: string;
  const sockets: Socket[] = [];
  let closeAfterAnswer = false;

  beforeEach(async () => {
    sockets.length = 0;
    closeAfterAnswer = false;
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part));
      request.on('end', () => {
        response.shouldKeepAlive = !closeAfterAnswer;
        setTimeout(
          () => response.writeHead(request.method === 'GET' ? 302 : 200, { location: '/elsewhere' }).end(`${request.url ?? ''} ${body}`),
          20,
        );
      });
    });
    server.on('connection', (socket) => sockets.push(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  const ask = (method: 'GET' | 'POST' = 'POST') =>
    exchange(origin, { method, path: '/a?b=c', headers: {}, body: method === 'GET' ? null : 'text', timeoutMs: 5_000 });

  test('one after another share one, and the whole answer is read', async () => {
    expect(await ask()).toMatchObject({ status: 200, text: '/a?b=c text' });
    await ask();
    await ask();
    expect(sockets).toHaveLength(1);
  });

  test('side by side each has its own, and they are used again', async () => {
    await Promise.all([ask(), ask(), ask()]);
    await Promise.all([ask(), ask(), ask()]);
    expect(sockets).toHaveLength(3);
  });

  test('redirects are not followed', async () => {
    expect(await ask('GET')).toMatchObject({ status: 302, headers: { location: '/elsewhere' } });
  });

  test('one that the other side closes is not used again', async () => {
    closeAfterAnswer = true;
    await ask();
    await ask();
    expect(sockets).toHaveLength(2);
    closeAfterAnswer = false;
    await ask();
    sockets.at(-1)?.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await ask()).toMatchObject({ status: 200 });
  });

  test('a server that is not there is told by its code', async () => {
    await new Promise((resolve) => server.close(resolve));
    await expect(ask()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
