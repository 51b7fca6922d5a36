import { describe, expect, test } from '@jest/globals';
import type { MappingInput } from '../../../relay-service/src/core/mapping.ts';
import { fingerprintOf, isSeenContact, isSeenDocument } from '../../../relay-service/src/jobs/fingerprint.ts';
import { connection, customer, invoice, invoiceOf, line, map, ready, settings, taxRate } from '../core/examples.ts';

type Given = Partial<MappingInput>;
const of = (given: Given, contactId: string | null = null): string | null =>
  fingerprintOf(map(given), given.invoice ?? invoice, map(given), contactId);
const under = (changes: Partial<typeof settings>): Given => ({ connection: { ...connection, settings: { ...settings, ...changes } } });

/** As somebody looked at it, and as it was when they pressed Send. */
const moves: Readonly<Record<string, readonly [before: Given, after: Given]>> = {
  'the day, where today is the date': [
    { ...under({ dateSource: 'today' }), today: '2026-11-20' },
    { ...under({ dateSource: 'today' }), today: '2026-11-21' },
  ],
  'the date of the invoice': [{}, { invoice: { ...invoice, dateDelivered: '2026-11-10T13:00:00Z' } }],
  'a tax rate in Xero, though no word of the document changes': [
    {},
    { connection: { ...connection, taxRates: [taxRate('OUTPUT', '12.5')] } },
  ],
  "Dynamics' exchange rate": [
    {
      ...under({ rateSource: 'dynamics' }),
      invoice: { ...invoice, currency: { code: 'USD', precision: 2 }, baseCurrency: 'AUD', exchangeRate: '0.65' },
    },
    {
      ...under({ rateSource: 'dynamics' }),
      invoice: { ...invoice, currency: { code: 'USD', precision: 2 }, baseCurrency: 'AUD', exchangeRate: '0.66' },
    },
  ],
  'the account of the settings': [{}, under({ salesAccountId: 'account-260' })],
  'the tax type of the settings': [{}, under({ salesTaxTypeId: 'tax-OUTPUT15' })],
  'the status of the settings': [{}, under({ defaultStatus: 'submitted' })],
  'an amount': [{}, { invoice: invoiceOf([line({ pricePerUnit: '51.00', extendedAmount: '102.00' })]) }],
  'a description': [{}, { invoice: { ...invoice, lines: [line({ description: 'in October' })] } }],
  'a line more': [{}, { invoice: invoiceOf([line(), line({ id: 'line-2', order: 2 })]) }],
  'the customer': [{}, { invoice: { ...invoice, customer: { ...customer, id: '6f6f1d0e-3b8e-4a52-8f2f-0c5d5b1f0002' } } }],
  "the customer's name": [{}, { invoice: { ...invoice, customer: { ...customer, name: 'Alpine Ski House' } } }],
  'the number': [{}, { invoice: { ...invoice, number: 'INV-01043' } }],
};

test.each(Object.entries(moves))('%s moves the fingerprint of the preview', (_, [before, after]) => {
  // A column of the request holds a hundred characters.
  expect(of(before)).toMatch(/^[\w-]{43}\.[\w-]{43}$/);
  expect(of(after)).toMatch(/^[\w-]{43}\.[\w-]{43}$/);
  expect(of(after)).not.toBe(of(before));
});

test('what changes nothing that is sent leaves it as it is', () => {
  expect(of({ invoice: { ...invoice, rowVersion: 'W/"2"', state: 2 } })).toBe(of({}));
  expect(of({ connection: { ...connection, accounts: connection.accounts.toReversed() } })).toBe(of({}));
  expect(of({ today: '2026-11-21' })).toBe(of({}));
});

test('what would not be posted has none', () => {
  expect(of({ invoice: invoiceOf([]) })).toBeNull();
});

describe('on sending', () => {
  const seen = of({}, 'A') ?? '';
  const toMake = of({}) ?? '';
  const later = ready({ invoice: { ...invoice, dueDate: '2026-12-11' } });

  test('another contact, and a due date that moved with it, are seen; the same one in another case is the same', () => {
    expect([isSeenContact(seen, ready(), 'a', false), isSeenContact(seen, ready(), 'B', false)]).toEqual([true, false]);
    expect([isSeenContact(seen, ready(), 'B', true), isSeenContact(seen, later, 'A', false)]).toEqual([false, false]);
  });

  test('where a contact was to be made, only one that was made for the customer is it', () => {
    expect([isSeenContact(toMake, ready(), 'A', true), isSeenContact(toMake, ready(), 'A', false)]).toEqual([true, false]);
    expect(isSeenContact(toMake, later, 'A', true)).toBe(false);
  });

  test('the document is compared by itself, and what is no fingerprint is nothing that anybody saw', () => {
    expect([isSeenDocument(seen, ready(), invoice), isSeenDocument(seen, later, invoice)]).toEqual([true, false]);
    const [document = ''] = seen.split('.');
    expect(isSeenContact(document, ready(), 'A', true)).toBe(false);
    expect(isSeenDocument('', ready(), invoice)).toBe(false);
  });
});
