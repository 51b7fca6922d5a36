/** An organisation at the stand-in whose documents are told of by webhook. For the tests of webhooks. */
import { expect } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { signInToXero } from './sign-in.ts';
import { startXero } from './start.ts';
import type { Receiver } from './webhook-receiver.ts';
import { KEY } from './webhook-receiver.ts';
import type { XeroDelivery } from './webhooks.ts';

type Elements = Record<string, Record<string, string>[]>;

/** @param timeScale pauses of a minute and more pass so much faster, in milliseconds */
export const setWebhookStage = async (receiver: Receiver, timeScale = 1_000) => {
  const xero = await startXero({ timeScale });
  const { accessToken } = await signInToXero(xero.origin);
  const tenantId = xero.control.state().organisations[0]?.tenantId ?? '';
  const headers = { authorization: `Bearer ${accessToken}`, 'xero-tenant-id': tenantId, 'content-type': 'application/json' };
  receiver.forget();

  const register = (path: string) => xero.control.registerWebhook({ url: `${receiver.url}/${path}`, key: KEY });
  const send = async (method: string, path: string, body: object): Promise<Elements> => {
    const answer = await fetch(`${xero.origin}/api.xro/2.0/${path}`, { method, headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
    return (await answer.json()) as Elements;
  };
  return {
    xero,
    headers,
    register,
    /** Registers the receiver that does everything right. */
    registered: async (): Promise<void> => {
      expect(await register('right')).toEqual({ passed: true, problems: [] });
      receiver.received.length = 0;
    },
    send,
    /** Makes contacts. @returns the first one's id */
    contact: async (...names: string[]): Promise<string> => {
      const { Contacts } = await send('PUT', 'Contacts', { Contacts: names.map((Name) => ({ Name })) });
      return Contacts?.[0]?.['ContactID'] ?? '';
    },
    invoice: async (ContactID: string): Promise<string> => {
      const LineItems = [{ Description: 'Rope', Quantity: 1, UnitAmount: 10, AccountCode: '200', TaxType: 'OUTPUT' }];
      const { Invoices } = await send('PUT', 'Invoices', {
        Invoices: [{ Type: 'ACCREC', Contact: { ContactID }, Date: '2026-11-20', DueDate: '2026-12-20', LineItems }],
      });
      return Invoices?.[0]?.['InvoiceID'] ?? '';
    },
    /** Waits until so many deliveries have arrived or were given up. */
    settled: async (count: number): Promise<readonly XeroDelivery[]> => {
      for (const end = Date.now() + 30_000; Date.now() < end;) {
        const found = xero.control.deliveries();
        if (found.length >= count && found.every(({ deliveredAt, givenUp, lost }) => deliveredAt !== null || givenUp || lost)) return found;
        await pause(10);
      }
      throw new Error(`Not ${String(count)} deliveries were settled.`);
    },
    close: () => xero.close(),
  };
};
export type WebhookStage = Awaited<ReturnType<typeof setWebhookStage>>;
