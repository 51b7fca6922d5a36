/** The same work as the peers do it: for each invoice one look-up of the contact and one POST, held to the same limits by the same window. */
import { setTimeout as pause } from 'node:timers/promises';
import type { DrivenClock } from './driven-clock.ts';
import type { Report } from './report.ts';
import { round } from './report.ts';
import { organisationOf } from '../sandbox/company/organisation.ts';
import { coralBay } from '../sandbox/company/company.ts';
import { signInToXero } from '../sandbox/xero/sign-in.ts';
import { startXero } from '../sandbox/xero/start.ts';
import { drivenClock } from './driven-clock.ts';
import { xeroAsItIs } from './xero-as-it-is.ts';

export interface Baseline {
  readonly perMinute: number;
  readonly callsPerInvoice: number;
  readonly windows: number;
  readonly refused: number;
}

const PER_MINUTE = 60;
const WINDOW_MS = 61_000;
const AT_ONCE = 5;
const MINUTE_MS = 60_000;

/** Waits for a place in the minute, on the driven clock. */
const createWindow = (clock: DrivenClock) => {
  const sent: number[] = [];
  return async (): Promise<void> => {
    for (;;) {
      const oldest = sent[sent.length - PER_MINUTE] ?? -Infinity;
      const wait = oldest + WINDOW_MS - clock.now();
      if (wait <= 0) break;
      await pause(wait / clock.scale);
    }
    sent.push(clock.now());
  };
};

/** @param windows of a minute, the first left out */
export const measureBaseline = async (scale: number, windows: number, report: Report): Promise<Baseline> => {
  const clock = drivenClock(scale);
  const company = coralBay();
  const xero = await startXero({
    clock: () => clock.now(),
    ...xeroAsItIs(scale),
    organisations: [organisationOf(company)],
  });
  report(`  baseline: ${String(windows + 1)} windows of a minute, ${String(Math.ceil(((windows + 1) * 60) / scale))} s`);
  try {
    const { accessToken: token } = await signInToXero(xero.origin);
    const tenantId = xero.control.state().organisations[0]?.tenantId ?? '';
    const place = createWindow(clock);
    const contacts = company.customers.filter((_, index) => index % 3 === 0);
    const until = clock.now() + (windows + 1) * MINUTE_MS;
    const countFrom = clock.now() + MINUTE_MS;
    let [counted, calls, refused, number] = [0, 0, 0, 0];
    const call = async (path: string, init: RequestInit = {}): Promise<Record<string, unknown>> => {
      await place();
      if (clock.now() >= countFrom) calls += 1;
      const headers = { authorization: `Bearer ${token}`, 'xero-tenant-id': tenantId, 'content-type': 'application/json' };
      const answer = await fetch(`${xero.origin}/api.xro/2.0/${path}`, { ...init, headers });
      if (answer.status !== 200) refused += 1;
      return answer.status === 200 ? ((await answer.json()) as Record<string, unknown>) : {};
    };
    const sendOne = async (): Promise<void> => {
      const customer = contacts[number % contacts.length];
      number += 1;
      const own = String(number);
      const found = await call(`Contacts?where=${encodeURIComponent(`Name=="${customer?.name ?? ''}"`)}`);
      const [contact] = (found['Contacts'] ?? []) as readonly { readonly ContactID: string }[];
      const LineItems = [{ Description: 'Supply', Quantity: 1, UnitAmount: 10, AccountCode: '200', TaxType: 'OUTPUT' }];
      const Invoices = [{ Type: 'ACCREC', Contact: { ContactID: contact?.ContactID }, InvoiceNumber: `B-${own}`, LineItems }];
      const made = await call('Invoices', { method: 'POST', body: JSON.stringify({ Invoices }) });
      if (made['Invoices'] && clock.now() >= countFrom && clock.now() < until) counted += 1;
    };
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (clock.now() < until) await sendOne();
      }),
    );
    return { perMinute: round(counted / windows, 1), callsPerInvoice: round(calls / counted, 2), windows, refused };
  } finally {
    await xero.close();
  }
};
