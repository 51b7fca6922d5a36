/** Tells each connector in Dynamics when it was last spoken with and how many calls Xero still allows today; at most once an hour. */
import { writeConnectorState } from '../dataverse/connector-state.ts';
import { liveConnections } from '../store/connections.ts';
import { callsLeftByLane } from '../store/lanes.ts';
import type { Services } from './services.ts';

/** How often. */
export const TELL_CONTACT_MS = 3_600_000;

/** One round over the connections that sent something since the last one; a quiet connection's row is left as it is. */
export const tellContact = async (services: Pick<Services, 'ledger' | 'log' | 'dataverse' | 'timeScale'>): Promise<void> => {
  const { ledger, log, timeScale } = services;
  const since = ledger.now() - TELL_CONTACT_MS / timeScale;
  const spoken = (await liveConnections(ledger)).filter(({ sequence_at: at }) => at !== null && at >= since);
  const left = await callsLeftByLane(
    ledger,
    spoken.map(({ lane_id }) => lane_id),
  );
  for (const connection of spoken) {
    try {
      await writeConnectorState(services.dataverse(connection.environment), connection.connector_id, {
        lastContactAt: connection.sequence_at ?? ledger.now(),
        callsLeftToday: left.get(connection.lane_id) ?? null,
      });
    } catch (problem) {
      log.warn({ err: problem, connection: connection.id }, 'Dynamics could not be told of the last contact; it is told in an hour');
    }
  }
};
