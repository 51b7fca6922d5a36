/** The faults of the stand-ins, aimed at the requests that matter to posting exactly once. */
import type { Fault, FaultName } from '../sandbox/faults.ts';
import type { Step } from '../../relay-service/src/jobs/steps.ts';
import type { World } from '../sandbox/world.ts';

export interface Trouble extends Omit<Fault, 'name'> {
  readonly name: FaultName | 'clock-moved';
  readonly side: 'xero' | 'dataverse';
  /** Begins once a relay gets there; with the click where absent. */
  readonly from?: Step;
  /** Hits what follows a document that is answered for already. */
  readonly afterwards?: true;
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
/** Reads are batches too: the fault waits for the step before the intent is announced, or before the outcome is written. */
const telling = (name: FaultName, more: More = {}): Trouble => ({
  name,
  side: 'dataverse',
  method: 'POST',
  path: 'batch',
  from: 'call-answered',
  ...more,
});
const following = (name: FaultName, method: 'POST' | 'PUT', path: string): Trouble => ({
  name,
  side: 'xero',
  method,
  path,
  afterwards: true,
});
const notice = (name: FaultName, more: More = {}): Trouble => ({ name, side: 'dataverse', method: 'POST', path: '/webhook/', ...more });

/** Every trouble that a round can have; 28, so that in time each meets each of the relay's 15 steps. */
export const troubles: readonly Trouble[] = [
  // Its replays are lost too, so that it has to be looked up.
  posting('reset', { times: 4 }),
  posting('cut'),
  posting('answer-lost'),
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
  { name: 'answer-lost', side: 'xero', method: 'PUT', path: '^CreditNotes$' },
  following('answer-lost', 'PUT', '/Allocations$'),
  following('answer-lost', 'POST', '/Email$'),
  following('reset', 'POST', '/Email$'),
  following('answer-lost', 'PUT', '/History$'),
];

/** The trouble of a round: what disturbs telling does so at the announcement and at the outcome by turns. */
export const troublesOf = (round: number): Trouble => {
  const trouble = troubles[round % troubles.length]!;
  const turn = Math.floor(round / troubles.length);
  return trouble.from !== undefined && turn % 2 === 1 ? { ...trouble, from: 'prepared' } : trouble;
};

/** Counts of what really happened, and the switch for it. */
export const createTroubleMaker = ({ xero, dataverse }: World) => {
  let clockMoved = 0;
  return {
    begin: ({ side, name, from: _from, afterwards: _afterwards, ...fault }: Trouble): void => {
      if (name === 'clock-moved') {
        // Xero's clock goes ahead: its tokens end sooner than the relay was told.
        xero.control.advance((fault.seconds ?? 0) * 1000);
        clockMoved += 1;
      } else (side === 'xero' ? xero : dataverse).control.addFault({ name, ...fault });
    },
    end: (): void => {
      for (const { control } of [xero, dataverse]) control.clearFaults();
    },
    isOn: (): boolean => xero.control.state().faults.length + dataverse.control.environment.faults.list().length > 0,
    /** By side, for a fault of the one must not stand for that of the other. */
    hits: (): Record<string, number> => {
      const hits = { xero: { ...xero.control.faultHits(), 'clock-moved': clockMoved }, dataverse: dataverse.control.faultHits() };
      return Object.fromEntries(
        troubles.map(({ side, name }) => [`${side} ${name}`, (hits[side] as Readonly<Record<string, number>>)[name] ?? 0]),
      );
    },
  };
};
