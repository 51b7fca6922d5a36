/** The built relay, as `npm start` runs it: with its pages, its pictures and the thread that checkpoints its log. */
import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../sandbox/free-port.ts';
import { loneSettings } from '../sandbox/lone-settings.ts';

const root = join(import.meta.dirname, '../..');

test('npm start builds and runs a relay that serves its pages and keeps its log short, and ends when it is told to', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stellarise-start-'));
  const port = await freePort();
  const origin = `http://127.0.0.1:${String(port)}`;
  const relay = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'scripts/start.ts')], {
    cwd: folder,
    env: { ...loneSettings(String(port), folder), PATH: process.env['PATH'] },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(relay, 'exit');
  const get = (path: string): Promise<Response | null> => fetch(`${origin}${path}`).catch(() => null);
  try {
    while ((await get('/health/ready'))?.status !== 200) {
      expect(relay.exitCode).toBeNull();
      await pause(50);
    }
    const page = await get('/login');
    const text = (await page?.text()) ?? '';
    const style = /href="(\/assets\/style[^"]+)"/.exec(text)?.[1] ?? '';
    expect((await get(style))?.headers.get('content-type')).toContain('text/css');
    // The accounts' library is a part that is loaded when it is first asked.
    const [form = ''] = /<form[^>]*action="\/login"[\s\S]*?<\/form>/.exec(text) ?? [];
    const fields: [string, string][] = [...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value],
    );
    const body = new URLSearchParams({ ...Object.fromEntries(fields), email: 'nobody@example.com', password: 'nobody has this one' });
    const cookie = (page?.headers.getSetCookie() ?? []).map((each) => each.split(';')[0]).join('; ');
    const refused = await fetch(`${origin}/login`, { method: 'POST', headers: { origin, cookie }, body });
    expect(await refused.text()).toContain('value="nobody@example.com"');
    // The log is moved into the file by the thread alone.
    while (statSync(join(folder, 'ledger.db')).size < 100_000) await pause(100);
  } finally {
    relay.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
  expect(relay.exitCode).toBe(0);
});
