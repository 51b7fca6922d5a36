// The only plain JavaScript: runs on Node 20, installs what the lock file names if it changed, then starts the command on Node 24.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.installed-lock-hash');

const say = (text) => process.stderr.write(`${text}\n`);

const install = () => {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say(
    'Installing the packages that package-lock.json names (about two minutes the first time; Ctrl+C stops it and the next run starts it again) …',
  );
  const npm = process.env['npm_execpath'];
  const [command, ...args] = npm ? [process.execPath, npm, 'ci'] : ['npm', 'ci'];
  const result = spawnSync(command, [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (result.status !== 0) {
    say('npm ci failed; its own words are above. Nothing was started.');
    process.exit(result.status ?? 1);
  }
  writeFileSync(stamp, hash);
};

const node24 = () => {
  const bundled = join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  if (existsSync(bundled)) return bundled;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  say(`Node 24 is needed and no package of it exists for ${process.platform}-${process.arch}; install Node 24 and try again.`);
  process.exit(1);
};

const given = process.argv.slice(2);
const scriptAt = given.findIndex((each) => !each.startsWith('--'));
const flags = given.slice(0, Math.max(0, scriptAt));
const [script, ...rest] = given.slice(flags.length);
if (!script) {
  say('Usage: node scripts/run.mjs [--FLAG-OF-NODE ...] SCRIPT.ts [ARGUMENT ...]');
  process.exit(2);
}
install();
const child = spawn(node24(), ['--disable-warning=ExperimentalWarning', ...flags, join(root, script), ...rest], {
  cwd: root,
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: {
    // What Node has compiled once it need not compile at every start.
    NODE_COMPILE_CACHE: join(modules, '.cache', 'node-compile'),
    // Of glibc's heaps, one for each thread, all but one lie idle most of the time; a relay with a thousand connections is 20 MB smaller without them.
    MALLOC_ARENA_MAX: '1',
    ...process.env,
    PATH: `${join(modules, '.bin')}${delimiter}${process.env['PATH'] ?? ''}`,
  },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
