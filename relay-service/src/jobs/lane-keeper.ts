/**
 * The lanes that this relay holds: taken when there is work, renewed while rounds use them, let go when idle. Right before a write leaves,
 * the lease is proved once more: nobody has taken the lane, and on the clock that never jumps enough of the lease is left (posting
 * protocol, section 6).
 */
import type { Lease } from '../store/lanes.ts';
import { holdLane, LEASE_MS, releaseLane, stillHolds } from '../store/lanes.ts';
import type { Ledger } from '../store/ledger.ts';

/** Leases are renewed this often while they are in use. */
const RENEW_MS = 5_000;
/** What must be left of a lease before the first byte of a write. */
const NEEDED_MS = 5_000;

export interface LaneKeeper {
  /** Takes or keeps a lane for one round. Null while another relay holds it. */
  hold(laneId: string): Promise<Lease | null>;
  /** The round is over. */
  letGo(lease: Lease): void;
  /**
   * Whether this relay may send to the lane's organisation now; asked last before the first byte. A lane that nobody holds is taken.
   * @param epoch of the lease under which the call was committed: the lane may have been lost and won again meanwhile
   */
  maySend(laneId: string, epoch?: number): Promise<boolean>;
  /** Gives every lane back. */
  close(): Promise<void>;
}

interface Kept {
  readonly lease: Lease;
  users: number;
  /** On the monotonic clock. */
  safeUntil: number;
}

/** @param holder names this relay among others */
export const createLaneKeeper = (ledger: Ledger, holder: string, failed: (problem: unknown) => void): LaneKeeper => {
  const kept = new Map<string, Kept>();

  const renew = async (each: Kept): Promise<boolean> => {
    // Counted from before the question: an answer that took long must not make the lease look younger than it is.
    const asked = performance.now();
    const holds = await stillHolds(ledger, each.lease, holder);
    if (holds) each.safeUntil = asked + LEASE_MS;
    else if (kept.get(each.lease.laneId) === each) kept.delete(each.lease.laneId);
    return holds;
  };

  const timer = setInterval(() => {
    for (const each of kept.values()) if (each.users > 0) void renew(each).catch(failed);
  }, RENEW_MS).unref();

  const hold = async (laneId: string): Promise<Lease | null> => {
    const asked = performance.now();
    // Proved a moment ago, and proved again before anything leaves.
    const last = kept.get(laneId);
    if (last && last.safeUntil - asked > LEASE_MS - RENEW_MS) {
      last.users += 1;
      return last.lease;
    }
    const lease = await holdLane(ledger, laneId, holder);
    if (!lease) return null;
    const known = kept.get(laneId);
    const each = known?.lease.epoch === lease.epoch ? known : { lease, users: 0, safeUntil: 0 };
    each.users += 1;
    each.safeUntil = asked + LEASE_MS;
    kept.set(laneId, each);
    return each.lease;
  };
  const letGo = ({ laneId, epoch }: Lease): void => {
    const each = kept.get(laneId);
    if (each?.lease.epoch === epoch) each.users -= 1;
  };

  return {
    hold,
    letGo,
    maySend: async (laneId, epoch) => {
      if (!kept.has(laneId) && epoch === undefined) {
        const lease = await hold(laneId);
        if (lease) letGo(lease);
      }
      const each = kept.get(laneId);
      if (!each || (epoch !== undefined && epoch !== each.lease.epoch)) return false;
      return (await renew(each)) && performance.now() <= each.safeUntil - NEEDED_MS;
    },
    close: async () => {
      clearInterval(timer);
      for (const laneId of kept.keys()) await releaseLane(ledger, laneId, holder);
      kept.clear();
    },
  };
};
