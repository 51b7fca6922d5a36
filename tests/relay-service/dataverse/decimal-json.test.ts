/** Amounts of Dataverse stay exact, wherever they stand in an answer and whatever else it says. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseJsonKeepingDecimals } from '../../../relay-service/src/dataverse/decimal-json.ts';

test.each([
  ['{"totalamount":19.90}', { totalamount: '19.90' }],
  ['{"totalamount": -0.10 }', { totalamount: '-0.10' }],
  ['[1,2.50,3]', [1, '2.50', 3]],
  ['[\n2.5]', ['2.5']],
  ['2.5', '2.5'],
  ['[2.5]', ['2.5']],
  ['{"rate":1e-7}', { rate: '1e-7' }],
  ['{"rate":1E400}', { rate: '1E400' }],
  ['{"whole":1e3}', { whole: 1000 }],
  ['{"versionnumber":9007199254740993}', { versionnumber: '9007199254740993' }],
  ['{"versionnumber":-9007199254740993}', { versionnumber: '-9007199254740993' }],
  ['{"versionnumber":9007199254740991}', { versionnumber: 9007199254740991 }],
  [
    '{"@odata.etag":"W/\\"123456789012345678\\"","name":"v9.2, 3.50","statecode":0}',
    { '@odata.etag': 'W/"123456789012345678"', name: 'v9.2, 3.50', statecode: 0 },
  ],
  ['{"name":"1.5","exact":1.50}', { name: '1.5', exact: '1.50' }],
])('%s', (text, parsed) => expect(parseJsonKeepingDecimals(text)).toEqual(parsed));

/** A number as JSON may write it, with what it must become. */
const written = fc
  .tuple(fc.constantFrom('', '-'), fc.bigInt(0n, 10n ** 20n), fc.option(fc.nat(9999)), fc.constantFrom('', 'e2', 'E-3'))
  .map(([sign, whole, fraction, exponent]) => `${sign}${String(whole)}${fraction === null ? '' : `.${String(fraction)}`}${exponent}`)
  .map((text) => ({ text, value: Number.isSafeInteger(Number(text)) && !text.includes('.') ? Number(text) : text }));

test('each number is itself where it is a safe whole one, and else the text that stood there, beside any words', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), written, fc.constantFrom('', ' ', '\n', '\t'))), (rows) => {
      const text = `[${rows.map(([words, number, space]) => `{"words":${JSON.stringify(words)},"n":${space}${number.text}${space}}`).join(',')}]`;
      expect(parseJsonKeepingDecimals(text)).toEqual(rows.map(([words, { value }]) => ({ words, n: value })));
    }),
  );
});
