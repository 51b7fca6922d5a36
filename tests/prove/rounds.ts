/** Rounds of clicks while relays are killed and stopped at every step and every fault of the stand-ins is on, one after the other. */
import { randomUUID } from 'node:crypto';
import { requestAction, requestState } from '@stl3/solution';
import type { Step } from '../../relay-service/src/jobs/steps.ts';
import { steps } from '../../relay-service/src/jobs/steps.ts';
import { people } from '../sandbox/company/people.ts';
import type { FaultName } from '../sandbox/faults.ts';
import type { World } from '../sandbox/world.ts';
import { startWorld } from '../sandbox/world.ts';
import type { RoundsJudgement } from './judge-rounds.ts';
import { judgeRounds } from './judge-rounds.ts';
import { copyInvoice } from './new-invoices.ts';
import type { RelayChild } from './relay-child.ts';
import { startRelayChild } from './relay-child.ts';

export interface RoundsOptions {
  readonly rounds: number;
  /** PostgreSQL: two relays share it; SQLite and one relay otherwise. */
  readonly databaseUrl?: string;
  readonly report?: (line: string) => void;
}
export interface RoundsFigures extends RoundsJudgement {
  readonly rounds: number;
  readonly asked: number;
  readonly truth_seconds_max: number;
  readonly deaths: number;
  readonly steps_hit: Readonly<Record<string, number>>;
  readonly faults_hit: Readonly<Record<string, number>>;
}

const TIME_SCALE = 60;
const IN_A_ROUND = 3;
const PATIENCE_MS = 120_000;

interface Trouble {
  readonly name: FaultName;
  readonly side: 'xero' | 'dataverse';
  readonly method: string;
  readonly path: string;
  readonly seconds?: number;
  readonly status?: number;
}
const posting = (name: FaultName, more: object = {}): Trouble => ({ name, side: 'xero', method: 'PUT', path: '^Invoices$', ...more });
const telling = (name: FaultName, more: object = {}): Trouble => ({ name, side: 'dataverse', method: 'POST', path: 'batch', ...more });
const notice = (name: FaultName, more: object = {}): Trouble => ({ name, side: 'dataverse', method: 'POST', path: '/webhook/', ...more });

/** Every trouble that a round can have. */
export const troubles: readonly Trouble[] = [
  posting('answer-lost'),
  posting('cut'),
  posting('reset'),
  posting('server-error', { status: 500 }),
  posting('html'),
  posting('rate-limited'),
  posting('unauthorized'),
  posting('half-batch'),
  posting('shuffled'),
  posting('saved-late', { seconds: 2 }),
  posting('list-lag', { seconds: 1 }),
  posting('latency', { seconds: 1 }),
  telling('answer-lost'),
  telling('reset'),
  telling('server-error'),
  telling('cut'),
  notice('webhook-lost'),
  notice('webhook-twice'),
  notice('webhook-late', { seconds: 2 }),
];

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const ask = async (world: World, invoiceId: string): Promise<string> => {
  const id = randomUUID();
  const answer = await fetch(`${world.dataverse.origin}/api/data/v9.2/stl3_xerorequests`, {
    method: 'POST',
    headers: { cookie: `stand-in-user=${people.clerk.userId}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      stl3_xerorequestid: id,
      stl3_name: 'Asked by a round',
      stl3_action: requestAction.values.send.value,
      stl3_state: requestState.values.requested.value,
      'stl3_InvoiceId@odata.bind': `/invoices(${invoiceId})`,
    }),
  });
  if (answer.status !== 204) throw new Error(await answer.text());
  return id;
};

const isAnswered = (world: World, id: string): boolean => {
  const state = world.dataverse.control.environment.tables.get('stl3_xerorequest')?.get(id)?.values['stl3_state'];
  return state === requestState.values.done.value || state === requestState.values.refused.value;
};

/** Runs the rounds and judges them. */
export const proveOnce = async ({ rounds, databaseUrl, report = () => undefined }: RoundsOptions): Promise<RoundsFigures> => {
  const stepsHit: Record<string, number> = {};
  const children: RelayChild[] = [];
  const onStep = (step: Step): void => void (stepsHit[step] = (stepsHit[step] ?? 0) + 1);
  const world = await startWorld({
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    webhookDelayMs: () => 20 + Math.random() * 200,
    xero: { timeScale: TIME_SCALE, limits: false },
    startRelay: async (_config, variables) => {
      const ports = databaseUrl === undefined ? [variables['PORT'] ?? ''] : [variables['PORT'] ?? '', '0'];
      for (const port of ports) children.push(await startRelayChild({ ...variables, PORT: port }, TIME_SCALE, onStep));
      const [first] = children;
      if (!first) throw new Error('No relay was started.');
      return {
        origin: first.origin,
        close: async () => {
          await Promise.all(children.map((child) => child.close()));
        },
      };
    },
  });
  const plain = world.company.invoices.filter(({ kind }) => kind === 'plain');
  const asked = new Map<string, string>();
  const killed: Record<string, number> = {};
  let slowest = 0;
  const started = Date.now();
  try {
    for (let round = 0; round < rounds; round++) {
      const trouble = troubles[round % troubles.length];
      const step = steps[round % steps.length];
      // Every third round stops the relay instead of killing it: it wakes up and believes that no time has passed.
      const signal = round % 3 === 2 ? 'SIGSTOP' : 'SIGKILL';
      const control = trouble?.side === 'dataverse' ? world.dataverse.control : world.xero.control;
      const child = children[round % children.length];
      const invoices = Array.from({ length: IN_A_ROUND }, (_, index) => {
        const of = plain[(round * IN_A_ROUND + index) % plain.length];
        if (!of) throw new Error('The company has no invoices.');
        return copyInvoice(world, of, `P-${String(round)}-${String(index)}`);
      });
      if (trouble) control.addFault(trouble);
      if (step) {
        child?.order({ at: step, signal });
        killed[step] = (killed[step] ?? 0) + 1;
      }
      const from = Date.now();
      const ids = await Promise.all(invoices.map((id) => ask(world, id)));
      ids.forEach((id, index) => asked.set(id, invoices[index] ?? ''));
      while (!ids.every((id) => isAnswered(world, id)) && Date.now() - from < PATIENCE_MS) await pause(50);
      slowest = Math.max(slowest, Date.now() - from);
      for (const side of [world.xero.control, world.dataverse.control]) side.clearFaults();
      const left = ((Date.now() - started) / (round + 1)) * (rounds - round - 1);
      report(
        `  round ${String(round + 1)} of ${String(rounds)}: ${trouble?.name ?? 'no fault'}, ${signal} at ${step ?? 'no step'}; ${String(Math.round((Date.now() - from) / 1000))} s, about ${String(Math.ceil(left / 60_000))} min left`,
      );
    }
    await pause(1000);
    const faults = [world.xero.control.faultHits(), world.dataverse.control.faultHits()];
    return {
      rounds,
      asked: asked.size,
      ...judgeRounds(world, asked),
      truth_seconds_max: Math.round(slowest / 100) / 10,
      deaths: children.reduce((total, { deaths }) => total + deaths, 0),
      steps_hit: Object.fromEntries(steps.map((step) => [step, Math.min(killed[step] ?? 0, stepsHit[step] ?? 0)])),
      faults_hit: Object.fromEntries(
        faults.flatMap((hits) => Object.keys(hits)).map((name) => [name, faults.reduce((total, hits) => total + (hits[name] ?? 0), 0)]),
      ),
    };
  } finally {
    await world.close();
  }
};

/** Whether nothing was doubled, lost, left open or told wrongly. */
export const held = (figures: RoundsFigures): boolean =>
  figures.posted === figures.asked &&
  figures.duplicates + figures.lost + figures.in_doubt_left + figures.refused_falsely + figures.rows_untrue + figures.effects_doubled === 0;
