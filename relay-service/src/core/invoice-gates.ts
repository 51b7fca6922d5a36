/** Gates that need no arithmetic: what an invoice must have before anything is worth mapping. */
import { hostNamesXero } from './marker.ts';
import type { Mapping } from './mapping.ts';
import { refuse } from './mapping.ts';
import { oneLine } from './text.ts';

/** No document of Xero's is known to hold more, and one request may not exceed 3.5 MB. */
export const MAX_LINES = 2000;

const CLOSED = 1;
const CANCELED = 3;

const checkCustomer = (mapping: Mapping): void => {
  const { customer, customerUnread = false, billToUnread: column } = mapping.invoice;
  if (column !== undefined) {
    refuse(mapping, 'PAYER_NOT_READABLE', { column }, `invoice.${column}`);
    return;
  }
  if (customer === null) {
    refuse(mapping, customerUnread ? 'CUSTOMER_NOT_READABLE' : 'CUSTOMER_MISSING', {}, 'invoice.customerid');
    return;
  }
  // Which characters the name holds matters only where a contact has to be made, which the contact ladder decides.
  const field = `${customer.kind}.${customer.kind === 'account' ? 'name' : 'fullname'}`;
  if (oneLine(customer.name) === '') refuse(mapping, 'CUSTOMER_NAME_MISSING', {}, field);
};

const checkPricing = (mapping: Mapping): void => {
  const { invoice } = mapping;
  const error = [invoice.pricingError, ...invoice.lines.map((line) => line.pricingError)].find((code) => code !== 0);
  if (error !== undefined) refuse(mapping, 'PRICING_ERROR', { error }, 'invoice.pricingerrorcode');
};

const down = {
  reconnect: 'CONNECTION_DOWN',
  disconnected: 'CONNECTION_DOWN',
  copied: 'ENVIRONMENT_COPIED',
  takenOver: 'TAKEN_OVER',
} as const;

const checkConnection = (mapping: Mapping): void => {
  const { state = 'connected', subscription, organisation, unknownTimeZone: zone } = mapping.connection;
  const values = { organisation: organisation.name };
  if (state !== 'connected') refuse(mapping, down[state], values, 'stl3_dynamicsxeroconnector.stl3_connectionstate');
  for (const column of mapping.connection.unknownColumns ?? [])
    refuse(mapping, 'SETTINGS_COLUMN_UNKNOWN', { column }, 'stl3_stellariseconnectorsettings.stl3_name');
  if (zone !== undefined) refuse(mapping, 'TIME_ZONE_UNKNOWN', { zone }, 'stl3_stellariseconnectorsettings.stl3_timezone');
  if (subscription === 'trialOver' || subscription === 'ended')
    refuse(
      mapping,
      subscription === 'ended' ? 'SUBSCRIPTION_ENDED' : 'TRIAL_OVER',
      values,
      'stl3_dynamicsxeroconnector.stl3_subscriptionstate',
    );
};

export const checkGates = (mapping: Mapping): void => {
  const { invoice, connection, kind } = mapping;
  const { organisation, settings } = connection;
  checkConnection(mapping);
  if (invoice.state === CANCELED) refuse(mapping, 'INVOICE_CANCELED', {}, 'invoice.statecode');
  if (invoice.state === CLOSED) refuse(mapping, 'INVOICE_CLOSED', {}, 'invoice.statecode');
  if (!settings.mappingsConfirmed && !organisation.demo)
    refuse(
      mapping,
      'MAPPINGS_NOT_CONFIRMED',
      { organisation: organisation.name },
      'stl3_stellariseconnectorsettings.stl3_mappingsconfirmed',
    );
  if (kind.url && hostNamesXero(mapping.environmentUrl)) refuse(mapping, 'ENVIRONMENT_HOST_NAMES_XERO');
  checkCustomer(mapping);
  if (invoice.lines.length === 0) refuse(mapping, 'NO_LINES', {}, 'invoice.invoice_details');
  if (invoice.lines.length > MAX_LINES)
    refuse(mapping, 'TOO_MANY_LINES', { count: invoice.lines.length, limit: MAX_LINES }, 'invoice.invoice_details');
  checkPricing(mapping);
};

/** Code of the currency, once the organisation uses it. */
export const currencyOf = (mapping: Mapping): string | null => {
  const { organisation } = mapping.connection;
  const code = mapping.invoice.currency?.code.trim().toUpperCase() ?? '';
  const field = 'invoice.transactioncurrencyid';
  if (!/^[A-Z]{3}$/.test(code)) return refuse(mapping, 'CURRENCY_MISSING', {}, field);
  if (code !== organisation.baseCurrency && !organisation.currencies.includes(code))
    return refuse(mapping, 'CURRENCY_NOT_SUBSCRIBED', { currency: code, organisation: organisation.name }, field);
  return code;
};
