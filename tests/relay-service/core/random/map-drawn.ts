/** Maps random invoices, right and spoilt ones, and tells what came out; started alone, it prints a digest of it. */
import { createHash } from 'node:crypto';
import { decideContacts } from '../../../../relay-service/src/core/contacts-of-batch.ts';
import type { MappingInput } from '../../../../relay-service/src/core/mapping.ts';
import { toXeroDocument } from '../../../../relay-service/src/core/to-xero-document.ts';
import { drawInvoice, seedOf } from './draw-invoice.ts';
import { plants } from './plants.ts';

type Order = 'as-drawn' | 'reversed';

/** The same value with the properties of every object the other way about; lists stay as they are. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, part]) => [name, reversed(part)] as const)
      .toReversed(),
  );
};

const ordered = <Value>(value: Value, order: Order): Value => (order === 'reversed' ? (reversed(value) as Value) : value);

/** Every third one is spoilt, so that refusals are held to the same. */
export const mapDrawnInvoices = (count: number, order: Order): string => {
  const inputs = Array.from({ length: count }, (_, index): MappingInput => {
    const drawn = drawInvoice(seedOf(11, index));
    const possible = plants.filter(({ applies }) => applies?.(drawn) ?? true);
    return index % 3 === 2 ? (possible[index % possible.length]?.spoil(drawn.input) ?? drawn.input) : drawn.input;
  });
  const mapped = inputs.map((input) => toXeroDocument(ordered(input, order)));
  const customers = inputs.flatMap(({ invoice }, index) =>
    invoice.customer && index < 40
      ? [ordered({ ...invoice.customer, id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` }, order)]
      : [],
  );
  const decided = [...decideContacts(customers, [], true, { accountNumberInName: true }).values()];
  return JSON.stringify({ mapped, decided });
};

if (import.meta.main) {
  const [count = '1', order = 'as-drawn'] = process.argv.slice(2);
  process.stdout.write(
    createHash('sha256')
      .update(mapDrawnInvoices(Number(count), order === 'reversed' ? 'reversed' : 'as-drawn'))
      .digest('hex'),
  );
}
