/** Every sabotage by its name. Nothing of it is in the product: a relay process of the proof is started with one. */
import { byPosition } from './by-position.ts';
import { noCompareAndSet } from './no-compare-and-set.ts';
import { noEpochCheck } from './no-epoch-check.ts';
import { noLookUp } from './no-look-up.ts';
import { noSevenMinutes } from './no-seven-minutes.ts';
import type { Sabotage } from './sabotage.ts';

export const sabotages: Readonly<Record<string, Sabotage>> = {
  'no-look-up': noLookUp,
  'no-seven-minutes': noSevenMinutes,
  'by-position': byPosition,
  'no-epoch-check': noEpochCheck,
  'no-compare-and-set': noCompareAndSet,
};

/** @throws Error that names them all */
export const sabotageNamed = (name: string): Sabotage => {
  const sabotage = sabotages[name];
  if (!sabotage) throw new Error(`No sabotage is called ${name}; there are ${Object.keys(sabotages).join(', ')}.`);
  return sabotage;
};
