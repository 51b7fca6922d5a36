/** A relay in a process of its own that tells its parent each step, and dies or stops at the step that it is told to. */
import { flushCompileCache } from 'node:module';
import { readConfig } from '../../relay-service/src/config.ts';
import type { Step } from '../../relay-service/src/jobs/steps.ts';
import { startRelay } from '../../relay-service/src/start-relay.ts';
import { sabotageNamed } from './sabotage/sabotages.ts';

/** What the parent says: strike at this step the next time, or no longer. */
export interface Order {
  readonly at: Step;
  readonly signal: 'SIGKILL' | 'SIGSTOP' | null;
}
/** What the child says. */
export interface Word {
  readonly origin?: string;
  readonly step?: Step;
  /** It dies or stops now. */
  readonly struck?: Order;
}

const orders = new Map<Step, Order>();
process.on('message', (order: Order) => (order.signal === null ? orders.delete(order.at) : orders.set(order.at, order)));
// A parent that is gone leaves no orphan behind.
process.on('disconnect', () => process.exit(0));

const say = (word: Word): Promise<void> => new Promise((resolve) => process.send?.(word, undefined, undefined, () => resolve()));

const { PROVE_TIME_SCALE = '1', PROVE_SABOTAGE = '', ...variables } = process.env;
const relay = await startRelay(readConfig(variables), {
  timeScale: Number(PROVE_TIME_SCALE),
  ...(PROVE_SABOTAGE === '' ? {} : { safeguards: sabotageNamed(PROVE_SABOTAGE).safeguards }),
  atStep: async (step) => {
    const order = orders.get(step);
    orders.delete(step);
    await say(order ? { step, struck: order } : { step });
    if (order?.signal) process.kill(process.pid, order.signal);
  },
});
// It will be killed, and has nothing to keep then.
flushCompileCache();
await say({ origin: relay.origin });
