import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PersonKey } from '../sandbox/company/people.ts';
import { sitDown } from '../sandbox/person-at-browser.ts';
import type { DemoWorld } from './demo-world.ts';
import { startDemoWorld } from './demo-world.ts';

let demo: DemoWorld;
beforeAll(async () => {
  demo = await startDemoWorld();
});
afterAll(() => demo.close());

describe('who may send', () => {
  test('a visitor without a role sees the button, cannot click it, and the control says why', async () => {
    const visitor = await sitDown(demo.browser, demo.world, 'visitor');
    await visitor.openInvoice(demo.world.company.invoices[0]!.id);
    await visitor.page.waitForFunction(`document.querySelector('#xero-status')?.textContent?.includes('no access')`);
    expect(await visitor.page.isDisabled('#command-send')).toBe(true);
    await visitor.close();
  });

  test.each<[PersonKey, number]>([
    ['clerk', 0],
    ['financeManager', 1],
    ['administrator', 2],
  ])('%s sends', async (who, index) => {
    const invoice = demo.world.company.invoices[index]!;
    const person = await sitDown(demo.browser, demo.world, who);
    await person.openInvoice(invoice.id);
    await person.sendFromForm(invoice.number);
    expect(demo.world.xero.control.state().organisations[0]!.invoices.map(({ InvoiceNumber }) => InvoiceNumber)).toContain(invoice.number);
    await person.close();
  });

  test('a paid invoice is read-only: the button rests, the form says so', async () => {
    const paid = demo.world.company.invoices.find(({ kind }) => kind === 'paid')!;
    const clerk = await sitDown(demo.browser, demo.world, 'clerk');
    await clerk.openInvoice(paid.id);
    expect(await clerk.page.isDisabled('#command-send')).toBe(true);
    expect(await clerk.page.textContent('#form-notifications')).toContain('Read-only');
    await clerk.close();
  });
});
