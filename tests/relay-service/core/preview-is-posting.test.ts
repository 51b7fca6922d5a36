import { expect, test } from '@jest/globals';
import { CONTACT_TO_COME } from '../../../relay-service/src/core/document.ts';
import type { MappingInput } from '../../../relay-service/src/core/mapping.ts';
import { toXeroDocument } from '../../../relay-service/src/core/to-xero-document.ts';
import { drawInvoice, seedOf } from './random/draw-invoice.ts';
import { plants } from './random/plants.ts';

const NO_INTENT = '00000000-0000-0000-0000-0000000000ff';
const INTENT = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const CONTACT = 'c0ffee00-0000-4000-8000-000000000001';
/** Fewer where mutation testing draws fewer. */
const COUNT = Math.min(400, Number(process.env['RANDOM_INVOICES'] ?? 400));
const inputs = Array.from({ length: COUNT }, (_, index) => drawInvoice(seedOf(7, index)));

/** As Check maps it, before anything is made in Xero, and as Send maps it afterwards. */
const both = (input: MappingInput) => ({
  preview: JSON.stringify(toXeroDocument({ ...input, contactId: null, intentId: NO_INTENT })),
  post: JSON.stringify(toXeroDocument({ ...input, contactId: CONTACT, intentId: INTENT })),
});

test('the preview is the posting, once what is not made yet is put in the place of its mark', () => {
  for (const { input } of inputs) {
    const { preview, post } = both(input);
    expect(preview.replaceAll(CONTACT_TO_COME, CONTACT).replaceAll(NO_INTENT, INTENT)).toBe(post);
    if (post.includes('"Ready"')) expect([preview.split(CONTACT_TO_COME).length, post.includes(CONTACT_TO_COME)]).toEqual([2, false]);
  }
});

test('what stands in the way of the posting stands in the way of the preview, word for word', () => {
  for (const [index, drawn] of inputs.entries()) {
    const possible = plants.filter(({ applies }) => applies?.(drawn) ?? true);
    const { preview, post } = both(possible[index % possible.length]!.spoil(drawn.input));
    expect(post).not.toContain('"Ready"');
    expect(preview).toBe(post);
  }
});
