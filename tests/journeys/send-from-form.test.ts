import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CompanyInvoice } from '../sandbox/company/invoices.ts';
import { judgeInvoices } from '../sandbox/judge-invoices.ts';
import type { PersonAtBrowser } from '../sandbox/person-at-browser.ts';
import { sitDown } from '../sandbox/person-at-browser.ts';
import { canCheck, violations } from './conforms.ts';
import type { DemoWorld } from './demo-world.ts';
import { startDemoWorld } from './demo-world.ts';

let demo: DemoWorld;
let clerk: PersonAtBrowser;
let plain: CompanyInvoice[];

beforeAll(async () => {
  demo = await startDemoWorld();
  clerk = await sitDown(demo.browser, demo.world, 'clerk');
  plain = demo.world.company.invoices.filter(({ kind }) => kind === 'plain');
});
afterAll(() => demo.close());

const next = (): CompanyInvoice => plain.shift()!;
const inXero = (invoice: CompanyInvoice) =>
  demo.world.xero.control.state().organisations[0]!.invoices.filter(({ Url }) => Url?.includes(invoice.id));
const totalInDynamics = (invoice: CompanyInvoice) =>
  demo.world.dataverse.control.rows('invoice').find(({ id }) => id === invoice.id)!.values['totalamount'];

describe('Send to Xero on the form', () => {
  test('the first click works without any setting and shows number, link and organisation', async () => {
    const invoice = next();
    await clerk.openInvoice(invoice.id);
    await clerk.sendFromForm(invoice.number);
    const card = clerk.page.locator('#xero-status');
    expect(await card.textContent()).toContain('Demo Company (AU)');
    expect(await card.locator('a').first().getAttribute('href')).toMatch(/^https:\/\/go\.xero\.com\//);
    await clerk.page.waitForSelector('.bar-success');
    expect(await clerk.page.textContent('.bar-success')).toContain(`Sent to Xero as ${invoice.number}`);
    expect(inXero(invoice)).toMatchObject([{ Status: 'DRAFT', Total: totalInDynamics(invoice), InvoiceNumber: invoice.number }]);
  });

  test('a second click on an invoice that is in Xero makes no second one', async () => {
    const invoice = next();
    await clerk.openInvoice(invoice.id);
    await clerk.sendFromForm(invoice.number);
    await clerk.page.waitForSelector('.bar-success');
    await clerk.page.reload();
    await clerk.page.waitForSelector('html[data-ready]', { state: 'attached' });
    await clerk.page.click('#command-send:enabled');
    await clerk.page.waitForSelector('#global-notifications .bar, #form-notifications .bar');
    await clerk.page.waitForSelector('#form-notifications .bar-error, #global-notifications .bar-success');
    expect(inXero(invoice)).toHaveLength(1);
  });

  test('the write saved and the answer lost still ends with one invoice in Xero and its number on the form', async () => {
    const invoice = next();
    await clerk.openInvoice(invoice.id);
    await clerk.page.selectOption('#fault', 'answer-lost');
    await expect(
      clerk.page.waitForFunction(`fetch('/_demo/xero').then((r) => r.json()).then((x) => x.faults.length === 1)`),
    ).resolves.toBeTruthy();
    await clerk.sendFromForm(invoice.number);
    expect(demo.world.xero.control.faultHits()['answer-lost']).toBe(1);
    expect(inXero(invoice)).toHaveLength(1);
  });

  test('an invoice without a date is refused in words, with the field to mend, and goes once it is mended', async () => {
    const invoice = demo.world.company.invoices.find(({ kind }) => kind === 'without-date')!;
    await clerk.openInvoice(invoice.id);
    await clerk.page.click('#command-send:enabled');
    await clerk.page.waitForSelector('#form-notifications .bar-error');
    expect(await clerk.page.textContent('#form-notifications .bar-error')).toMatch(/date/i);
    expect(inXero(invoice)).toHaveLength(0);
    await clerk.page.fill('#field-datedelivered', '2026-11-02');
    await clerk.page.dispatchEvent('#field-datedelivered', 'change');
    await clerk.page.click('#command-save:enabled');
    await clerk.page.waitForSelector('#command-save[disabled]');
    await clerk.sendFromForm(invoice.number);
    expect(inXero(invoice)).toMatchObject([{ Date: '2026-11-02' }]);
  });

  test('nothing was doubled, lost or wrong by a cent', () => {
    expect(judgeInvoices(demo.world)).toMatchObject({ duplicates: [], mismatched: [], lost: [] });
  });

  (canCheck ? test : test.skip)('every request and answer conforms to the published specifications', () => {
    const { checked, found } = violations(demo.world);
    expect(found).toEqual([]);
    expect(checked).toBeGreaterThan(100);
  });
});
