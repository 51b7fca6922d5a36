import { expect, test } from '@jest/globals';
import { createServer } from 'node:net';
import { freePort } from './free-port.ts';

test('a port is none of those that the system gives to others before the relay listens', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, freePort));
  for (const port of ports) expect(port).toBeLessThan(32_768);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(ports[0], '127.0.0.1', resolve));
  expect(server.listening).toBe(true);
  await new Promise((resolve) => server.close(resolve));
});

test('two relays were given one port, for one had not listened yet when the other asked', async () => {
  const ports = await Promise.all(Array.from({ length: 200 }, freePort));
  expect(new Set(ports).size).toBe(200);
});
