/** The faults of the stand-ins, aimed at the requests that matter to posting exactly once. */
import type { Fault, FaultName } from '../sandbox/faults.ts';
import type { World } from '../sandbox/world.ts';

export interface Trouble extends Omit<Fault, 'name'> {
  readonly name: FaultName | 'clock-moved';
  readonly side: 'xero' | 'dataverse';
}
type More = Omit<Fault, 'name'>;

/** Documents on their way to Xero. */
export const posting = (name: FaultName, more: More = {}): Trouble => ({
  name,
  side: 'xero',
  method: 'PUT',
  path: '^Invoices$',
  ...more,
});
const telling = (name: FaultName, more: More = {}): Trouble => ({ name, side: 'dataverse', method: 'POST', path: 'batch', ...more });
const notice = (name: FaultName, more: More = {}): Trouble => ({ name, side: 'dataverse', method: 'POST', path: '/webhook/', ...more });

/** Every trouble that a round can have; 23, so that in time each meets each of the relay's steps. */
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
  { name: 'refresh-answer-lost', side: 'xero', method: 'POST', path: '/connect/token' },
  { name: 'clock-moved', side: 'xero', seconds: 70 },
  telling('answer-lost'),
  telling('reset'),
  telling('server-error'),
  telling('cut'),
  telling('rate-limited'),
  telling('unauthorized'),
  notice('webhook-lost'),
  notice('webhook-twice'),
  notice('webhook-late', { seconds: 2 }),
];

/** Counts of what really happened, and the switch for it. */
export const createTroubleMaker = ({ xero, dataverse }: World) => {
  let clockMoved = 0;
  return {
    begin: ({ side, name, ...fault }: Trouble): void => {
      if (name === 'clock-moved') {
        // Xero's clock goes ahead: its tokens end sooner than the relay was told.
        xero.control.advance((fault.seconds ?? 0) * 1000);
        clockMoved += 1;
      } else (side === 'xero' ? xero : dataverse).control.addFault({ name, ...fault });
    },
    end: (): void => {
      for (const { control } of [xero, dataverse]) control.clearFaults();
    },
    hits: (): Record<string, number> => {
      const [ours, theirs] = [xero.control.faultHits(), dataverse.control.faultHits()];
      const names = [...new Set(troubles.map(({ name }) => name))];
      return { ...Object.fromEntries(names.map((name) => [name, (ours[name] ?? 0) + (theirs[name] ?? 0)])), 'clock-moved': clockMoved };
    },
  };
};
