import { expect, test } from '@jest/globals';
import type { XeroDocument } from '../../../relay-service/src/core/document.ts';
import type { NumberedInBatch } from '../../../relay-service/src/core/numbers-of-batch.ts';
import { reservedNumbers } from '../../../relay-service/src/core/numbers-of-batch.ts';
import { ready } from './examples.ts';

const { document } = ready();
const of = (requestId: string, change: Partial<XeroDocument>, more: Partial<NumberedInBatch> = {}): NumberedInBatch => ({
  requestId,
  askedAt: `2026-11-20T10:00:0${requestId}Z`,
  invoiceId: `invoice ${requestId}`,
  invoiceName: `Invoice ${requestId}`,
  document: { ...document, ...change },
  ...more,
});
const A = { InvoiceNumber: 'INV-1' };
const { InvoiceNumber: _number, ...unnumbered } = document;

test.each([
  ['different numbers', [of('1', A), of('2', { InvoiceNumber: 'INV-2' })], {}],
  ['the same number', [of('1', A), of('2', A)], { 2: 'Invoice 1' }],
  ['in another case, with blanks', [of('1', A), of('2', { InvoiceNumber: ' inv-1 ' })], { 2: 'Invoice 1' }],
  ['whoever asked first has it, whatever the order', [of('2', A), of('1', A)], { 2: 'Invoice 1' }],
  ['asked at the same moment', [of('2', A, { askedAt: null }), of('1', A, { askedAt: null })], { 2: 'Invoice 1' }],
  ['of three, both others name the first', [of('3', A), of('1', A), of('2', A)], { 2: 'Invoice 1', 3: 'Invoice 1' }],
  ['one invoice asked for twice', [of('1', A), of('2', A, { invoiceId: 'invoice 1' })], {}],
  ['bills of two suppliers', [of('1', { ...A, Type: 'ACCPAY' }), of('2', { ...A, Type: 'ACCPAY' })], {}],
  ['a bill and an invoice', [of('1', A), of('2', { ...A, Type: 'ACCPAY' })], {}],
  ['numbered by Xero', [of('1', {}, { document: unnumbered }), of('2', {}, { document: unnumbered })], {}],
])('%s', (_case, batch, expected) => {
  const reserved = reservedNumbers(batch);
  expect(Object.fromEntries([...reserved].map(([id, { other }]) => [id, other]))).toEqual(expected);
  expect([...reserved.values()].every(({ number }) => number.trim().toUpperCase() === 'INV-1')).toBe(true);
});
