/** Without the epoch check: a relay that slept through the loss of its lane says "absent" of what its successor has sent meanwhile. */
import { movePosting } from '../../../relay-service/src/store/posting-moves.ts';
import type { Stage } from '../stage.ts';
import type { Trouble } from '../troubles.ts';
import { posting } from '../troubles.ts';
import { until } from '../until.ts';
import type { Sabotage } from './sabotage.ts';

const PATIENCE_MS = 40_000;

/** The sleeper has just looked up for the second time and found nothing when it is stopped. */
const sleepThrough = async (stage: Stage, begin: (trouble: Trouble) => void): Promise<void> => {
  await stage.reached('doubt-looked-up');
  const sleeper = await stage.strike('doubt-looked-up', 'SIGSTOP');
  // The successor sends; its answer is lost and the document not listed yet, so that it is in doubt when the sleeper wakes up.
  begin(posting('list-lag', { seconds: 5 }));
  begin(posting('answer-lost'));
  await stage.ledger?.endLeases();
  const journal = () => stage.world.xero.control.journal().length;
  const before = journal();
  await until(() => journal() > before, PATIENCE_MS);
  // Until the successor has noticed, its posting is on its way and nobody else's to move.
  await stage.ledger?.someDoubt(PATIENCE_MS);
  sleeper.goOn();
};

export const noEpochCheck: Sabotage = {
  home: 'PostgreSQL',
  // A replay would find out before any look-up.
  safeguards: {
    replayCalls: () => Promise.resolve([]),
    movePosting: (ledger, id, from, to, change) => movePosting(ledger, id, from, to, change),
  },
  rounds: 1,
  aim: {
    // The seven minutes last seven seconds, more than the list lags.
    timeScale: 60,
    invoicesInARound: 1,
    patienceMs: PATIENCE_MS,
    act: (stage, _round, begin) => ({
      troubles: [posting('reset')],
      words: 'one relay sleeps through the loss of its lane',
      during: () => sleepThrough(stage, begin),
    }),
  },
};
