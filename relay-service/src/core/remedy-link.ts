/** Where a cause is mended: the very record in Dynamics, or the organisation in Xero. */
import { causeOf } from './causes.ts';
import type { Reason } from './document.ts';

/** The records around an invoice that a remedy may lie in. */
export interface Surroundings {
  readonly environmentUrl: string;
  readonly invoiceId: string;
  readonly connectorId: string;
  readonly customer: { readonly kind: 'account' | 'contact'; readonly id: string } | null;
  /** In the order in which reasons count them, from 1. */
  readonly lines: readonly { readonly id: string; readonly productId: string | null }[];
  readonly shortCode: string;
}

/** Causes that lie in the customer's own record, although the invoice shows them. */
const ofCustomer: readonly string[] = [
  'CUSTOMER_NAME_MISSING',
  'CUSTOMER_NAME_NOT_ALLOWED',
  'XERO_EMAIL_NOT_VALID',
  'XERO_CONTACT_NAME_NOT_ALLOWED',
];

/** Causes that only Xero names and that are mended on the invoice. */
const ofInvoice: readonly string[] = [
  'XERO_NUMBER_NOT_UNIQUE',
  'XERO_DUE_DATE_MISSING',
  'XERO_DUE_DATE_TOO_EARLY',
  'XERO_DATE_NOT_VALID',
  'XERO_LOCKED_PERIOD',
  'XERO_THEME_NOT_VALID',
  'XERO_NEGATIVE_TOTAL',
  'XERO_TYPE_NOT_VALID',
];

const page = (environmentUrl: string, query: Readonly<Record<string, string>>): string => {
  const url = new URL('/main.aspx', environmentUrl);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
};

const record = ({ environmentUrl }: Surroundings, table: string, id: string): string =>
  page(environmentUrl, { pagetype: 'entityrecord', etn: table, id });

const inDynamics = (table: string, reason: Reason, around: Surroundings): string | null => {
  const line = reason.line === undefined ? undefined : around.lines[reason.line - 1];
  switch (table) {
    case 'invoicedetail':
      return line ? record(around, table, line.id) : record(around, 'invoice', around.invoiceId);
    case 'product':
      return line?.productId ? record(around, table, line.productId) : null;
    case 'stl3_dynamicsxeroconnector':
      return record(around, table, around.connectorId);
    case 'stl3_stellariseconnectorsettings':
      return page(around.environmentUrl, { pagetype: 'entitylist', etn: table });
    case 'account':
    case 'contact':
      return around.customer?.kind === table ? record(around, table, around.customer.id) : null;
    case 'invoice':
    case 'stl3_xerorequest':
      return record(around, 'invoice', around.invoiceId);
    default:
      return null;
  }
};

/** Address of the place; null where there is none to go to. */
export const remedyLinkOf = (reason: Reason, around: Surroundings): string | null => {
  if (ofCustomer.includes(reason.code) && around.customer) return record(around, around.customer.kind, around.customer.id);
  if (causeOf(reason.code)?.who === 'xeroUser')
    return `https://go.xero.com/organisationlogin/default.aspx?shortcode=${encodeURIComponent(around.shortCode)}`;
  if (ofInvoice.includes(reason.code)) return record(around, 'invoice', around.invoiceId);
  const [table = ''] = (reason.field ?? '').split('.');
  return inDynamics(table, reason, around);
};
