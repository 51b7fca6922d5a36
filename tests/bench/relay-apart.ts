/** Starts a relay in a process of its own and asks what it uses. */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buildRelay } from '../../relay-service/build.ts';
import type { Relay } from '../../relay-service/src/start-relay.ts';
import { startFlags } from './start-flags.ts';
import type { Question, Said, Usage } from './relay-process.ts';

export interface RelayApart extends Relay {
  readonly pid: number;
  usage(): Promise<Usage>;
  /** SIGKILL: what it acknowledged must be there afterwards. */
  kill(): Promise<void>;
}

const GRACE_MS = 30_000;

const source = join(import.meta.dirname, 'relay-process.ts');

/** Builds the process as the relay is built that ships: figures are to be those of what runs. Relays that are started from now on are it. */
export const useBuiltRelay = async (): Promise<void> => {
  relayProcess = join(await buildRelay(join(import.meta.dirname, '../../node_modules/.cache/bench-relay'), source), 'server.js');
};

let relayProcess = source;

/** @param variables of the environment; BENCH_PROFILE in ours names a folder for a processor profile of the relay, from its start to its close */
export const startRelayApart = async (variables: Readonly<Record<string, string>>, timeScale: number): Promise<RelayApart> => {
  const profile = process.env['BENCH_PROFILE'];
  const child: ChildProcess = fork(relayProcess, [], {
    env: {
      ...variables,
      BENCH_TIME_SCALE: String(timeScale),
      ...(profile === undefined ? {} : { BENCH_PROFILE: profile }),
      PATH: process.env['PATH'] ?? '',
      // As `npm start` has it (scripts/run.mjs).
      MALLOC_ARENA_MAX: process.env['MALLOC_ARENA_MAX'] ?? '',
      NODE_ENV: 'test',
    },
    execArgv: [...startFlags],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const answer = <Key extends keyof Said>(key: Key): Promise<NonNullable<Said[Key]>> =>
    new Promise((resolve, reject) => {
      const hear = (said: Said): void => {
        const value = said[key];
        if (value === undefined) return;
        child.off('message', hear);
        resolve(value);
      };
      child.on('message', hear);
      void ended.then(() => reject(new Error('The relay ended before its time.')));
    });
  const ask = (question: Question): void => void child.send(question);
  const origin = await answer('origin');
  return {
    origin,
    pid: child.pid ?? 0,
    usage: () => {
      const said = answer('usage');
      ask('usage');
      return said;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    close: async () => {
      if (child.connected) ask('close');
      await Promise.race([ended, pause(GRACE_MS, undefined, { ref: false })]);
      child.kill('SIGKILL');
      await ended;
    },
  };
};
