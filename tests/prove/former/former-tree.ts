/** The project as it was before its last migration, laid out so that its relay runs beside this one: from git, with the packages of today. */
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Connected } from '../../../relay-service/src/jobs/connect.ts';

const root = join(import.meta.dirname, '../../..');
const MIGRATIONS = 'relay-service/src/store/migrations';
const git = (...words: string[]): string =>
  execFileSync('git', ['-C', root, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
    .toString()
    .trim();

export interface FormerTree {
  readonly folder: string;
  readonly commit: string;
  /** Connects a company with its code. @param upn who consents in Dynamics */
  connect(environmentVariables: Readonly<Record<string, string>>, upn: string): Promise<Connected>;
  remove(): void;
}

/** The commit before the last one that brought a migration; null where git does not know, as in an archive or a shallow clone. */
const commitBeforeLastMigration = (): string | null => {
  try {
    return git('rev-parse', '--verify', `${git('log', '--diff-filter=A', '--format=%H', '-1', '--', MIGRATIONS)}^`);
  } catch {
    return null;
  }
};

/** Every package by a link of its own, so that the workspaces lead into the former tree. */
const linkPackages = (from: string, to: string): void => {
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) if (name !== '@stl3' && !name.startsWith('.')) symlinkSync(join(from, name), join(to, name));
};

/** Lays it out. Null where git does not have it. */
export const layOutFormerTree = (): FormerTree | null => {
  const commit = commitBeforeLastMigration();
  if (commit === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'stellarise-former-'));
  const archive = join(folder, 'former.tar');
  git('archive', '--output', archive, commit, 'package.json', 'relay-service', 'solution', 'tests');
  execFileSync('tar', ['-xf', archive, '-C', folder]);
  linkPackages(join(root, 'node_modules'), join(folder, 'node_modules'));
  const workspaces = ['relay-service', 'solution', 'tests'];
  mkdirSync(join(folder, 'node_modules/@stl3'));
  for (const name of workspaces) {
    symlinkSync(join(folder, name), join(folder, 'node_modules/@stl3', name));
    linkPackages(join(root, name, 'node_modules'), join(folder, name, 'node_modules'));
  }
  const connectEntry = join(folder, 'tests/prove/former/connect-company.ts');
  cpSync(join(import.meta.dirname, 'connect-company.ts'), connectEntry);
  return {
    folder,
    commit,
    connect: async (environmentVariables, upn) => {
      const env = { ...environmentVariables, PATH: process.env['PATH'] ?? '' };
      const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', connectEntry, upn], { env });
      return JSON.parse(stdout) as Connected;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
