import { beforeEach, describe, expect, test } from '@jest/globals';
import { ask } from '../../prove/ask.ts';
import { asking } from '../jobs/asking.ts';
import type { Stage } from './stage.ts';
import { stageHomes, useStage } from './stage-homes.ts';

/** No key is used again after so long, so that the doubt is looked up. */
const UNTIL_LOOK_UP_MS = 10 * 60_000;
const TWO_PERCENT_TEN_NET_30 = 2;

describe.each(stageHomes)('a document whose answer was lost or not told, and that comes to another total in Xero, on $name', ({ name }) => {
  let stage: Stage;
  useStage(name, (opened) => void (stage = opened));
  const company = asking(() => stage.world);
  let invoice: string;
  let request: string;
  beforeEach(async () => {
    invoice = stage.invoice();
    company.change('invoice', { duedate: null, paymenttermscode: TWO_PERCENT_TEN_NET_30 }, invoice);
    for (const rate of company.organisation().taxRates)
      for (const component of rate.TaxComponents) {
        rate.EffectiveRate *= 1.5;
        component.Rate *= 1.5;
      }
    request = await ask(stage.world, invoice, null);
  });

  const result = () => String(company.valuesOf('stl3_xerorequest', request)['stl3_result']);
  const dies = async (at: (state: string | undefined, point: string) => boolean): Promise<void> => {
    const watch = async (point: string) => at((await stage.posting(invoice))?.state, point);
    expect(await stage.live(request, { heard: true, watch })).toBe(true);
    stage.pass(UNTIL_LOOK_UP_MS);
  };
  const loseAnswer = (): void => stage.world.xero.control.addFault({ name: 'answer-lost', method: 'PUT', path: '^Invoices$' });
  const toldBoth = async (): Promise<void> => {
    await stage.live(request);
    const total = String(stage.documents(invoice)[0]?.Total);
    expect(result()).toMatch(/^Sent to Xero as .* \(draft\)\. /);
    expect(result()).toContain(`Xero comes to ${total}, and `);
    expect(result()).not.toContain(`and ${total} was expected`);
    expect(result()).toMatch(/discount/i);
  };

  test('found by a look-up, it was told without its notes', async () => {
    loseAnswer();
    await dies((state) => state === 'doubtful');
    await toldBoth();
  });

  test('found by a look-up of a relay that died before Dynamics heard of it', async () => {
    loseAnswer();
    await dies((_state, point) => point.startsWith('step outcomes-noted'));
    expect(await stage.live(request, { watch: async () => (await stage.posting(invoice))?.state === 'posted' })).toBe(true);
    stage.pass(UNTIL_LOOK_UP_MS);
    await toldBoth();
  });

  test('posted by a relay that died before Dynamics heard of it', async () => {
    await dies((_state, point) => point === 'step postings-moved 1');
    await toldBoth();
  });

  test('of an invoice that was changed since, only what is certain is said', async () => {
    loseAnswer();
    await dies((state) => state === 'doubtful');
    company.change('invoice', { description: 'Changed since' }, invoice);
    await stage.live(request);
    expect(result()).toMatch(/^Sent to Xero as [^ ]+ \(draft\)$/);
  });
});
