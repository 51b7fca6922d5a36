/**
 * What would be posted and why, or why not, from files alone: the same readers and the same decision as for a posting, and no server.
 * Two things cannot be read from files: who asks (taken for an approver) and which contact or number Xero has beyond the file.
 */
import { brandingTheme, chartOfAccounts, taxType, trackingCategory } from '@stl3/solution';
import { verdictOf } from '../core/causes.ts';
import type { Connection, Requester } from '../core/connection.ts';
import { noChoices } from '../core/connection.ts';
import type { ContactDecision, XeroContactSummary } from '../core/contact-ladder.ts';
import { decideContact } from '../core/contact-ladder.ts';
import { dateInZone } from '../core/dates.ts';
import type { Mapped, Predicted, Reason, XeroDocument } from '../core/document.ts';
import type { CalendarDate, Instant, Invoice } from '../core/invoice.ts';
import type { XeroItemSummary } from '../core/item-code.ts';
import { decideItems } from '../core/item-code.ts';
import { kindOf } from '../core/mapping.ts';
import type { WirePaymentTerms } from '../core/payment-terms.ts';
import { termsOf } from '../core/payment-terms.ts';
import { toXeroDocument } from '../core/to-xero-document.ts';
import { connectionOf } from '../dataverse/read-connection.ts';
import { invoiceOf } from '../dataverse/read-invoices.ts';
import type { Row } from '../dataverse/rows.ts';
import { organisationColumns } from '../dataverse/write-connector.ts';
import { referenceIdOf, referenceRows } from '../dataverse/write-reference-data.ts';
import type { OrganisationData } from '../xero/read-organisation.ts';
import { foreignCodesIn } from './explain/foreign-codes.ts';
import { withReferenceIds } from './explain/name-reference-rows.ts';

/** Xero's answers for one organisation. */
export interface OrganisationAnswers {
  readonly data: OrganisationData;
  readonly contacts: readonly (XeroContactSummary & { readonly PaymentTerms?: WirePaymentTerms })[];
  readonly items: readonly XeroItemSummary[];
}

export interface ExplainInput {
  /** The Web API's answer for the invoice, with its expands. */
  readonly invoice: Row;
  /** Row of the settings; a column that is absent has its default. */
  readonly settings: Row;
  readonly organisation: OrganisationAnswers;
  /** Now; the connection's time zone makes a day of it. */
  readonly now: Instant;
  /** Today, in place of the day that `now` is. */
  readonly today?: CalendarDate;
}

export interface Explanation {
  readonly verdict: Mapped['verdict'];
  readonly reasons: readonly Reason[];
  readonly document: XeroDocument | null;
  /** Null where what stands in the way leaves nothing to compute. */
  readonly predicted: Predicted | null;
  /** What a person should know although it stands in nobody's way. */
  readonly warnings?: readonly Reason[];
}

const NOBODY = '00000000-0000-0000-0000-000000000000';
const requester: Requester = { id: NOBODY, name: 'Support', mayRead: true, roles: ['user', 'approver', 'administrator'] };
/** Stands for the environment where the invoice's answer does not name its own. */
const SOME_ENVIRONMENT = 'https://environment.crm.dynamics.com';

const connectionFrom = (connectorId: string, settings: Row, { data }: OrganisationAnswers): Connection => {
  const rows = referenceRows(data).map(({ table, xeroId, active, row }) => ({
    table,
    row: { ...row, [table.primaryKey]: referenceIdOf(table, connectorId, xeroId), stl3_xeroid: xeroId, statecode: active ? 0 : 1 },
  }));
  const rowsOf = (wanted: { readonly logicalName: string }): Row[] =>
    rows.filter(({ table }) => table.logicalName === wanted.logicalName).map(({ row }) => row);
  return connectionOf(connectorId, {
    connector: { ...organisationColumns(data.organisation.OrganisationID, data.organisation, data.currencies) },
    settings,
    accounts: rowsOf(chartOfAccounts),
    taxRates: rowsOf(taxType),
    brandingThemes: rowsOf(brandingTheme),
    trackingOptions: rowsOf(trackingCategory),
  });
};

/** Origin of the environment that answered. */
const environmentOf = (invoice: Row): string => {
  const context = invoice['@odata.context'];
  return (typeof context === 'string' ? URL.parse(context)?.origin : undefined) ?? SOME_ENVIRONMENT;
};

const connectorOf = (...rows: readonly Row[]): string =>
  rows.map((row) => row['_stl3_connectorid_value']).find((id) => typeof id === 'string') ?? NOBODY;

const contactOf = (invoice: Invoice, settings: Row, connection: Connection, { contacts }: OrganisationAnswers): ContactDecision | null =>
  invoice.customer &&
  decideContact(invoice.customer, contacts, null, connection.settings.createContacts, {
    accountNumberInName: settings['stl3_accountnumberinname'] === true,
  });

const contactReasons = (decision: ContactDecision | null): readonly Reason[] =>
  decision?.kind === 'refuse' || decision?.kind === 'choose' ? [decision.reason] : [];

/** The same cause at the same place is said once. */
const once = (reasons: readonly Reason[]): readonly Reason[] => [
  ...new Map(reasons.map((reason) => [`${reason.code}|${String(reason.line)}|${reason.field ?? ''}`, reason])).values(),
];

/** Explains one invoice. The same input gives the same bytes. */
export const explain = ({ invoice: row, settings: settingsRow, organisation, now, today }: ExplainInput): Explanation => {
  const connectorId = connectorOf(settingsRow, row);
  const settings = withReferenceIds(settingsRow, connectorId, organisation.data);
  const connection = { ...connectionFrom(connectorId, settings, organisation), foreignCodes: foreignCodesIn(row) };
  const invoice = invoiceOf(withReferenceIds(row, connectorId, organisation.data));
  const contact = contactOf(invoice, settings, connection, organisation);
  const contactId = contact?.kind === 'use' ? contact.contactId : null;
  const items = decideItems(
    invoice.lines.flatMap(({ product, writeIn }) => (product && !writeIn ? [product] : [])),
    organisation.items,
  );
  const mapped = toXeroDocument({
    invoice,
    connection,
    choices: noChoices,
    requester,
    contactId,
    intentId: NOBODY,
    today: today ?? dateInZone(now, connection.organisation.timeZone) ?? now.slice(0, 10),
    environmentUrl: environmentOf(row),
    items,
    contactTerms: termsOf(organisation.contacts.find(({ ContactID }) => ContactID === contactId)?.PaymentTerms, kindOf(invoice, null).side),
  });
  const reasons = once([...(mapped.verdict === 'Ready' ? [] : mapped.reasons), ...contactReasons(contact)]);
  if (mapped.verdict === 'Ready' && reasons.length === 0)
    return {
      verdict: 'Ready',
      reasons,
      document: mapped.document,
      predicted: mapped.predicted,
      ...(mapped.warnings ? { warnings: mapped.warnings } : {}),
    };
  return { verdict: verdictOf(reasons), reasons, document: null, predicted: mapped.verdict === 'Ready' ? mapped.predicted : null };
};
