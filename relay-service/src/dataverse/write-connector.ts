/** The connector row: identity and health of a connection, written by the relay. */
import type { WriteRow } from '@stl3/solution';
import { connectionState, connector, idOf } from '@stl3/solution';
import type { DataverseClient } from './client.ts';
import { timeZoneOf } from './time-zones.ts';

export interface ConnectorInput {
  readonly tenantId: string;
  readonly organisation: {
    readonly Name: string;
    readonly ShortCode: string;
    readonly CountryCode: string;
    readonly BaseCurrency: string;
    readonly IsDemoCompany: boolean;
    readonly Timezone: string;
    readonly PeriodLockDate?: string;
    readonly EndOfYearLockDate?: string;
  };
  readonly currencies: readonly string[];
  readonly organizationId: string;
  readonly environmentHost: string;
  readonly installationId: string;
}

/** `/Date(1541462400000+0000)/` -> `2018-11-06`. */
const dateOf = (wire: string | undefined): string | null => {
  const milliseconds = /\/Date\((-?\d+)/.exec(wire ?? '')?.[1];
  if (milliseconds !== undefined) return new Date(Number(milliseconds)).toISOString().slice(0, 10);
  return wire?.slice(0, 10) ?? null;
};

/** Id of an environment's connector for an organisation, the same however often it is connected. */
const connectorIdOf = (organizationId: string, tenantId: string): string =>
  idOf(`connector:${organizationId.toLowerCase()}:${tenantId.toLowerCase()}`);

/** What the organisation says of itself, as columns of the connector. */
export const organisationColumns = (
  tenantId: string,
  organisation: ConnectorInput['organisation'],
  currencies: readonly string[],
): WriteRow<typeof connector> => ({
  stl3_name: organisation.Name.slice(0, 200),
  stl3_xerotenantid: tenantId,
  stl3_organisationname: organisation.Name.slice(0, 255),
  stl3_shortcode: organisation.ShortCode,
  stl3_countrycode: organisation.CountryCode,
  stl3_basecurrency: organisation.BaseCurrency,
  stl3_currencies: currencies.join(','),
  stl3_periodlockdate: dateOf(organisation.PeriodLockDate),
  stl3_endofyearlockdate: dateOf(organisation.EndOfYearLockDate),
  stl3_timezone: timeZoneOf(organisation.Timezone),
  stl3_isdemo: organisation.IsDemoCompany,
});

/** Writes the connector. @returns its id */
export const writeConnector = async (client: DataverseClient, input: ConnectorInput): Promise<string> => {
  const id = connectorIdOf(input.organizationId, input.tenantId);
  const { organisation } = input;
  const others = await client.rows(
    `${connector.setName}?$select=${connector.primaryKey}&$filter=stl3_isdefault eq true and ${connector.primaryKey} ne ${id}`,
  );
  const row: WriteRow<typeof connector> = {
    ...organisationColumns(input.tenantId, organisation, input.currencies),
    stl3_isdefault: others.length === 0,
    stl3_connectionstate: connectionState.values.connected.value,
    stl3_problem: null,
    stl3_lastcontacton: new Date().toISOString(),
    stl3_organizationid: input.organizationId,
    stl3_environmenthost: input.environmentHost,
    stl3_installationid: input.installationId,
  };
  await client.request({ method: 'PATCH', path: `${connector.setName}(${id})`, body: row });
  return id;
};
