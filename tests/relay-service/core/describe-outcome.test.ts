import { expect, test } from '@jest/globals';
import { reason } from '../../../relay-service/src/core/causes.ts';
import {
  describeAlreadySent,
  describeChecking,
  describeReady,
  describeRefusal,
  describeSent,
} from '../../../relay-service/src/core/describe-outcome.ts';

test('outcomes read as sentences', () => {
  expect(describeSent({ number: 'INV-0042', status: 'DRAFT' })).toBe('Sent to Xero as INV-0042 (draft)');
  expect(describeSent({ number: 'INV-1', status: 'submitted' })).toBe('Sent to Xero as INV-1 (awaiting approval)');
  expect(describeSent({ number: null, status: 'SUBMITTED' })).toBe('Sent to Xero (awaiting approval)');
  expect(describeAlreadySent({ number: 'INV-0042', status: 'AUTHORISED' })).toBe('Already in Xero as INV-0042 (authorised)');
  expect(describeAlreadySent({ number: '', status: 'NEW_ONE' })).toBe('Already in Xero (new_one)');
  expect(describeChecking()).toContain('Checking with Xero');
  expect(describeReady({ total: '110.00', currency: 'AUD' })).toBe('Ready: Xero would show 110.00 AUD.');
});

test('a refusal names the first reason and counts the others', () => {
  const reasons = [reason('NO_LINES'), reason('CUSTOMER_MISSING'), reason('CURRENCY_MISSING')];
  expect(describeRefusal([])).toBe('Not sent to Xero.');
  expect(describeRefusal(reasons.slice(0, 1))).toBe('The invoice has no lines, so there is nothing to send.');
  expect(describeRefusal(reasons.slice(0, 2))).toMatch(/There is 1 more thing to mend\.$/);
  expect(describeRefusal(reasons)).toMatch(/There are 2 more things to mend\.$/);
});
