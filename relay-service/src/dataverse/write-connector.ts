/** The connector row: identity and health of a connection, written by the relay. */
import type { WriteRow } from '@stl3/solution';
import { connectionState, connector, idOf } from '@stl3/solution';
import type { WirePaymentTerms } from '../core/payment-terms.ts';
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
    readonly PaymentTerms?: WirePaymentTerms;
  };
  readonly currencies: readonly string[];
  readonly organizationId: string;
  readonly environmentHost: string;
  readonly installationId: string;
  /** Which relay sends, from now on; null = the row says so already. */
  readonly lead: { readonly epoch: number; readonly sequence: number } | null;
}

/** `/Date(1541462400000+0000)/` -> `2018-11-06`. */
const dateOf = (wire: string | undefined): string | null => {
  const milliseconds = /\/Date\((-?\d+)/.exec(wire ?? '')?.[1];
  if (milliseconds !== undefined) return new Date(Number(milliseconds)).toISOString().slice(0, 10);
  return wire?.slice(0, 10) ?? null;
};

/** As Xero says them, each side by itself; nothing else that it may say. */
const paymentTermsText = (terms: WirePaymentTerms | undefined): string | null =>
  terms ? JSON.stringify({ Sales: terms.Sales, Bills: terms.Bills }, ['Sales', 'Bills', 'Day', 'Type']) : null;

/** Id of an environment's connector for an organisation, the same however often it is connected. */
export const connectorIdOf = (organizationId: string, tenantId: string): string =>
  idOf(`connector:${organizationId.toLowerCase()}:${tenantId.toLowerCase()}`);

/** What the organisation says of itself, as columns of the connector. */
export const organisationColumns = (
  tenantId: string,
  organisation: ConnectorInput['organisation'],
  currencies: readonly string[],
): WriteRow<typeof connector> => ({
  stl3_xerotenantid: tenantId,
  stl3_organisationname: organisation.Name.slice(0, 255),
  stl3_shortcode: organisation.ShortCode,
  stl3_countrycode: organisation.CountryCode,
  stl3_basecurrency: organisation.BaseCurrency,
  stl3_currencies: currencies.join(','),
  stl3_periodlockdate: dateOf(organisation.PeriodLockDate),
  stl3_endofyearlockdate: dateOf(organisation.EndOfYearLockDate),
  stl3_paymentterms: paymentTermsText(organisation.PaymentTerms),
  stl3_timezone: timeZoneOf(organisation.Timezone),
  stl3_isdemo: organisation.IsDemoCompany,
});

/**
 * A copied environment holds the connector of the one that it was copied from. It keeps its rows and gives up the organisation, of which
 * each environment has one connector: nothing of it is inherited.
 */
const retireForeign = async (client: DataverseClient, id: string, tenantId: string): Promise<void> => {
  const foreign = await client.rows(
    `${connector.setName}?$select=${connector.primaryKey}&$filter=stl3_xerotenantid eq '${tenantId}' and ${connector.primaryKey} ne ${id}`,
  );
  const row: WriteRow<typeof connector> = {
    stl3_xerotenantid: null,
    stl3_isdefault: false,
    stl3_connectionstate: connectionState.values.copied.value,
    stl3_problem:
      'This connector came with the copy of another environment. The copy has a connector of its own now; this one is kept for its history.',
  };
  for (const { [connector.primaryKey]: key } of foreign)
    await client.request({ method: 'PATCH', path: `${connector.setName}(${String(key)})`, body: row, headers: { 'If-Match': '*' } });
};

/** Writes the connector. @returns its id */
export const writeConnector = async (client: DataverseClient, input: ConnectorInput): Promise<string> => {
  const id = connectorIdOf(input.organizationId, input.tenantId);
  const { organisation } = input;
  const known = await client.rows(`${connector.setName}?$select=${connector.primaryKey}&$filter=${connector.primaryKey} eq ${id}`);
  await retireForeign(client, id, input.tenantId);
  const others = await client.rows(
    `${connector.setName}?$select=${connector.primaryKey}&$filter=stl3_isdefault eq true and ${connector.primaryKey} ne ${id}`,
  );
  // Name and default are choices from then on; connecting again leaves them alone.
  const first = known.length > 0 ? {} : { stl3_name: organisation.Name.slice(0, 200), stl3_isdefault: others.length === 0 };
  const row: WriteRow<typeof connector> = {
    ...organisationColumns(input.tenantId, organisation, input.currencies),
    ...first,
    stl3_connectionstate: connectionState.values.connected.value,
    stl3_problem: null,
    stl3_lastcontacton: new Date().toISOString(),
    stl3_organizationid: input.organizationId,
    stl3_environmenthost: input.environmentHost,
    ...(input.lead
      ? { stl3_installationid: input.installationId, stl3_ledgerepoch: input.lead.epoch, stl3_ledgersequence: input.lead.sequence }
      : {}),
  };
  await client.request({ method: 'PATCH', path: `${connector.setName}(${id})`, body: row });
  return id;
};

/** Writes what an organisation says of itself now: name, currencies, lock dates; and when it was read. */
export const refreshConnector = async (
  client: DataverseClient,
  connectorId: string,
  input: Pick<ConnectorInput, 'tenantId' | 'organisation' | 'currencies'> & { readonly readOn: Date },
): Promise<void> => {
  const row: WriteRow<typeof connector> = {
    ...organisationColumns(input.tenantId, input.organisation, input.currencies),
    stl3_referencedataon: input.readOn.toISOString(),
  };
  await client.request({ method: 'PATCH', path: `${connector.setName}(${connectorId})`, body: row, headers: { 'If-Match': '*' } });
};
