// Jest knows the longest tests from the run before, and a clean checkout has none: what waits for a running relay would end up last, alone.
import Sequencer from '@jest/test-sequencer';

/** Minutes rather than seconds, the longest first. */
const LONGEST = [
  'tokens/broker-processes',
  'jobs/relay-in-the-world',
  'jobs/restored',
  'jobs/renumbered',
  'jobs/effects',
  'prove/sabotage/',
  'prove/prove-once',
  'prove/former/',
  'journeys/every-page',
  'journeys/mended-by-tips',
  'bench/bench',
  'in-the-world',
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
