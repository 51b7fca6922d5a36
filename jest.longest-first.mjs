// Jest knows the longest tests from the run before, and a clean checkout has none: what waits for a running relay would end up last, alone.
import Sequencer from '@jest/test-sequencer';

/** Minutes rather than seconds, the longest first. */
const LONGEST = [
  'jobs/effects-in',
  'jobs/automatic',
  'tokens/broker-processes',
  'prove/prove-once',
  'prove/sabotage/',
  'jobs/renumbered',
  'crash/crash-points',
  'jobs/document-kinds',
  'crash/put-back.',
  'jobs/relay-in-the-world',
  'crash/effect-crash-points',
  'jobs/cancel',
  'jobs/preview',
  'journeys/every-page',
  'jobs/approve-and-void',
  'jobs/restored',
  'journeys/mended-by-tips',
  'bench/bench',
  'crash/removed-',
  'jobs/bulk',
  'in-the-world',
  'crash/',
  'prove/former/',
  'journeys/',
];
const rank = ({ path }) => {
  const at = LONGEST.findIndex((part) => path.includes(part));
  return at < 0 ? LONGEST.length : at;
};

export default class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((left, right) => rank(left) - rank(right));
  }
}
