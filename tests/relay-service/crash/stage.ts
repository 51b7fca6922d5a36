/** The stand-ins and a connected ledger without a relay, and a clock that only the test moves: lives of a relay are played on it one after the other. */
import { randomUUID } from 'node:crypto';
import { requestState } from '@stl3/solution';
import type { EffectKind, EffectState } from '../../../relay-service/src/core/effect-states.ts';
import { openLedger } from '../../../relay-service/src/store/ledger.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { createSeal } from '../../../relay-service/src/store/seal.ts';
import type { PostingsTable } from '../../../relay-service/src/store/schema.ts';
import { copyInvoice } from '../../prove/new-invoices.ts';
import { letXeroNumber } from '../../prove/ask.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import type { Invoice } from '../../sandbox/xero/organisation.ts';
import type { Death, Watch } from './fate.ts';
import { createFate } from './fate.ts';
import type { Nature } from './mortal-relay.ts';
import { startMortalRelay } from './mortal-relay.ts';

/** Rounds follow one another after so long; what waits seven minutes is over within the rounds of a life. */
const BETWEEN_ROUNDS_MS = 61_000;
const MOST_ROUNDS = 14;
/** A lease is over, and a key of Xero still lasts. */
const UNTIL_SUCCESSOR_MS = 25_000;

export interface Life {
  /** Whether a webhook brings the request; else the poll finds it. */
  readonly heard?: boolean;
  readonly death?: Death | null;
  readonly watch?: Watch;
  readonly nature?: Nature;
  /** Another ledger than the stage's own. */
  readonly on?: Elsewhere;
  readonly rounds?: number;
}
/** A second ledger, with the settings that lead to it. */
export interface Elsewhere {
  readonly ledger: Ledger;
  readonly config: World['config'];
}
export interface Stage {
  readonly world: World;
  readonly ledger: Ledger;
  /** Lets time pass for the ledger, Xero and Dynamics. */
  pass(ms: number): void;
  /** A fresh invoice. @param fresh its customer and its products are new to Xero */
  invoice(fresh?: boolean): string;
  posting(invoiceId: string): Promise<PostingsTable | undefined>;
  /** State of what follows a document; `nothing` where it is not owed. */
  effect(kind: EffectKind, subjectId: string): Promise<EffectState | 'nothing'>;
  /** A webhook brings these to a relay, which does nothing else. */
  hear(requestIds: readonly string[], nature: Nature): Promise<void>;
  /** A relay lives until the request is answered and nothing is left to do, or dies. @returns whether it died */
  live(requestId: string, life?: Life): Promise<boolean>;
  /** Documents of the invoice that are valid at Xero. */
  documents(invoiceId: string): readonly Invoice[];
  /** `done`, `refused`, or what else the row says. */
  answer(requestId: string): string;
  close(): Promise<void>;
}

const named = new Map<unknown, string>(Object.entries(requestState.values).map(([name, { value }]) => [value, name]));

/** @param databaseUrl PostgreSQL; SQLite where absent */
export const openStage = async (databaseUrl?: string): Promise<Stage> => {
  let at = Date.now();
  const now = (): number => at;
  const world = await startWorld({
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    xero: { clock: now, limits: false },
    startRelay: () => Promise.resolve({ origin: '', close: () => Promise.resolve() }),
  });
  // Nobody listens: requests are heard where a test says so, and found by the poll.
  world.dataverse.control.addFault({ name: 'webhook-lost', times: 100_000 });
  world.dataverse.control.environment.now = now;
  letXeroNumber(world);
  const { config } = world;
  const ledger = await openLedger({
    dataDirectory: config.RELAY_DATA_DIR,
    databaseUrl: config.DATABASE_URL,
    seal: createSeal(config.RELAY_SECRET_KEYS),
    clock: now,
  });
  const answer = (requestId: string): string =>
    named.get(world.dataverse.control.environment.tables.get('stl3_xerorequest')?.get(requestId)?.values['stl3_state']) ?? 'gone';
  const isSettled = async (requestId: string): Promise<boolean> => {
    if (!['done', 'refused'].includes(answer(requestId))) return false;
    const [postings, effects] = await Promise.all([
      ledger.db.selectFrom('postings').select('id').where('state', 'in', ['intended', 'doubtful', 'posted']).execute(),
      ledger.db.selectFrom('effects').select('id').where('told_at', 'is', null).execute(),
    ]);
    return postings.length + effects.length === 0;
  };
  const plain = world.company.invoices.filter(({ kind }) => kind === 'plain');
  let made = 0;
  return {
    world,
    ledger,
    pass: (ms) => void (at += ms),
    invoice: (fresh = false) => copyInvoice(world, plain[made++ % plain.length]!, `K-${randomUUID().slice(0, 8)}`, {}, fresh),
    posting: (invoiceId) =>
      ledger.db
        .selectFrom('postings')
        .selectAll()
        .where('invoice_id', '=', invoiceId)
        .orderBy('generation', 'desc')
        .limit(1)
        .executeTakeFirst(),
    effect: async (kind, subjectId) =>
      (
        await ledger.db
          .selectFrom('effects')
          .select('state')
          .where('subject_id', '=', subjectId)
          .where('kind', '=', kind)
          .executeTakeFirst()
      )?.state ?? 'nothing',
    hear: async (requestIds, nature) => {
      const relay = await startMortalRelay(world, ledger, createFate(null), nature);
      try {
        await Promise.all(requestIds.map((id) => relay.hear(id)));
      } finally {
        await relay.end().catch(() => undefined);
      }
    },
    live: async (requestId, { heard = false, death = null, watch, nature, on = { ledger, config }, rounds = MOST_ROUNDS } = {}) => {
      const fate = createFate(death, watch);
      const relay = await startMortalRelay({ ...world, config: on.config }, on.ledger, fate, nature);
      try {
        if (heard) await relay.hear(requestId);
        for (let round = 0; round < rounds && !fate.isDead(); round++) {
          const round = relay.round();
          if (nature?.roundEnded) {
            const { roundEnded } = nature;
            await round.then(() => roundEnded(null), roundEnded);
          } else await round;
          if (await isSettled(requestId)) break;
          at += BETWEEN_ROUNDS_MS;
        }
      } catch (problem) {
        // Whatever fails after its death is how the dead end; before it, it is the test's.
        if (!fate.isDead()) throw problem;
      } finally {
        await relay.end();
      }
      at += UNTIL_SUCCESSOR_MS;
      return fate.isDead();
    },
    documents: (invoiceId) =>
      (world.xero.control.state().organisations[0]?.invoices ?? []).filter(
        ({ Url, Status }) => Url?.includes(invoiceId) === true && Status !== 'VOIDED',
      ),
    answer,
    close: async () => {
      await ledger.close();
      await world.close();
    },
  };
};
