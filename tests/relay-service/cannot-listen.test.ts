/** A relay that cannot listen says which setting is wrong, and ends: whoever started it would wait for it else. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { cannotListen } from '../../relay-service/src/cannot-listen.ts';
import { openOwnSchema } from '../prove/own-schema.ts';
import { loneSettings } from '../sandbox/lone-settings.ts';
import { postgresUrl } from './store/homes.ts';

const url = await postgresUrl();

test.each(url === null ? ['SQLite'] : ['SQLite', 'PostgreSQL'])('a relay on %s whose port is taken tells so and ends', async (home) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const port = String((other.address() as AddressInfo).port);
  const folder = mkdtempSync(join(tmpdir(), 'stellarise-taken-'));
  const schema = home === 'PostgreSQL' && url !== null ? await openOwnSchema(url) : null;
  const relay = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../../relay-service/src/server.ts')],
    {
      cwd: folder,
      env: { ...loneSettings(port, folder), ...(schema ? { DATABASE_URL: schema.url } : {}), PATH: process.env['PATH'] },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 120_000,
      killSignal: 'SIGKILL',
    },
  );
  try {
    const [said] = await Promise.all([text(relay.stderr), once(relay, 'exit')]);
    expect(said).toBe(
      `The relay cannot start with these settings:\n  - PORT ${port} of 127.0.0.1 is taken by another program, perhaps a relay that still runs: stop that one, or set PORT to a free one\n`,
    );
    expect(relay.exitCode).toBe(1);
  } finally {
    relay.kill('SIGKILL');
    other.close();
    await schema?.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});

test.each([
  ['EACCES', 80, 'PORT 80 may not be opened by the user that runs the relay: set PORT to one above 1023'],
  ['EACCES', 50_051, 'PORT 50051 may not be opened by the user that runs the relay: set PORT to another one'],
  ...['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EAI_AGAIN', 'EINVAL', 'ENOTFOUND'].map(
    (code) => [code, 80, 'HOST [::1] is no address of this machine'] as const,
  ),
] as const)('%s on %d: %s', (code, port, said) => {
  expect(cannotListen(Object.assign(new Error(code), { code }), { HOST: '[::1]', PORT: port })).toMatchObject({
    name: 'ConfigurationError',
    message: expect.stringContaining(said),
  });
});

test('what has nothing to do with the address stays what it is', () => {
  const problem = new Error('Out of memory.');
  expect(cannotListen(problem, { HOST: '127.0.0.1', PORT: 80 })).toBe(problem);
});
