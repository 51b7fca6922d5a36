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
  ['EACCES', 'PORT 80 may not be opened by the user that runs the relay'],
  ['EADDRNOTAVAIL', 'HOST nowhere is no address of this machine'],
  ['ENOTFOUND', 'HOST nowhere is no address of this machine'],
])('%s: %s', (code, said) => {
  expect(cannotListen(Object.assign(new Error(code), { code }), { HOST: 'nowhere', PORT: 80 })).toMatchObject({
    name: 'ConfigurationError',
    message: expect.stringContaining(said),
  });
});

test('what has nothing to do with the address stays what it is', () => {
  const problem = new Error('Out of memory.');
  expect(cannotListen(problem, { HOST: '127.0.0.1', PORT: 80 })).toBe(problem);
});
