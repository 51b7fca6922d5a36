/** Keeps a relay process alive: what is killed is started again. */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import type { Relay } from '../../relay-service/src/start-relay.ts';
import type { Order, Word } from './relay-process.ts';

export interface RelayChild extends Relay {
  order(order: Order): void;
  /** At once, without its being told. */
  strike(signal: 'SIGKILL' | 'SIGSTOP'): void;
  /** Wakes it up where it was stopped; to it, no time has passed. */
  goOn(): void;
}
export interface RelayChildOptions {
  readonly environmentVariables: Readonly<Record<string, string>>;
  /** Folder of the project whose relay it is; this one if not said. */
  readonly project?: string;
  /** What it logs is added to this file; nothing is kept where absent. */
  readonly logFile?: string;
  readonly onWord: (word: Word, child: RelayChild) => void;
}

const RESTART_MS = 150;
/** Where Node keeps what it has compiled: a relay that is killed at every turn starts in half the time. */
const { NODE_COMPILE_CACHE } = process.env;
const compiled = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };

export const startRelayChild = async ({ environmentVariables, project, logFile, onWord }: RelayChildOptions): Promise<RelayChild> => {
  let child: ChildProcess;
  let closing = false;
  let running = false;
  const output = logFile === undefined ? 'ignore' : openSync(logFile, 'a');
  const entry = join(project ?? join(import.meta.dirname, '../..'), 'tests/prove/relay-process.ts');

  const start = (): Promise<string> =>
    new Promise((resolve, reject) => {
      child = fork(entry, [], {
        env: { ...environmentVariables, ...compiled, PATH: process.env['PATH'] ?? '' },
        execArgv: ['--disable-warning=ExperimentalWarning'],
        stdio: ['ignore', output, 'inherit', 'ipc'],
      });
      child.on('message', (word: Word) => {
        onWord(word, self);
        if (word.origin !== undefined) resolve(word.origin);
      });
      child.on('exit', (code) => {
        if (closing) return;
        if (code !== null && code !== 0 && !running) reject(new Error(`The relay ended with ${String(code)}.`));
        setTimeout(() => {
          if (!closing) start().then(resolve, reject);
        }, RESTART_MS);
      });
    });

  const self: RelayChild = {
    origin: '',
    order: (order) => {
      // One that was killed a moment ago hears nothing; it is told again when it is there again.
      if (child.connected) child.send(order, () => undefined);
    },
    strike: (signal) => void child.kill(signal),
    goOn: () => void child.kill('SIGCONT'),
    close: () =>
      new Promise((resolve) => {
        closing = true;
        const over = child.exitCode !== null || child.signalCode !== null;
        if (over) resolve();
        else child.once('exit', () => resolve());
        child.kill('SIGCONT');
        child.kill('SIGKILL');
      }),
  };
  const origin = await start();
  running = true;
  return Object.assign(self, { origin });
};
