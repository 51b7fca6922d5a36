import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sendFromGrid } from '../../webresources/src/send-to-xero.ts';
import type { FakeHost } from './fake-xrm.ts';
import { gridOf, installXrm } from './fake-xrm.ts';

let host: FakeHost;
beforeEach(() => {
  jest.useFakeTimers();
  host = installXrm();
});
afterEach(() => void jest.useRealTimers());

const afterSeconds = (seconds: number): Promise<void> => jest.advanceTimersByTimeAsync(seconds * 1000);
const invoices = (count: number): { id: string; name: string }[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `5b5b5b5b-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
    name: `INV-${String(index + 1).padStart(4, '0')}`,
  }));
const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => `{${id.toUpperCase()}}`);

describe('Send to Xero from the grid', () => {
  test('250 selected make 250 requests, a few at a time, with progress and one summary', async () => {
    const rows = invoices(250);
    const { grid, refreshes } = gridOf(rows);
    const sending = sendFromGrid(idsOf(rows), grid);
    await afterSeconds(0.5);
    expect(host.api.creates).toHaveLength(250);
    expect(new Set(host.api.creates.map((row) => row['stl3_InvoiceId@odata.bind'])).size).toBe(250);
    expect(host.api.creates[11]).toMatchObject({ stl3_name: 'Send INV-0012' });
    expect(host.api.mostAtOnce).toBeGreaterThan(1);
    expect(host.api.mostAtOnce).toBeLessThanOrEqual(6);
    expect(host.progress).toContain('Asking for 12 of 250 …');
    expect(host.progress.at(-1)).toBe('Asking for 250 of 250 …');
    host.api.answer('done');
    await afterSeconds(1);
    await sending;
    expect(host.banners()).toEqual([expect.objectContaining({ level: 1, message: 'Xero: 250 of 250 finished.' })]);
    expect(refreshes()).toBe(1);
  });

  test('no query for answers is longer than an address may be', async () => {
    const rows = invoices(60);
    const sending = sendFromGrid(idsOf(rows), gridOf(rows).grid);
    await afterSeconds(0.5);
    host.api.answer('done');
    await afterSeconds(1);
    await sending;
    expect(Math.max(...host.api.queries.map((query) => encodeURI(query).length))).toBeLessThan(2000);
  });

  test('what was refused, what failed and what is still open is named or counted', async () => {
    const rows = invoices(4);
    host.api.failCreate = (row) => (row['stl3_name'] === 'Send INV-0002' ? { errorCode: 2_147_746_336, message: 'no' } : null);
    const sending = sendFromGrid(idsOf(rows), gridOf(rows).grid);
    await afterSeconds(0.5);
    host.api.answer('done', {}, (row) => row['stl3_name'] === 'Send INV-0001');
    host.api.answer('refused', { stl3_result: 'It has no lines.' }, (row) => row['stl3_name'] === 'Send INV-0003');
    await afterSeconds(62);
    await sending;
    const [banner] = host.banners();
    expect(host.banners()).toHaveLength(1);
    expect(banner?.level).toBe(3);
    expect(banner?.message).toContain('Xero: 1 of 4 finished.');
    expect(banner?.message).toContain('1 refused: INV-0003 – It has no lines.');
    expect(banner?.message).toContain('1 could not be asked for: INV-0002 – You may not ask for this.');
    expect(banner?.message).toContain('1 still in progress');
  });

  test('shows how many are answered while the rest is under way', async () => {
    const rows = invoices(3);
    const sending = sendFromGrid(idsOf(rows), gridOf(rows).grid);
    await afterSeconds(0.5);
    expect(host.banners()).toEqual([expect.objectContaining({ level: 4, message: 'Xero: 0 of 3 finished …' })]);
    host.api.answer('done', {}, (row) => row['stl3_name'] !== 'Send INV-0003');
    await afterSeconds(1);
    expect(host.banners()).toEqual([expect.objectContaining({ level: 4, message: 'Xero: 2 of 3 finished …' })]);
    host.api.answer('done');
    await afterSeconds(1);
    await sending;
    expect(host.banners()).toEqual([expect.objectContaining({ message: 'Xero: 3 of 3 finished.' })]);
  });

  const DOWN = 'The connection to Fabrikam in Xero is down, so nothing can be sent.';
  const down = { stl3_result: DOWN, stl3_cause: 'CONNECTION_DOWN', stl3_remedy: 'An administrator connects Xero again.' };

  test('one cause that blocks 500 invoices is one message, with five names and a count', async () => {
    const rows = invoices(500);
    const sending = sendFromGrid(idsOf(rows), gridOf(rows).grid);
    await afterSeconds(0.5);
    host.api.answer('refused', down);
    await afterSeconds(1);
    await sending;
    const [banner] = host.banners();
    expect(banner?.message).toBe(
      `Xero: 0 of 500 finished. 500 refused: 500 invoices (INV-0001, INV-0002, INV-0003, INV-0004, INV-0005, and 495 more) – ${DOWN} An administrator connects Xero again.`,
    );
    expect(banner?.message.match(/is down/g)).toHaveLength(1);
  });

  test('the cause of most comes first, one that blocks one invoice names it and says what to do, and what is left is counted', async () => {
    const rows = invoices(7);
    const sending = sendFromGrid(idsOf(rows), gridOf(rows).grid);
    await afterSeconds(0.5);
    const of = (...numbers: readonly number[]) => (row: Record<string, unknown>): boolean => numbers.some((n) => row['stl3_name'] === `Send INV-000${n}`); // prettier-ignore
    host.api.answer(
      'refused',
      { stl3_result: 'Line 2 has no account.', stl3_cause: 'ACCOUNT_MISSING', stl3_remedy: 'Choose one.' },
      of(1, 6),
    );
    host.api.answer('refused', { stl3_result: 'It has no lines.', stl3_cause: 'NO_LINES', stl3_remedy: 'Add one.' }, of(2));
    host.api.answer('refused', down, of(3, 4, 5));
    host.api.answer('refused', { stl3_result: 'No date.', stl3_cause: 'DATE_MISSING' }, of(7));
    await afterSeconds(1);
    await sending;
    expect(host.banners()[0]?.message).toBe(
      `Xero: 0 of 7 finished. 7 refused: 3 invoices (INV-0003, INV-0004, INV-0005) – ${DOWN} An administrator connects Xero again. • ` +
        '2 invoices (INV-0001, INV-0006) – Line 2 has no account. Choose one. • INV-0002 – It has no lines. Add one. • and 1 more',
    );
  });

  test('“Fix and try again” opens the place and then offers all that the cause blocked once more, and nothing else', async () => {
    const rows = invoices(3);
    const sending = sendFromGrid(idsOf(rows), gridOf(rows).grid);
    await afterSeconds(0.5);
    host.api.answer('refused', { ...down, stl3_remedylink: 'https://fabrikam.crm.dynamics.com/main.aspx?id=1' }, (row) => row['stl3_name'] !== 'Send INV-0002'); // prettier-ignore
    host.api.answer('done', {}, (row) => row['stl3_name'] === 'Send INV-0002');
    await afterSeconds(1);
    await sending;
    expect(host.banners()[0]?.action?.actionLabel).toBe('Fix and try again');
    host.banners()[0]?.action?.eventHandler?.();
    await afterSeconds(0);
    expect(host.opened).toEqual(['https://fabrikam.crm.dynamics.com/main.aspx?id=1']);
    expect(host.banners()).toEqual([
      expect.objectContaining({ message: 'Once that is mended, 2 invoices can be asked for again together.' }),
    ]);
    expect(host.api.creates).toHaveLength(3);
    host.banners()[0]?.action?.eventHandler?.();
    await afterSeconds(0.5);
    expect(host.api.creates.slice(3).map((row) => row['stl3_name'])).toEqual(['Send INV-0001', 'Send INV-0003']);
    host.api.answer('done');
    await afterSeconds(1);
    expect(host.banners()).toEqual([expect.objectContaining({ level: 1, message: 'Xero: 2 of 2 finished.' })]);
  });

  test('where each invoice has a place of its own, or there is none, they are offered again at once', async () => {
    const rows = invoices(2);
    const sending = sendFromGrid(idsOf(rows), gridOf(rows).grid);
    await afterSeconds(0.5);
    for (const n of [1, 2])
      host.api.answer('refused', { ...down, stl3_remedylink: `https://fabrikam.crm.dynamics.com/${n}` }, (row) => row['stl3_name'] === `Send INV-000${n}`); // prettier-ignore
    await afterSeconds(1);
    await sending;
    expect(host.banners()[0]?.action?.actionLabel).toBe('Try again');
  });

  test('an id that is selected twice makes one request, and one without a name is still sent', async () => {
    const [row] = invoices(1);
    const sending = sendFromGrid([row!.id, `{${row!.id.toUpperCase()}}`], null);
    await afterSeconds(0.5);
    expect(host.api.creates).toEqual([expect.objectContaining({ stl3_name: `Send ${row!.id}` })]);
    host.api.answer('done');
    await afterSeconds(1);
    await sending;
  });

  test('nothing selected is said, not sent', async () => {
    await sendFromGrid([], null);
    expect(host.api.creates).toEqual([]);
    expect(host.banners()[0]?.message).toBe('Select at least one invoice.');
  });
});
