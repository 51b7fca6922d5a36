/** A document as Xero holds it, for tables. */
import type { Organisation } from '../../../relay-service/src/core/connection.ts';
import type { DocumentInXero } from '../../../relay-service/src/core/outcome.ts';

export const held = (change: Partial<DocumentInXero> = {}): DocumentInXero => ({
  id: 'a0000000-0000-4000-8000-000000000001',
  type: 'ACCREC',
  contactId: 'c0000000-0000-4000-8000-000000000001',
  number: 'INV-1',
  reference: null,
  status: 'authorised',
  date: '2026-11-10',
  dueDate: '2026-12-10',
  currency: 'AUD',
  net: '100',
  tax: '10',
  total: '110',
  paid: '0',
  credited: '0',
  due: '110',
  ...change,
});

export const books = (change: Partial<Organisation> = {}): Organisation => ({
  tenantId: 't',
  name: 'Coral Bay',
  shortCode: '!x',
  baseCurrency: 'AUD',
  currencies: ['AUD', 'USD'],
  periodLockDate: null,
  endOfYearLockDate: null,
  timeZone: 'Australia/Sydney',
  demo: false,
  ...change,
});
