import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { judgeInvoices } from '../sandbox/judge-invoices.ts';
import { sitDown } from '../sandbox/person-at-browser.ts';
import { canCheck, violations } from './conforms.ts';
import type { DemoWorld } from './demo-world.ts';
import { startDemoWorld } from './demo-world.ts';

let demo: DemoWorld;
beforeAll(async () => {
  demo = await startDemoWorld();
});
afterAll(() => demo.close());

test('a selection in the grid goes to Xero once each; one bad invoice stops none of its neighbours', async () => {
  const { invoices } = demo.world.company;
  const plain = invoices.filter(({ kind }) => kind === 'plain').slice(0, 11);
  const bad = invoices.find(({ kind }) => kind === 'without-lines')!;
  const manager = await sitDown(demo.browser, demo.world, 'financeManager');
  await manager.openList();
  const { summary } = await manager.sendFromGrid([...plain, bad].map(({ number }) => number));
  expect(summary).toContain('11');
  const judged = judgeInvoices(demo.world);
  expect(judged).toMatchObject({ xeroInvoices: 11, duplicates: [], mismatched: [], lost: [] });
  expect(new Set(judged.sent)).toEqual(new Set(plain.map(({ id }) => id)));
  await manager.openList();
  const state = (number: string) => manager.page.locator(`#invoice-grid tr[data-number="${number}"] .state`).textContent();
  expect(await state(plain[0]!.number)).toBe('In Xero');
  await manager.close();
});

(canCheck ? test : test.skip)('every request and answer conforms to the published specifications', () => {
  expect(violations(demo.world).found).toEqual([]);
});
