/** The lines of an invoice with its totals, as the Products section of a form shows them. */
import { element } from './element.ts';
import { shown } from './formats.ts';
import { section } from './section.ts';
import type { Row } from './web-api.ts';

type Line = Row & { readonly productid: Row | null };

const columns = [
  ['Product', null],
  ['Quantity', 'quantity'],
  ['Price per unit', 'priceperunit'],
  ['Discount', 'manualdiscountamount'],
  ['Tax', 'tax'],
  ['Extended amount', 'extendedamount'],
] as const;
const amounts = columns.flatMap(([, name]) => name ?? []);

/** Columns to select of each line. */
export const lineOptions = `$select=productdescription,description,${amounts.join(',')},lineitemnumber;$expand=productid($select=name,productnumber)`;

const lineRow = (line: Line): HTMLElement => {
  const name = line.productid ? shown(line.productid, 'name') : shown(line, 'productdescription');
  const kind = line.productid ? shown(line.productid, 'productnumber') : 'Write-in';
  return element(
    'tr',
    {},
    element('td', { class: 'wide' }, name, element('div', { class: 'quiet' }, kind)),
    ...amounts.map((column) => element('td', { class: 'number' }, shown(line, column))),
  );
};

const total = (label: string, value: string, strong = false): HTMLElement =>
  element('div', { class: strong ? 'total strong' : 'total' }, element('span', {}, label), element('span', { class: 'number' }, value));

const some = (row: Row, column: string): boolean => Number(row[column] ?? 0) > 0;

export const linesSection = (row: Row): HTMLElement => {
  const lines = [...((row['invoice_details'] ?? []) as readonly Line[])].sort(
    (left, right) => Number(left['lineitemnumber']) - Number(right['lineitemnumber']),
  );
  const none = element('tr', {}, element('td', { colspan: String(columns.length), class: 'quiet' }, 'This invoice has no products.'));
  const heads = columns.map(([label, name]) => element('th', { scope: 'col', class: name === null ? '' : 'number' }, label));
  return section(
    'Products',
    element(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Products' },
      element(
        'table',
        { class: 'grid', id: 'lines' },
        element('thead', {}, element('tr', {}, ...heads)),
        element('tbody', {}, ...(lines.length === 0 ? [none] : lines.map(lineRow))),
      ),
    ),
    element(
      'div',
      { class: 'totals' },
      total('Detail amount', shown(row, 'totallineitemamount')),
      some(row, 'totaldiscountamount') && total('(-) Invoice discount', shown(row, 'totaldiscountamount')),
      some(row, 'freightamount') && total('(+) Freight amount', shown(row, 'freightamount')),
      total('(+) Total tax', shown(row, 'totaltax')),
      total('Total amount', shown(row, 'totalamount'), true),
    ),
  );
};
