/** Invoices of six countries: what each line is taxed with, and what the document must come to. Worked by hand, tax by line, half up. */
import type { CountryName } from './countries.ts';

export interface Fixture {
  readonly why: string;
  readonly country: CountryName;
  /** A sales invoice, amounts exclusive of tax, where nothing is said. */
  readonly bill?: true;
  readonly inclusive?: true;
  readonly lines: readonly (readonly [amount: number, taxType: string])[];
  readonly net: string;
  readonly tax: string;
  readonly total: string;
}

export const fixtures: readonly Fixture[] = [
  { why: 'standard', country: 'AU', lines: [[25.06, 'OUTPUT'], [25.61, 'OUTPUT'], [25.63, 'OUTPUT']], net: '76.30', tax: '7.63', total: '83.93' }, // prettier-ignore
  { why: 'zero: exports', country: 'AU', lines: [[99.99, 'EXEMPTEXPORT']], net: '99.99', tax: '0.00', total: '99.99' },
  { why: 'exempt: GST free', country: 'AU', lines: [[120, 'EXEMPTOUTPUT']], net: '120.00', tax: '0.00', total: '120.00' },
  { why: 'exempt: input taxed', country: 'AU', lines: [[1500, 'INPUTTAXED']], net: '1500.00', tax: '0.00', total: '1500.00' },
  {
    why: 'mixed',
    country: 'AU',
    lines: [
      [100.05, 'OUTPUT'],
      [50, 'EXEMPTOUTPUT'],
    ],
    net: '150.05',
    tax: '10.01',
    total: '160.06',
  },
  { why: 'inclusive', country: 'AU', inclusive: true, lines: [[110, 'OUTPUT'], [9.99, 'OUTPUT']], net: '109.08', tax: '10.91', total: '119.99' }, // prettier-ignore
  { why: 'a bill', country: 'AU', bill: true, lines: [[33.33, 'INPUT'], [20, 'EXEMPTEXPENSES']], net: '53.33', tax: '3.33', total: '56.66' }, // prettier-ignore

  { why: 'standard', country: 'NZ', lines: [[25.06, 'OUTPUT2'], [25.61, 'OUTPUT2'], [25.63, 'OUTPUT2']], net: '76.30', tax: '11.44', total: '87.74' }, // prettier-ignore
  { why: 'zero', country: 'NZ', lines: [[200, 'ZERORATED']], net: '200.00', tax: '0.00', total: '200.00' },
  { why: 'exempt', country: 'NZ', lines: [[80, 'NONE']], net: '80.00', tax: '0.00', total: '80.00' },
  {
    why: 'mixed',
    country: 'NZ',
    lines: [
      [19.99, 'OUTPUT2'],
      [10, 'ZERORATED'],
      [5, 'NONE'],
    ],
    net: '34.99',
    tax: '3.00',
    total: '37.99',
  },
  { why: 'inclusive', country: 'NZ', inclusive: true, lines: [[115, 'OUTPUT2'], [23.47, 'OUTPUT2']], net: '120.41', tax: '18.06', total: '138.47' }, // prettier-ignore
  { why: 'a bill', country: 'NZ', bill: true, lines: [[45.67, 'INPUT2']], net: '45.67', tax: '6.85', total: '52.52' },

  {
    why: 'standard',
    country: 'UK',
    lines: [
      [14.43, 'OUTPUT2'],
      [0.02, 'OUTPUT2'],
    ],
    net: '14.45',
    tax: '2.89',
    total: '17.34',
  },
  { why: 'standard: the reduced rate', country: 'UK', lines: [[63.5, 'RROUTPUT']], net: '63.50', tax: '3.18', total: '66.68' },
  { why: 'zero', country: 'UK', lines: [[48, 'ZERORATEDOUTPUT']], net: '48.00', tax: '0.00', total: '48.00' },
  { why: 'zero: services to the EC', country: 'UK', lines: [[1250, 'ECZROUTPUTSERVICES']], net: '1250.00', tax: '0.00', total: '1250.00' },
  { why: 'exempt', country: 'UK', lines: [[300, 'EXEMPTOUTPUT']], net: '300.00', tax: '0.00', total: '300.00' },
  { why: 'mixed', country: 'UK', lines: [[100, 'OUTPUT2'], [63.5, 'RROUTPUT'], [48, 'ZERORATEDOUTPUT'], [300, 'EXEMPTOUTPUT']], net: '511.50', tax: '23.18', total: '534.68' }, // prettier-ignore
  { why: 'inclusive', country: 'UK', inclusive: true, lines: [[100, 'OUTPUT2'], [63.5, 'RROUTPUT']], net: '143.81', tax: '19.69', total: '163.50' }, // prettier-ignore
  { why: 'a bill', country: 'UK', bill: true, lines: [[12.34, 'INPUT2'], [8, 'ZERORATEDINPUT']], net: '20.34', tax: '2.47', total: '22.81' }, // prettier-ignore

  { why: 'standard: three components, rounded once together', country: 'US', lines: [[19.99, 'TAX001'], [100, 'TAX001']], net: '119.99', tax: '10.65', total: '130.64' }, // prettier-ignore
  { why: 'zero: the rate that nobody has filled in', country: 'US', lines: [[75, 'OUTPUT']], net: '75.00', tax: '0.00', total: '75.00' },
  { why: 'exempt', country: 'US', lines: [[500, 'NONE']], net: '500.00', tax: '0.00', total: '500.00' },
  { why: 'compound', country: 'US', lines: [[200, 'TAX003']], net: '200.00', tax: '30.95', total: '230.95' },
  {
    why: 'mixed',
    country: 'US',
    lines: [
      [100, 'TAX001'],
      [10.1, 'TAX002'],
      [50, 'NONE'],
    ],
    net: '160.10',
    tax: '9.84',
    total: '169.94',
  },
  { why: 'inclusive', country: 'US', inclusive: true, lines: [[108.88, 'TAX001']], net: '100.00', tax: '8.88', total: '108.88' },
  { why: 'inclusive and compound', country: 'US', inclusive: true, lines: [[115.47, 'TAX003']], net: '100.00', tax: '15.47', total: '115.47' }, // prettier-ignore

  { why: 'standard', country: 'SG', lines: [[38.85, 'OUTPUTY24']], net: '38.85', tax: '3.50', total: '42.35' },
  { why: 'zero', country: 'SG', lines: [[1000, 'ZERORATEDOUTPUT']], net: '1000.00', tax: '0.00', total: '1000.00' },
  {
    why: 'exempt',
    country: 'SG',
    lines: [
      [75.5, 'ES33OUTPUT'],
      [60, 'OSOUTPUT'],
    ],
    net: '135.50',
    tax: '0.00',
    total: '135.50',
  },
  { why: 'mixed', country: 'SG', lines: [[38.85, 'OUTPUTY24'], [12.3, 'OUTPUTY24'], [1000, 'ZERORATEDOUTPUT']], net: '1051.15', tax: '4.61', total: '1055.76' }, // prettier-ignore
  { why: 'inclusive', country: 'SG', inclusive: true, lines: [[109, 'OUTPUTY24'], [10, 'OUTPUTY24']], net: '109.17', tax: '9.83', total: '119.00' }, // prettier-ignore
  { why: 'a bill', country: 'SG', bill: true, lines: [[11.11, 'INPUTY24']], net: '11.11', tax: '1.00', total: '12.11' },

  {
    why: 'standard',
    country: 'ZA',
    lines: [
      [1.1, 'OUTPUT3'],
      [33.3, 'OUTPUT3'],
    ],
    net: '34.40',
    tax: '5.17',
    total: '39.57',
  },
  { why: 'zero', country: 'ZA', lines: [[250, 'ZERORATEDOUTPUT']], net: '250.00', tax: '0.00', total: '250.00' },
  { why: 'exempt', country: 'ZA', lines: [[90, 'EXEMPTOUTPUT']], net: '90.00', tax: '0.00', total: '90.00' },
  { why: 'mixed', country: 'ZA', lines: [[14.5, 'OUTPUT3'], [250, 'ZERORATEDOUTPUT'], [90, 'EXEMPTOUTPUT']], net: '354.50', tax: '2.18', total: '356.68' }, // prettier-ignore
  { why: 'inclusive', country: 'ZA', inclusive: true, lines: [[14.5, 'OUTPUT3']], net: '12.61', tax: '1.89', total: '14.50' },
  { why: 'a bill', country: 'ZA', bill: true, lines: [[250.1, 'INPUT3']], net: '250.10', tax: '37.52', total: '287.62' },
];
