/** The field map of the product, executable: each field of Dynamics with the file of its rule and with small invoices that prove it. */
import { describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { XeroDocument } from '../../../relay-service/src/core/document.ts';
import { map, ready } from './examples.ts';
import { ofEffects } from './field-map/of-effects.ts';
import { ofHead } from './field-map/of-head.ts';
import { ofInvoiceLines } from './field-map/of-lines.ts';
import { ofTotals } from './field-map/of-totals.ts';
import { answersFor, beyondTheTable, noReference, referenceRows } from './field-map/reference.ts';
import type { Proof, Row } from './field-map/row.ts';

const core = resolve(import.meta.dirname, '../../../relay-service/src/core');
const rows: readonly Row[] = [...ofHead, ...ofInvoiceLines, ...ofTotals];

const documentsOf = ({ proofs }: Row): readonly XeroDocument[] =>
  proofs.flatMap(({ given, refused }) => (refused === undefined ? [ready(given).document] : []));
const propertiesOf = (document: XeroDocument): readonly string[] => [document, ...document.LineItems].flatMap((part) => Object.keys(part));

const pick = (from: object | undefined, names: readonly string[]): object =>
  Object.fromEntries(Object.entries(from ?? {}).filter(([name]) => names.includes(name)));

const checkSent = ({ given, sent = {}, lines, without = [], warned, comesTo }: Proof): void => {
  const { document, predicted, warnings = [] } = ready(given);
  expect(document).toMatchObject(sent);
  if (lines) {
    expect(document.LineItems).toHaveLength(lines.length);
    // A property that is expected to be undefined is expected to be absent.
    lines.forEach((part, index) => expect(pick(document.LineItems[index], Object.keys(part))).toEqual(part));
  }
  expect(propertiesOf(document).filter((name) => (without as readonly string[]).includes(name))).toEqual([]);
  expect(warnings.map(({ code }) => code)).toEqual(warned === undefined ? [] : [warned]);
  if (comesTo) expect([predicted.net, predicted.tax, predicted.total]).toEqual(comesTo);
};

describe.each(rows.map((row) => [row.field, row.file, row] as const))('%s: core/%s', (_field, file, row) => {
  test('has its file', () => {
    expect(existsSync(join(core, file))).toBe(true);
  });

  test.each(row.proofs.map((proof) => [proof.why, proof] as const))('%s', (_why, proof) => {
    if (proof.refused === undefined) checkSent(proof);
    else {
      const mapped = map(proof.given);
      expect(mapped.verdict === 'Ready' ? [] : mapped.reasons.map(({ code }) => code)).toEqual([proof.refused]);
    }
  });

  test('fills what it says', () => {
    const filled = new Set(documentsOf(row).flatMap(propertiesOf));
    expect(row.xero.filter((name) => !filled.has(name))).toEqual([]);
  });
});

describe.each(ofEffects.map((row) => [row.field, row.file, row] as const))('%s: core/%s', (_field, file, { proofs }) => {
  test('has its file', () => {
    expect(existsSync(join(core, file))).toBe(true);
  });
  test.each(proofs.map(({ why, ...proof }) => [why, proof] as const))('%s', (_why, { decided, expected }) => {
    if (typeof expected === 'string') expect(decided()).toBe(expected);
    else expect(decided()).toMatchObject(expected as object);
  });
});

const reference = referenceRows();
if (!reference) console.warn(`The field map is not held to the product's description: ${noReference}`);

(reference ? describe : describe.skip)("the product's description", () => {
  const patternsOf = (row: string) => answersFor.filter(([pattern]) => pattern.test(row));

  test('each row of its field map is answered for by a row here, and by one pattern alone', () => {
    expect(reference?.length).toBeGreaterThan(20);
    expect(reference?.filter((row) => patternsOf(row).length !== 1)).toEqual([]);
  });
  test('no pattern is left over', () => {
    expect(answersFor.filter(([pattern]) => !reference?.some((row) => pattern.test(row)))).toEqual([]);
  });
  test('what answers is there, and every row here answers for something', () => {
    const fields = rows.map(({ field }) => field);
    const answering = [...answersFor.flatMap(([, ...named]) => named), ...beyondTheTable];
    expect(answering.toSorted()).toEqual(fields.toSorted());
  });
});

describe('the field map', () => {
  test('names each field once', () => {
    const fields = [...rows, ...ofEffects].map(({ field }) => field);
    expect(new Set(fields).size).toBe(fields.length);
  });

  test('knows a rule for everything that is ever sent', () => {
    const known = new Set<string>(rows.flatMap(({ xero }) => xero));
    const sent = new Set(rows.flatMap(documentsOf).flatMap(propertiesOf));
    expect([...sent].filter((name) => !known.has(name))).toEqual([]);
  });
});
