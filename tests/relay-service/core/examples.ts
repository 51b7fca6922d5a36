/** An invoice, a connection and a requester that go through as they are; each test changes what it is about. */
import type { Connection, LedgerAccount, Requester, Settings, TaxRate } from '../../../relay-service/src/core/connection.ts';
import { noChoices } from '../../../relay-service/src/core/connection.ts';
import type { Mapped, Reason } from '../../../relay-service/src/core/document.ts';
import type { Customer, Invoice, InvoiceLine, Product } from '../../../relay-service/src/core/invoice.ts';
import type { MappingInput } from '../../../relay-service/src/core/mapping.ts';
import { toXeroDocument } from '../../../relay-service/src/core/to-xero-document.ts';

export const account = (code: string, changes: Partial<LedgerAccount> = {}): LedgerAccount => ({
  id: `account-${code}`,
  code,
  name: `Account ${code}`,
  class: 'revenue',
  active: true,
  systemAccount: null,
  ...changes,
});

const everywhere = { asset: true, equity: true, expense: true, liability: true, revenue: true };

export const taxRate = (code: string, rate: string, changes: Partial<TaxRate> = {}): TaxRate => ({
  id: `tax-${code}`,
  code,
  name: `${code} ${rate} %`,
  active: true,
  components: [{ rate, compound: false }],
  allowed: everywhere,
  ...changes,
});

export const settings: Settings = {
  useXeroNumber: false,
  useInvoiceName: false,
  createContacts: true,
  createItems: true,
  defaultStatus: 'draft',
  salesAccountId: 'account-200',
  salesTaxTypeId: 'tax-OUTPUT',
  dateSource: 'dateDelivered',
  todayIfEmpty: true,
  lineAmountTypes: 'exclusive',
  mappingsConfirmed: true,
};

export const connection: Connection = {
  connectorId: 'connector-1',
  organisation: {
    tenantId: 'tenant-1',
    name: 'Fabrikam Pty Ltd',
    shortCode: '!abc',
    baseCurrency: 'AUD',
    currencies: ['AUD', 'USD', 'JPY', 'KWD'],
    periodLockDate: null,
    endOfYearLockDate: null,
    timeZone: 'Australia/Sydney',
    demo: false,
  },
  settings,
  accounts: [
    account('200'),
    account('260'),
    account('400', { class: 'expense' }),
    account('610', { class: 'asset', systemAccount: 'DEBTORS' }),
    account('860', { class: 'expense', systemAccount: 'ROUNDING' }),
    account('999', { active: false }),
  ],
  taxRates: [
    taxRate('OUTPUT', '10'),
    taxRate('OUTPUT15', '15'),
    taxRate('EXEMPTOUTPUT', '0'),
    taxRate('INPUT', '10', { allowed: { ...everywhere, revenue: false } }),
    taxRate('OLD', '9', { active: false }),
    taxRate('AVALARA', '0'),
  ],
  brandingThemes: { 'theme-row': '0d2b1f6e-4c39-4a83-b0d3-0a7f2f6b6a10' },
};

export const customer: Customer = {
  kind: 'account',
  id: '6f6f1d0e-3b8e-4a52-8f2f-0c5d5b1f0001',
  name: 'Adventure Works',
  accountNumber: 'AW-1',
  firstName: null,
  lastName: null,
  email: 'accounts@adventure-works.example',
  phone: '+61 2 5550 0100',
  address: { line1: '1 George St', line2: null, city: 'Sydney', region: 'NSW', postalCode: '2000', country: 'Australia' },
  taxNumber: '51 824 753 556',
  salesTaxTypeId: null,
  paymentTerms: null,
};

export const product = (number: string, changes: Partial<Product> = {}): Product => ({
  id: `product-${number}`,
  name: `Product ${number}`,
  number,
  description: null,
  salesAccountId: null,
  salesTaxTypeId: null,
  ...changes,
});

export const line = (changes: Partial<InvoiceLine> = {}): InvoiceLine => ({
  id: 'line-1',
  order: 1,
  writeIn: true,
  productType: 1,
  parentBundleId: null,
  product: null,
  name: 'Consulting',
  description: null,
  quantity: '2',
  pricePerUnit: '50.00',
  manualDiscount: null,
  volumeDiscount: null,
  tax: null,
  extendedAmount: '100.00',
  pricingError: 0,
  accountId: null,
  taxTypeId: null,
  ...changes,
});

export const invoice: Invoice = {
  id: '11111111-2222-4333-8444-555555555555',
  rowVersion: 'W/"1"',
  name: 'October consulting',
  number: 'INV-01042',
  description: 'PO 4711',
  state: 0,
  dateDelivered: '2026-11-09T13:00:00Z',
  createdOn: '2026-11-08T22:10:31Z',
  dueDate: '2026-12-10',
  paymentTerms: null,
  currency: { code: 'AUD', precision: 2 },
  customer,
  billTo: null,
  email: null,
  ownerId: 'user-owner',
  connectorId: 'connector-1',
  type: null,
  lineAmountTypes: null,
  brandingThemeId: null,
  bundleHeaderOnly: false,
  sendEmail: false,
  lineTotal: '100.00',
  discountTotal: null,
  freight: null,
  taxTotal: '0.00',
  total: '100.00',
  pricingError: 0,
  lines: [line()],
};

/** An invoice of these lines; its header agrees with them. */
export const invoiceOf = (lines: readonly InvoiceLine[], changes: Partial<Invoice> = {}): Invoice => ({
  ...invoice,
  lines,
  lineTotal: null,
  taxTotal: null,
  total: null,
  ...changes,
});

export const choices = noChoices;

export const requester: Requester = { id: 'user-clerk', name: 'Chris Clerk', mayRead: true, roles: ['user'] };
export const approver: Requester = { id: 'user-manager', name: 'Fran Manager', mayRead: true, roles: ['approver'] };

export const input: MappingInput = {
  invoice,
  connection,
  choices,
  requester,
  contactId: 'c0ffee00-0000-4000-8000-000000000001',
  intentId: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
  today: '2026-11-20',
  environmentUrl: 'https://fabrikam.crm6.dynamics.com',
};

export const withSettings = (changes: Partial<Settings>): Connection => ({ ...connection, settings: { ...settings, ...changes } });
export const withOrganisation = (changes: Partial<Connection['organisation']>): Connection => ({
  ...connection,
  organisation: { ...connection.organisation, ...changes },
});

export const map = (changes: Partial<MappingInput> = {}): Mapped => toXeroDocument({ ...input, ...changes });

export const ready = (changes: Partial<MappingInput> = {}): Extract<Mapped, { verdict: 'Ready' }> => {
  const mapped = map(changes);
  if (mapped.verdict !== 'Ready') throw new Error(JSON.stringify(mapped.reasons));
  return mapped;
};

export const reasonsOf = (changes: Partial<MappingInput> = {}): readonly Reason[] => {
  const mapped = map(changes);
  return mapped.verdict === 'Ready' ? [] : mapped.reasons;
};

export const codesOf = (changes: Partial<MappingInput> = {}): readonly string[] => reasonsOf(changes).map(({ code }) => code);
