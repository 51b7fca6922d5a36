/** What is read often is read sparingly: only what has changed where Xero can tell, and page by page where there is much. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { XeroClient } from '../../../relay-service/src/xero/client.ts';
import { xeroClient } from '../../../relay-service/src/xero/client.ts';
import { listContacts } from '../../../relay-service/src/xero/contacts.ts';
import { readOrganisation } from '../../../relay-service/src/xero/read-organisation.ts';
import type { Organisation } from '../../sandbox/xero/organisation.ts';
import { signInToXero } from '../../sandbox/xero/sign-in.ts';
import type { XeroStandIn } from '../../sandbox/xero/start.ts';
import { startXero } from '../../sandbox/xero/start.ts';

let xero: XeroStandIn;
let client: XeroClient;
beforeEach(async () => {
  xero = await startXero({ limits: false });
  const { accessToken } = await signInToXero(xero.origin);
  const [connection] = xero.control.state().connections;
  client = xeroClient({ apiUrl: xero.origin, tenantId: connection!.tenantId, accessToken: () => Promise.resolve(accessToken) });
});
afterEach(() => xero.close());

const change = (by: (organisation: Organisation) => void): void => {
  const [organisation] = structuredClone([...xero.control.state().organisations]);
  by(organisation!);
  xero.control.seed([organisation!]);
};
const NOW = Date.UTC(2026, 10, 20, 12);
const HOUR_MS = 3_600_000;

describe('Modified-After', () => {
  test('of the accounts only those that changed since are read, and what is absent is not taken for vanished', async () => {
    change(({ accounts }) =>
      Object.assign(
        accounts.find(({ Code }) => Code === '260')!,
        { UpdatedDateUTC: NOW },
      ),
    );
    const whole = await readOrganisation(client);
    expect([whole.accounts.length > 5, whole.accountsChangedOnly]).toEqual([true, false]);
    const part = await readOrganisation(client, new Date(NOW - HOUR_MS));
    expect([part.accounts.map(({ Code }) => Code), part.accountsChangedOnly]).toEqual([['260'], true]);
    expect(part.taxRates).toEqual(whole.taxRates);
  });
});

describe('paging', () => {
  test('contacts beyond the first page are read with the next one, each once', async () => {
    const count = 1_500;
    change((organisation) => {
      organisation.contacts = Array.from({ length: count }, (_, index) => ({
        ContactID: randomUUID(),
        ContactStatus: 'ACTIVE' as const,
        Name: `Customer ${String(index)}`,
        UpdatedDateUTC: NOW,
      }));
    });
    const ids = new Set<string>();
    let pages = 0;
    for (let more = true; more;) {
      const page = await listContacts(client, null, ++pages);
      for (const { ContactID } of page.contacts) ids.add(ContactID);
      more = page.more;
    }
    expect([ids.size, pages > 1]).toEqual([count, true]);
  });
});
