/** The product's description, which lies beside the project as the oracles do: its field map holds this one to account. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env['REFERENCE_DIR'] ?? join(import.meta.dirname, '../../../../../shared/reference');
const file = join(folder, 'product.md');

/** What a skipped test says. */
export const noReference = 'skipped: no description of the product beside the project (REFERENCE_DIR names another place)';

/** The first cell of each row of its field map, in its order; null where this machine does not have it. */
export const referenceRows = (): readonly string[] | null => {
  if (!existsSync(file)) return null;
  const [, section = ''] = /^## 5\. [^\n]*\n([\s\S]*?)^## 6\. /m.exec(readFileSync(file, 'utf8')) ?? [];
  const cells = [...section.matchAll(/^\| (.+?) \| .+ \|$/gm)].map(([, cell = '']) => cell);
  // Heading and rule of the table are no rows.
  return cells.slice(2);
};

/** Which rows here answer for which row there: known by its first words, since nothing of it is copied. */
export const answersFor: readonly (readonly [RegExp, ...string[]])[] = [
  [/^invoice ID\b/, "number: the invoice ID, the invoice's name, or Xero's own"],
  [/^currency$/, 'currency', 'exchange rate'],
  [/^date source\b/, 'date (Date Delivered, Created On, today or a column)'],
  [/^due date\b/, 'due date and payment terms'],
  [/^invoice type$/, 'invoice type', 'status that is asked for'],
  [/^line amount types$/, 'line amount types'],
  [/^branding theme\b/, 'branding theme', 'reference (description or a column)'],
  [/^customer\b/, 'customer', 'who is billed in place of the customer'],
  [/^write-in line$/, 'write-in line'],
  [/^write-in with\b/, 'write-in of no quantity and no price'],
  [/^existing product$/, 'product'],
  [/^bundle$/, 'bundle'],
  [/^text\b/, 'text of a line'],
  [/^account\b/, 'account: line, product, settings', 'tracking options: line, settings'],
  [/^tax type$/, 'tax type: line, customer, product, settings'],
  [/^quantity\b/, 'quantity of five decimals, or a price that does not come to the amount'],
  [/^invoice discount$/, 'discount on the whole invoice'],
  [/^freight$/, 'freight'],
  [/^line discounts$/, 'discount of a line, manual and by volume'],
  [/^credit note$/, 'credit note, entered negative or positive'],
  [/^deep link\b/, 'link back to Dynamics, with the marker'],
  [/^pricingerrorcode\b/, 'pricing error code'],
];

/** Of the paragraphs below its table, and of what follows a document. */
export const beyondTheTable = ['tax and totals', 'a cent that rounding left', 'lock dates'] as const;
