/** What the relay does for each environment, and how much of it side by side. */
import { serveEffects } from './effects/serve-effects.ts';
import { poll } from './poll.ts';
import { sendAutomatically } from './send-automatically.ts';
import { serveRequests } from './serve-requests.ts';
import type { Services } from './services.ts';
import { upkeep } from './upkeep.ts';
import type { Duty } from './worker.ts';

/** Rounds of clicks do not wait for a slow one before them; of bulk, one reads and one answers while others send. */
const ABREAST = { clicks: 4, bulk: 3 } as const;

export const dutiesOf = (services: Services): readonly Duty[] => [
  ...(['clicks', 'bulk'] as const).map((kind): Duty => ({
    name: kind,
    abreast: ABREAST[kind],
    // Bulk is looked for once a second: what comes together goes in few calls.
    wakes: kind === 'clicks',
    round: (environment, another) => serveRequests(services, environment, kind, another),
  })),
  { name: 'effects', abreast: 1, wakes: false, round: (environment) => serveEffects(services, environment) },
  { name: 'polls', abreast: 1, wakes: false, round: (environment) => poll(services, environment) },
  { name: 'automatic', abreast: 1, wakes: false, round: (environment) => sendAutomatically(services, environment) },
  { name: 'upkeep', abreast: 1, wakes: false, round: (environment) => upkeep(services, environment) },
];
