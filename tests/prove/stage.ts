/** Stand-ins, company and relay processes of a proof, with the strings to pull. */
import { join } from 'node:path';
import type { Step } from '../../relay-service/src/jobs/steps.ts';
import type { World } from '../sandbox/world.ts';
import { startWorld } from '../sandbox/world.ts';
import { letXeroNumber, becomeReal } from './ask.ts';
import type { RelayChild } from './relay-child.ts';
import { startRelayChild } from './relay-child.ts';
import type { Order } from './relay-process.ts';
import type { SharedLedger } from './shared-ledger.ts';
import { openSharedLedger } from './shared-ledger.ts';

export interface StageOptions {
  /** PostgreSQL: two relays share it; SQLite and one relay otherwise. */
  readonly databaseUrl?: string;
  /** Divides the protocol's long waits, the relay's and Xero's alike. */
  readonly timeScale: number;
  readonly accessTokenMs?: number;
  /** The organisation is a real one that mails, and its documents' histories are written to. */
  readonly effects?: boolean;
  /** Name of what the relays go without. */
  readonly sabotage?: string;
  /** Folder into which each relay logs, a file each; nothing is logged where absent. */
  readonly logs?: string;
}
export interface Stage {
  readonly world: World;
  /** Null on SQLite. */
  readonly ledger: SharedLedger | null;
  /** Orders every relay to die or stop at a step; the first that gets there does, the others are let off. @returns the one that did */
  strike(at: Step, signal: 'SIGKILL' | 'SIGSTOP'): Promise<RelayChild>;
  /** Kills or stops one of the relays at once, wherever it is. @returns that one */
  strikeNow(signal: 'SIGKILL' | 'SIGSTOP'): RelayChild;
  /** How often a relay died or stopped at each step, by signal. */
  readonly struck: Readonly<Record<'SIGKILL' | 'SIGSTOP', ReadonlyMap<Step, number>>>;
  /** Resolves when a relay next reaches the step. */
  reached(step: Step): Promise<void>;
  close(): Promise<void>;
}

export const openStage = async ({ databaseUrl, timeScale, accessTokenMs, effects, sabotage = '', logs }: StageOptions): Promise<Stage> => {
  const children: RelayChild[] = [];
  const struck = { SIGKILL: new Map<Step, number>(), SIGSTOP: new Map<Step, number>() };
  const waiting = new Set<{ readonly step: Step; readonly struck: boolean; readonly heard: (child: RelayChild) => void }>();
  const hear = (step: Step, wasStruck: boolean, child: RelayChild): void => {
    for (const each of waiting) {
      if (each.step !== step || (each.struck && !wasStruck)) continue;
      waiting.delete(each);
      each.heard(child);
    }
  };
  const orderAll = (order: Order): void => children.forEach((child) => child.order(order));
  const standing = new Map<Step, Order>();

  const world = await startWorld({
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(logs === undefined ? {} : { logLevel: 'info' }),
    webhookDelayMs: () => 20 + Math.random() * 200,
    xero: { timeScale, limits: false, ...(accessTokenMs === undefined ? {} : { accessTokenMs }) },
    startRelay: async (_config, variables) => {
      const own = { ...variables, PROVE_TIME_SCALE: String(timeScale), PROVE_SABOTAGE: sabotage };
      for (const port of [variables['PORT'] ?? '', ...(databaseUrl === undefined ? [] : ['0'])])
        children.push(
          await startRelayChild({
            environmentVariables: { ...own, PORT: port },
            ...(logs === undefined ? {} : { logFile: join(logs, `relay-${String(children.length + 1)}.log`) }),
            onWord: (word, child) => {
              // One that was started again has forgotten what it was told.
              if (word.origin !== undefined) for (const order of standing.values()) child.order(order);
              if (word.struck) {
                standing.delete(word.struck.at);
                const { at, signal } = word.struck;
                if (signal) struck[signal].set(at, (struck[signal].get(at) ?? 0) + 1);
                orderAll({ at, signal: null });
              }
              if (word.step) hear(word.step, word.struck !== undefined, child);
            },
          }),
        );
      return {
        origin: children[0]?.origin ?? '',
        close: async () => {
          await Promise.all(children.map((child) => child.close()));
        },
      };
    },
  });
  letXeroNumber(world);
  if (effects === true) becomeReal(world);
  const ledger = databaseUrl === undefined ? null : await openSharedLedger(databaseUrl);
  const listen = (step: Step, onlyStruck: boolean): Promise<RelayChild> =>
    new Promise((heard) => waiting.add({ step, struck: onlyStruck, heard }));
  return {
    world,
    ledger,
    struck,
    reached: async (step) => {
      await listen(step, false);
    },
    strike: (at, signal) => {
      standing.set(at, { at, signal });
      orderAll({ at, signal });
      return listen(at, true);
    },
    strikeNow: (signal) => {
      const child = children[Math.floor(Math.random() * children.length)]!;
      child.strike(signal);
      return child;
    },
    close: async () => {
      await world.close();
      await ledger?.close();
    },
  };
};
