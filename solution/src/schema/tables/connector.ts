import { choice, date, instant, memo, text, whole, yesNo } from '../columns.ts';
import { table } from '../table.ts';
import { connectionState, subscriptionState } from '../vocabulary.ts';

/** Identity and health of one connection: a Dataverse environment and a Xero organisation. Written by the relay. */
export const connector = table(
  'stl3_DynamicsXeroConnector',
  {
    label: 'Xero Connector',
    pluralLabel: 'Xero Connectors',
    description: 'A connection between this environment and one Xero organisation.',
    audited: true,
    keys: [{ schemaName: 'stl3_TenantKey', label: 'Xero organisation', columns: ['stl3_xerotenantid'] }],
  },
  {
    stl3_name: text('stl3_Name', 'Name', 200, 'Name of the connection, at first the organisation in Xero.', {
      required: 'required',
      audited: true,
    }),
    stl3_xerotenantid: text('stl3_XeroTenantId', 'Xero tenant id', 36, 'Id of the organisation in Xero.', { audited: true }),
    stl3_organisationname: text('stl3_OrganisationName', 'Organisation', 255, 'Name of the organisation in Xero.', { audited: true }),
    stl3_shortcode: text('stl3_ShortCode', 'Short code', 20, 'Part of the addresses of pages in Xero.'),
    stl3_countrycode: text('stl3_CountryCode', 'Country', 2, 'Country of the organisation, ISO 3166.'),
    stl3_basecurrency: text('stl3_BaseCurrency', 'Base currency', 3, 'Base currency of the organisation, ISO 4217.'),
    stl3_currencies: text('stl3_Currencies', 'Currencies', 2000, 'Codes of the subscribed currencies, separated by commas.'),
    stl3_periodlockdate: date('stl3_PeriodLockDate', 'Period lock date', 'Nothing may be posted on or before this date.', {
      audited: true,
    }),
    stl3_endofyearlockdate: date('stl3_EndOfYearLockDate', 'Year-end lock date', 'Nothing may be posted on or before this date.', {
      audited: true,
    }),
    stl3_paymentterms: text(
      'stl3_PaymentTerms',
      'Payment terms',
      400,
      'Payment terms of the organisation by side, as Xero answers them (JSON).',
    ),
    stl3_timezone: text('stl3_TimeZone', 'Time zone', 60, 'Time zone in which instants become calendar dates (IANA name).', {
      audited: true,
    }),
    stl3_isdemo: yesNo('stl3_IsDemo', 'Demo company', "The organisation is Xero's demo company."),
    stl3_isdefault: yesNo('stl3_IsDefault', 'Default connection', 'Used by invoices that name no connection.', { audited: true }),
    stl3_connectionstate: choice('stl3_ConnectionState', 'Connection', connectionState, 'Whether the connector can reach Xero.', {
      default: 'connected',
      audited: true,
    }),
    stl3_problem: memo('stl3_Problem', 'Problem', 2000, 'What is wrong with the connection and how to mend it.'),
    stl3_lastcontacton: instant('stl3_LastContactOn', 'Last contact', 'When the relay last spoke with both sides; written at most hourly.'),
    stl3_callslefttoday: whole('stl3_CallsLeftToday', 'Calls left today', 'Calls that Xero still allows today.'),
    stl3_runsonpoll: yesNo('stl3_RunsOnPoll', 'Running on poll', 'No webhook could be registered; new requests are found by asking.'),
    stl3_subscriptionstate: choice('stl3_SubscriptionState', 'Subscription', subscriptionState, 'Trial or plan of this connection.', {
      default: 'notStarted',
      audited: true,
    }),
    stl3_trialendson: date('stl3_TrialEndsOn', 'Trial ends', 'Last day of the free trial.'),
    stl3_organizationid: text(
      'stl3_OrganizationId',
      'Environment id',
      36,
      'OrganizationId of the environment that was connected; a copy has another one.',
      {
        audited: true,
      },
    ),
    stl3_environmenthost: text('stl3_EnvironmentHost', 'Environment address', 255, 'Host and port of the environment that was connected.', {
      audited: true,
    }),
    stl3_installationid: text('stl3_InstallationId', 'Relay installation', 36, 'The relay installation that sends for this connection.', {
      audited: true,
    }),
    stl3_ledgerepoch: whole(
      'stl3_LedgerEpoch',
      'Ledger epoch',
      "Rises when another relay takes over; guards against an older relay's writes.",
    ),
    stl3_ledgersequence: whole(
      'stl3_LedgerSequence',
      'Ledger sequence',
      "Last sequence of the relay's ledger; ahead of the relay's own = it was restored.",
    ),
    stl3_referencedataon: instant(
      'stl3_ReferenceDataOn',
      'Reference data read',
      'When accounts, tax types, themes and tracking were last read from Xero.',
    ),
  },
);
