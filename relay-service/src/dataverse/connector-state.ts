/** How a connection stands, on its connector row: what people in Dynamics see of it. */
import type { WriteRow } from '@stl3/solution';
import { connectionState, connector, subscriptionState } from '@stl3/solution';
import type { Connection } from '../core/connection.ts';
import type { DataverseClient } from './client.ts';

export interface ConnectorState {
  readonly state?: NonNullable<Connection['state']>;
  /** What is wrong and how to mend it; null clears it. */
  readonly problem?: string | null;
  readonly subscription?: NonNullable<Connection['subscription']>;
  /** Last day of the trial. */
  readonly trialEndsOn?: string | null;
  /** When the relay last spoke with both sides: milliseconds since 1970. */
  readonly lastContactAt?: number;
  readonly callsLeftToday?: number | null;
}

/** Writes it. The row must be there: a connector that somebody deleted is not made again. */
export const writeConnectorState = async (client: DataverseClient, connectorId: string, state: ConnectorState): Promise<void> => {
  const body: WriteRow<typeof connector> = {
    ...(state.state ? { stl3_connectionstate: connectionState.values[state.state].value } : {}),
    ...(state.problem === undefined ? {} : { stl3_problem: state.problem }),
    ...(state.subscription ? { stl3_subscriptionstate: subscriptionState.values[state.subscription].value } : {}),
    ...(state.trialEndsOn === undefined ? {} : { stl3_trialendson: state.trialEndsOn }),
    ...(state.lastContactAt === undefined ? {} : { stl3_lastcontacton: new Date(state.lastContactAt).toISOString() }),
    ...(state.callsLeftToday === undefined ? {} : { stl3_callslefttoday: state.callsLeftToday }),
  };
  await client.request({ method: 'PATCH', path: `${connector.setName}(${connectorId})`, body, headers: { 'If-Match': '*' } });
};
