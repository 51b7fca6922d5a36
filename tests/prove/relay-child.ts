/** Keeps a relay process alive: what is killed is started again, what is stopped is let go on. */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Step } from '../../relay-service/src/jobs/steps.ts';
import type { Relay } from '../../relay-service/src/start-relay.ts';
import type { Order } from './relay-process.ts';

export interface RelayChild extends Relay {
  order(order: Order): void;
  /** Kills it now. */
  kill(): void;
  readonly deaths: number;
}

const RESTART_MS = 150;
const STOPPED_MS = 1_500;

export const startRelayChild = async (
  environmentVariables: Readonly<Record<string, string>>,
  timeScale: number,
  onStep: (step: Step) => void,
): Promise<RelayChild> => {
  let child: ChildProcess;
  let closing = false;
  let deaths = 0;
  let stopped: NodeJS.Timeout | undefined;
  const entry = join(import.meta.dirname, 'relay-process.ts');

  const start = (): Promise<string> =>
    new Promise((resolve, reject) => {
      child = fork(entry, [], {
        env: { ...environmentVariables, PROVE_TIME_SCALE: String(timeScale), PATH: process.env['PATH'] ?? '' },
        execArgv: ['--disable-warning=ExperimentalWarning'],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      child.on('message', (message: { readonly step?: Step; readonly origin?: string }) => {
        if (message.step) onStep(message.step);
        if (message.origin !== undefined) resolve(message.origin);
      });
      child.on('exit', (code) => {
        if (closing) return;
        deaths += 1;
        if (code !== null && code !== 0 && deaths === 1) reject(new Error(`The relay ended with ${String(code)}.`));
        setTimeout(() => {
          if (!closing) start().then(resolve, reject);
        }, RESTART_MS);
      });
    });

  const origin = await start();
  return {
    origin,
    get deaths() {
      return deaths;
    },
    order: (order) => {
      if (child.connected) child.send(order);
      if (order.signal !== 'SIGSTOP') return;
      clearTimeout(stopped);
      stopped = setTimeout(() => child.kill('SIGCONT'), STOPPED_MS);
    },
    kill: () => void child.kill('SIGKILL'),
    close: () =>
      new Promise((resolve) => {
        closing = true;
        clearTimeout(stopped);
        child.once('exit', () => resolve());
        child.kill('SIGCONT');
        child.kill('SIGKILL');
      }),
  };
};
