/** A relay in a process of its own that tells its parent each step, and dies or stops at the step that it is told to. */
import { readConfig } from '../../relay-service/src/config.ts';
import type { Step } from '../../relay-service/src/jobs/steps.ts';
import { startRelay } from '../../relay-service/src/start-relay.ts';

/** What the parent says. */
export interface Order {
  readonly at: Step | null;
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

let order: Order | null = null;
process.on('message', (message: Order) => (order = message));
// A parent that is gone leaves no orphan behind.
process.on('disconnect', () => process.exit(0));

const { PROVE_TIME_SCALE = '1', ...variables } = process.env;
const relay = await startRelay(readConfig(variables), {
  timeScale: Number(PROVE_TIME_SCALE),
  atStep: (step) => {
    process.send?.({ step });
    if (order?.at !== step) return;
    const { signal } = order;
    order = null;
    process.kill(process.pid, signal);
  },
});
process.send?.({ origin: relay.origin });
