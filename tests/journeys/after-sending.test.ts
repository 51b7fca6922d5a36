import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sitDown } from '../sandbox/person-at-browser.ts';
import type { DemoWorld } from './demo-world.ts';
import { startDemoWorld } from './demo-world.ts';

let demo: DemoWorld;
beforeAll(async () => {
  demo = await startDemoWorld();
});
afterAll(() => demo.close());

test('the finance manager approves, updates and voids on the form, and sees each there', async () => {
  const invoice = demo.world.company.invoices.find(({ kind }) => kind === 'plain')!;
  const inXero = () =>
    demo.world.xero.control.state().organisations[0]!.invoices.find(({ InvoiceNumber }) => InvoiceNumber === invoice.number);
  const manager = await sitDown(demo.browser, demo.world, 'financeManager');
  const { page } = manager;
  const told = (text: string) => page.waitForSelector(`.bar-success:has-text("${text}")`);
  await manager.openInvoice(invoice.id);
  await manager.sendFromForm(invoice.number);
  expect(inXero()).toMatchObject({ Status: 'DRAFT' });

  await page.click('#command-approve:enabled');
  await told(`Approved in Xero: ${invoice.number}`);
  expect(inXero()).toMatchObject({ Status: 'AUTHORISED' });

  await page.click('#command-update:enabled');
  await told(`Xero is up to date: ${invoice.number}`);

  // Asked first whether it is meant.
  page.once('dialog', (dialog) => void dialog.dismiss());
  await page.click('#command-void:enabled');
  expect(inXero()).toMatchObject({ Status: 'AUTHORISED' });
  page.once('dialog', (dialog) => void dialog.accept());
  await page.click('#command-void:enabled');
  await told(`Voided in Xero: ${invoice.number}`);
  expect(inXero()).toMatchObject({ Status: 'VOIDED' });
  await page.waitForFunction(`document.querySelector('#xero-status')?.textContent?.includes('Voided')`);
  await manager.close();
});

test('a clerk may not approve: told who may, and the document stays a draft', async () => {
  const [, invoice] = demo.world.company.invoices.filter(({ kind }) => kind === 'plain');
  const clerk = await sitDown(demo.browser, demo.world, 'clerk');
  const { page } = clerk;
  await clerk.openInvoice(invoice!.id);
  await clerk.sendFromForm(invoice!.number);
  await page.click('#command-approve:enabled');
  await page.waitForSelector('#form-notifications .bar-error:has-text("needs an Approver")');
  expect(await page.textContent('#xero-status')).toContain(invoice!.number);
  await clerk.close();
});
