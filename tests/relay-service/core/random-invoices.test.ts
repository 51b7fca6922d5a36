import { describe, expect, test } from '@jest/globals';
import { toXeroDocument } from '../../../relay-service/src/core/to-xero-document.ts';
import { fixedOf } from '../../sandbox/xero/arithmetic.ts';
import type { Family, PostedInvoice } from '../../sandbox/xero/check-invoice.ts';
import type { Organisation } from '../../sandbox/xero/organisation.ts';
import { createInvoice } from '../../sandbox/xero/save-invoices.ts';
import { createState } from '../../sandbox/xero/state.ts';
import { absent } from '../../contract/oracles.ts';
import { loadXeroSpecification } from '../../contract/xero/specification.ts';
import { xeroBooks } from './random/books.ts';
import type { RandomInvoice } from './random/draw-invoice.ts';
import { drawInvoice, seedOf } from './random/draw-invoice.ts';
import type { Plant } from './random/plants.ts';
import { plants } from './random/plants.ts';

/** Another run draws other invoices: RANDOM_RUN=2. */
const RUN = Number(process.env['RANDOM_RUN'] ?? 1);
const COUNT = Number(process.env['RANDOM_INVOICES'] ?? 10_000);
/** One in three is spoilt. */
const isSpoilt = (index: number): boolean => index % 3 === 2;

const state = createState({}, []);
const posting = { clientId: 'relay', idempotencyKey: null, unitDecimals: 4, listLagMs: 0 };

const specification = loadXeroSpecification();
if (!specification) console.warn(`Documents are not held to Xero's specification: ${absent}`);

/** What the specification has against the request that would carry the document; unknown properties are refused. */
const heldToSpecification = (family: Family, document: PostedInvoice): readonly string[] =>
  specification?.checkRequest({
    method: 'PUT',
    path: `/api.xro/2.0/${family}`,
    query: 'summarizeErrors=false&unitdp=4',
    body: { [family]: [document] },
  }) ?? [];

/** What is wrong with a valid invoice's way into Xero; nothing = posted, to the cent. */
const judgeValid = ({ input, taxFrom, total, kind }: RandomInvoice, organisation: Organisation): string[] => {
  const mapped = toXeroDocument(input);
  if (mapped.verdict !== 'Ready') return [`${mapped.verdict}: ${JSON.stringify(mapped.reasons)}`];
  for (const { Code, Name } of mapped.items)
    organisation.items.push({ ItemID: Code, Code, Name, IsSold: true, IsPurchased: true, IsTrackedAsInventory: false, UpdatedDateUTC: 0 });
  const posted = JSON.parse(JSON.stringify(mapped.document)) as PostedInvoice;
  const family = kind.endsWith('CreditNote') ? 'CreditNotes' : 'Invoices';
  const { invoice, errors } = createInvoice(state, organisation, posted, posting, family);
  if (!invoice) return [`Xero refuses it: ${errors.join(' ')}`];
  const asked = taxFrom === 'dynamics' ? fixedOf(invoice.Total) : fixedOf(invoice.SubTotal);
  const { predicted } = mapped;
  return [
    ...heldToSpecification(family, posted),
    ...(asked === total ? [] : [`Dynamics asks ${String(total)}, Xero comes to ${String(asked)}`]),
    ...(fixedOf(predicted.net) === fixedOf(invoice.SubTotal) ? [] : [`predicted net ${predicted.net}, Xero's ${String(invoice.SubTotal)}`]),
    ...(fixedOf(predicted.tax) === fixedOf(invoice.TotalTax) ? [] : [`predicted tax ${predicted.tax}, Xero's ${String(invoice.TotalTax)}`]),
    ...(fixedOf(predicted.total) === fixedOf(invoice.Total) ? [] : [`predicted total ${predicted.total}, Xero's ${String(invoice.Total)}`]),
    ...(JSON.stringify(toXeroDocument(input)) === JSON.stringify(mapped) ? [] : ['mapped twice, it differs']),
  ];
};

/** Plants the cause that was planted least so far. */
const judgeSpoilt = (drawn: RandomInvoice, planted: ReadonlyMap<Plant, number>): { readonly plant: Plant; readonly wrong: string[] } => {
  const possible = plants.filter(({ applies }) => applies?.(drawn) ?? true);
  const [plant] = possible.toSorted((a, b) => (planted.get(a) ?? 0) - (planted.get(b) ?? 0));
  if (!plant) throw new Error('No cause can be planted.');
  const mapped = toXeroDocument(plant.spoil(drawn.input));
  const first = mapped.verdict === 'Ready' ? undefined : mapped.reasons[0]?.code;
  const wrong =
    first === plant.code && mapped.verdict === (plant.verdict ?? 'Blocked')
      ? []
      : [`planted ${plant.code}, answered ${mapped.verdict}: ${mapped.verdict === 'Ready' ? '' : JSON.stringify(mapped.reasons)}`];
  return { plant, wrong };
};

interface Outcome {
  readonly failures: readonly string[];
  readonly planted: ReadonlyMap<Plant, number>;
  readonly modes: ReadonlyMap<string, number>;
  readonly valid: number;
}

const judgeAll = (): Outcome => {
  const failures: string[] = [];
  const planted = new Map<Plant, number>();
  const modes = new Map<string, number>();
  let valid = 0;
  let organisation = xeroBooks();
  for (let index = 0; index < COUNT; index++) {
    // Fresh books now and then, so that looking for a number that is taken stays quick.
    if (index % 200 === 0) organisation = xeroBooks();
    const drawn = drawInvoice(seedOf(RUN, index));
    const { plant, wrong } = isSpoilt(index) ? judgeSpoilt(drawn, planted) : { plant: null, wrong: judgeValid(drawn, organisation) };
    if (plant === null) {
      valid++;
      const mode = `${drawn.mode}, ${drawn.kind}${drawn.negated ? ', entered negative' : ''}`;
      modes.set(mode, (modes.get(mode) ?? 0) + 1);
    } else planted.set(plant, (planted.get(plant) ?? 0) + 1);
    if (wrong.length > 0)
      failures.push(`drawInvoice(${String(drawn.seed)}), index ${String(index)} of run ${String(RUN)}: ${wrong.join('; ')}`);
  }
  return { failures, planted, modes, valid };
};

const kinds = ['bill', 'billCreditNote', 'billCreditNote, entered negative', 'salesCreditNote', 'salesCreditNote, entered negative', 'salesInvoice']; // prettier-ignore

describe('random invoices', () => {
  let outcome: Outcome;

  test(`${String(COUNT)}: what is valid is posted to the cent, what is spoilt is refused for that very cause`, () => {
    outcome = judgeAll();
    expect({ count: outcome.failures.length, first: outcome.failures.slice(0, 5) }).toEqual({ count: 0, first: [] });
  }, 120_000);

  // A shorter run, as mutation testing makes, cannot hold enough of each.
  (COUNT < 10_000 ? test.skip : test)('at least 60 % are valid, in every mode, and every cause was planted', () => {
    const { valid, modes, planted } = outcome;
    expect(valid / COUNT).toBeGreaterThanOrEqual(0.6);
    expect([...modes.keys()].sort()).toEqual(
      kinds.flatMap((kind) => ['exclusive', 'inclusive', 'noTax'].map((mode) => `${mode}, ${kind}`)).sort(),
    );
    expect(Math.min(...modes.values())).toBeGreaterThan(20);
    expect(plants.filter((plant) => (planted.get(plant) ?? 0) < 20).map(({ code }) => code)).toEqual([]);
  });
});
