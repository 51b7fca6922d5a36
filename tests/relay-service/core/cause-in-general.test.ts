import { expect, test } from '@jest/globals';
import { causeInGeneral } from '../../../relay-service/src/core/cause-in-general.ts';
import { causes } from '../../../relay-service/src/core/causes.ts';

test('whoever is told of many invoices at once reads sentences, not holes', () => {
  expect(causeInGeneral('NO_ROLE', 'Coral Bay').message).toBe(
    'The person who asked holds no role of Stellarise Connector, so the invoice was not sent.',
  );
  expect(causeInGeneral('TRIAL_OVER', 'Coral Bay').message).toMatch(/^The free trial for Coral Bay is over/);
  expect(causeInGeneral('ACCOUNT_UNKNOWN', 'Coral Bay').message).toBe(
    'The account of a line is not in the chart of accounts of Coral Bay.',
  );
});

test('no cause shows a placeholder, two spaces or the same words twice', () => {
  for (const code of Object.keys(causes)) {
    const { message, remedy } = causeInGeneral(code, 'Coral Bay');
    expect(`${message} ${remedy}`).not.toMatch(/[{}]| {2}|\b(the \w+) \1\b/i);
    expect(message).toMatch(/^[\p{Lu}"'…]/u);
  }
});

test('the overview named common causes with holes in them: "is in the future; today is …."', () => {
  const common = [
    'DATE_MISSING',
    'DATE_IN_FUTURE',
    'NUMBER_TAKEN',
    'LOCKED_PERIOD',
    'TAX_DOES_NOT_TIE',
    'TAX_BEFORE_DISCOUNT',
    'TAX_ON_SOME_LINES',
    'TAX_RATE_DIFFERS',
    'FREIGHT_TAX_LEFT_OUT',
    'CHANGE_NEEDS_ANOTHER_APPROVER',
    'DOCUMENT_ENDED',
    'RESEND_NUMBER_NEEDED',
  ];
  for (const code of common) {
    const { message, remedy } = causeInGeneral(code, 'Coral Bay');
    expect(`${message} ${remedy}`).not.toContain('…');
  }
});

test('a code of a newer version is shown as it is', () => {
  expect(causeInGeneral('OF_TOMORROW', 'Coral Bay')).toEqual({ message: 'OF_TOMORROW', remedy: '' });
});
