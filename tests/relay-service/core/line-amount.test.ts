import { expect, test } from '@jest/globals';
import { invoiceOf, line, ready } from './examples.ts';

test.each([
  // Worked by hand: 0.125 x 496.12 = 62.015, which is shown as 62.02; less 62.02 Xero would come to -0.005 and round it to -0.01.
  ['0.125', '496.12', '62.02', '0.00', { Quantity: 0.125, UnitAmount: 0 }],
  ['0.125', '496.12', '62.01', '0.01', { Quantity: 0.125, UnitAmount: 496.12, DiscountAmount: 62.01 }],
  ['2', '31.01', '62.02', '0.00', { Quantity: 2, UnitAmount: 31.01, DiscountAmount: 62.02 }],
])('%s x %s less %s is %s in Xero too', (quantity, pricePerUnit, manualDiscount, extendedAmount, sent) => {
  const free = line({ quantity, pricePerUnit, manualDiscount, extendedAmount });
  const { document, predicted } = ready({ invoice: invoiceOf([free, line({ id: 'line-2', order: 2 })]) });
  expect(document.LineItems[0]).toMatchObject(sent);
  expect('DiscountAmount' in (document.LineItems[0] ?? {})).toBe('DiscountAmount' in sent);
  expect(predicted.net).toBe((100 + Number(extendedAmount)).toFixed(2));
});
