import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done } from './asking.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ webhookDelayMs: () => 20, relay: { timeScale: 120 }, xero: { timeScale: 120 } });
});
afterEach(() => world.close());
const { asked, change, plain, organisation } = asking(() => world);

const TWO_PERCENT_TEN_NET_30 = 2;

test.each(['its answer comes', 'its answer is lost'])(
  'a tax rate that was changed in Xero since it was read, %s: posted, and the row names both totals',
  async (how) => {
    if (how === 'its answer is lost') world.xero.control.addFault({ name: 'answer-lost', method: 'PUT', path: '^Invoices$' });
    const document = () => organisation().invoices.at(-1)!;
    for (const rate of organisation().taxRates)
      for (const component of rate.TaxComponents) {
        rate.EffectiveRate *= 1.5;
        component.Rate *= 1.5;
      }
    const answer = await asked(plain().id);
    expect(answer).toMatchObject(done);
    const said = String(answer['stl3_result']);
    expect(said).toMatch(/^Sent to Xero as .* \(draft\)\. Xero comes to /);
    expect(said).toContain(`Xero comes to ${String(document().Total)}, and `);
    expect(said).not.toContain(`and ${String(document().Total)} was expected`);
  },
);

test('what Check would have warned of is told to whoever sends without checking, and once more on Update', async () => {
  change('invoice', { duedate: null, paymenttermscode: TWO_PERCENT_TEN_NET_30 }, plain().id);
  const sent = await asked(plain().id);
  expect(sent).toMatchObject({ ...done, stl3_result: expect.stringMatching(/^Sent to Xero as .* \(draft\)\. .*discount/i) });
  const line = world.dataverse.control
    .rows('invoicedetail')
    .find(({ values }) => (values['invoiceid'] as { id: string }).id === plain().id)!;
  change('invoicedetail', { description: 'Another text' }, line.id);
  const updated = await asked(plain().id, 'financeManager', 'update');
  expect(updated).toMatchObject({ ...done, stl3_result: expect.stringMatching(/^Updated in Xero: .*\. .*discount/i) });
});

test('where there is nothing to say, nothing but the number is said', async () => {
  expect(await asked(plain().id)).toMatchObject({ ...done, stl3_result: expect.stringMatching(/^Sent to Xero as [^ ]+ \(draft\)$/) });
});
