/** Work under leases: the lanes of these connections are held while it lasts, as far as no other relay has them. */
import type { StoredConnection } from '../store/connections.ts';
import type { Lease } from '../store/lanes.ts';
import type { Services } from './services.ts';

/** @param part is given the leases by lane */
export const withLanes = async <Result>(
  { lanes }: Pick<Services, 'lanes'>,
  connections: readonly Pick<StoredConnection, 'lane_id'>[],
  part: (leases: ReadonlyMap<string, Lease>) => Promise<Result>,
): Promise<Result> => {
  const leases = new Map<string, Lease>();
  try {
    for (const laneId of new Set(connections.map(({ lane_id }) => lane_id))) {
      const lease = await lanes.hold(laneId);
      if (lease) leases.set(laneId, lease);
    }
    return await part(leases);
  } finally {
    for (const lease of leases.values()) lanes.letGo(lease);
  }
};
