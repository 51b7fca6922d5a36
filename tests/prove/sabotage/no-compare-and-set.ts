/** Without compare-and-set: a relay that slept in the middle of a refresh writes its old token over the newer one, and the consent is lost. */
import { setTimeout as pause } from 'node:timers/promises';
import { readGrant, saveRefreshed } from '../../../relay-service/src/store/grants.ts';
import type { Act } from '../aim.ts';
import type { RelayChild } from '../relay-child.ts';
import type { Stage } from '../stage.ts';
import type { Sabotage } from './sabotage.ts';

const TIME_SCALE = 60;
/** A former token is good for half an hour. */
const GRACE_MS = (30 * 60_000) / TIME_SCALE;
/** A woken relay goes on at once, on a busy machine a little later. */
const WAKING_MS = 3_000;

const sleepers = new WeakMap<Stage, RelayChild>();

const acts: readonly ((stage: Stage) => Act | Promise<Act>)[] = [
  (stage) => ({
    troubles: [],
    words: 'one relay sleeps with a new token in its hand, the other renews it too',
    during: async () => {
      sleepers.set(stage, await stage.strike('token-refreshed', 'SIGSTOP'));
      await stage.ledger?.endLeases();
    },
  }),
  () => ({ troubles: [], words: 'the other relay renews the token again' }),
  async (stage) => {
    sleepers.get(stage)?.goOn();
    await pause(WAKING_MS);
    stage.world.xero.control.advance(GRACE_MS + 1_000);
    return { troubles: [], words: 'the sleeper has woken up, and half an hour is over' };
  },
];

export const noCompareAndSet: Sabotage = {
  home: 'PostgreSQL',
  safeguards: {
    saveRefreshed: async (ledger, id, generation, tokens) =>
      saveRefreshed(ledger, id, (await readGrant(ledger, id))?.generation ?? generation, tokens),
  },
  rounds: acts.length,
  aim: {
    timeScale: TIME_SCALE,
    invoicesInARound: 1,
    patienceMs: 10_000,
    act: async (stage, round) => {
      const act = (await acts[round % acts.length]?.(stage)) ?? { troubles: [], words: '' };
      await stage.ledger?.endAccessTokens();
      return act;
    },
  },
};
