import { expect, test } from '@jest/globals';
import type { CauseCode } from '../../../relay-service/src/core/causes.ts';
import { reason } from '../../../relay-service/src/core/causes.ts';
import { remedyLinkOf } from '../../../relay-service/src/core/remedy-link.ts';

const around = {
  environmentUrl: 'https://fabrikam.crm6.dynamics.com',
  invoiceId: 'invoice-1',
  connectorId: 'connector-1',
  customer: { kind: 'contact', id: 'customer-1' },
  lines: [
    { id: 'line-1', productId: null },
    { id: 'line-2', productId: 'product-2' },
  ],
  shortCode: '!a b',
} as const;
const form = (table: string, id: string): string =>
  `https://fabrikam.crm6.dynamics.com/main.aspx?pagetype=entityrecord&etn=${table}&id=${id}`;

test.each<readonly [CauseCode, number, string | undefined, string | null]>([
  ['DATE_MISSING', 0, 'invoice.datedelivered', form('invoice', 'invoice-1')],
  ['ACCOUNT_UNKNOWN', 2, 'invoicedetail.stl3_accountid', form('invoicedetail', 'line-2')],
  ['ACCOUNT_INACTIVE', 2, 'product.stl3_salesaccountid', form('product', 'product-2')],
  ['ACCOUNT_INACTIVE', 1, 'product.stl3_salesaccountid', null],
  ['ACCOUNT_UNKNOWN', 9, 'invoicedetail.stl3_accountid', form('invoice', 'invoice-1')],
  ['NUMBER_TOO_LONG', 0, 'stl3_xerorequest.stl3_number', form('invoice', 'invoice-1')],
  ['CONNECTION_DOWN', 0, 'stl3_dynamicsxeroconnector.stl3_connectionstate', form('stl3_dynamicsxeroconnector', 'connector-1')],
  [
    'MAPPINGS_NOT_CONFIRMED',
    0,
    'stl3_stellariseconnectorsettings.stl3_mappingsconfirmed',
    'https://fabrikam.crm6.dynamics.com/main.aspx?pagetype=entitylist&etn=stl3_stellariseconnectorsettings',
  ],
  ['CUSTOMER_NAME_MISSING', 0, 'invoice.customerid', form('contact', 'customer-1')],
  ['XERO_CURRENCY_NOT_SUBSCRIBED', 0, undefined, 'https://go.xero.com/organisationlogin/default.aspx?shortcode=!a%20b'],
  ['NO_ROLE', 0, undefined, null],
])('%s of line %i: %s', (code, line, field, expected) => {
  expect(remedyLinkOf(reason(code, { line }, field), around)).toBe(expected);
});
