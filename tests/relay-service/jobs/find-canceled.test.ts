import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { DataverseClient } from '../../../relay-service/src/dataverse/client.ts';
import { findCanceledInvoices } from '../../../relay-service/src/jobs/effects/find-canceled.ts';
import type { Services } from '../../../relay-service/src/jobs/services.ts';
import type { StoredConnection } from '../../../relay-service/src/store/connections.ts';
import { effectsOf } from '../../../relay-service/src/store/effects.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { movePosting } from '../../../relay-service/src/store/posting-moves.ts';
import { preparePosting } from '../../../relay-service/src/store/postings.ts';
import { coralBay } from '../../sandbox/company/company.ts';
import { environmentOf } from '../../sandbox/company/environment.ts';
import { people } from '../../sandbox/company/people.ts';
import { performTogether } from '../../sandbox/dataverse/perform-together.ts';
import type { Environment } from '../../sandbox/dataverse/state.ts';
import { rowsOf } from '../../sandbox/dataverse/state.ts';
import { giveConnection } from '../portal/connection/given-connections.ts';
import type { OpenHome } from '../store/homes.ts';
import { homes } from '../store/homes.ts';

const MINUTE = 60_000;
/** Invoice.statecode */
const CANCELED = 3;
const stored = {
  id: 'connection',
  tenant_id: 'tenant',
  environment: { id: 'environment', organization_id: 'organization' },
} as StoredConnection;

describe.each(await homes())('cancellations in Dynamics, on $name', ({ open }) => {
  let home: OpenHome;
  let ledger: Ledger;
  let now: number;
  let dynamics: Environment;
  /** Rows of each answer. */
  let answers: number[];
  let cut: boolean;
  beforeEach(async () => {
    home = await open();
    now = Date.parse('2026-11-02T09:00:00Z');
    ledger = { ...home.ledger, now: () => now };
    dynamics = environmentOf(coralBay());
    const invoices = rowsOf(dynamics, 'invoice');
    for (const [id, { values }] of invoices) if (values['statecode'] === CANCELED) invoices.delete(id);
    answers = [];
    cut = false;
    await poll();
  });
  afterEach(() => home.close());

  const client = {
    request: ({ method, path, headers = {} }: Parameters<DataverseClient['request']>[0]) => {
      if (cut && answers.length > 0) return Promise.reject(new Error('Dynamics does not answer.'));
      const relative = path.replace(`${dynamics.origin}/api/data/v9.2/`, '');
      const operation = { method, path: relative, headers, body: null };
      const [answer] = performTogether(dynamics, people.administrator.userId, [operation], () => undefined);
      answers.push((answer?.body as { value: unknown[] }).value.length);
      return Promise.resolve(answer);
    },
  } as unknown as DataverseClient;
  /** One poll a minute later. @returns rows of each answer */
  const poll = async (connection = stored): Promise<readonly number[]> => {
    now += MINUTE;
    answers = [];
    await findCanceledInvoices({ ledger, dataverse: () => client, timeScale: 1 } as unknown as Services, [connection]);
    return answers;
  };
  /** An invoice that is in Xero shows as canceled. @param at its time there */
  const cancel = (at: number): string => {
    const invoices = rowsOf(dynamics, 'invoice');
    const [like] = invoices.values();
    const id = randomUUID();
    const modifiedon = new Date(at).toISOString().replace(/\.\d+/, '');
    invoices.set(id, { ...like!, id, values: { ...like!.values, invoiceid: id, statecode: CANCELED, modifiedon } });
    return id;
  };
  const sent = async (invoiceId: string, connectionId = 'connection', tenantId = 'tenant'): Promise<string> => {
    const key = { tenantId, organizationId: 'organization', invoiceId, documentKind: 'ACCREC' as const };
    const { id } = await preparePosting(ledger, key, { connectionId, requestId: 'request' });
    await movePosting(ledger, id, 'prepared', 'intended');
    return invoiceId;
  };
  const isFollowed = async (invoiceId: string) => (await effectsOf(ledger, stored, 'cancellation', [invoiceId])).length === 1;

  test('a mass of the same moment was held at once and read again each minute, for ever', async () => {
    const mass = Array.from({ length: 1_200 }, () => cancel(now + 30_000));
    const last = await sent(mass[mass.length - 1]!);
    expect(await poll()).toEqual([500, 500, 200]);
    expect(await isFollowed(last)).toBe(true);
    for (let minute = 1; minute <= 6; minute++) expect((await poll()).length).toBe(3);
    expect(await poll()).toEqual([0]);
    expect(await poll()).toEqual([0]);
  });

  test('one that shows minutes after its time is followed, whatever was read meanwhile', async () => {
    cancel(now + 30_000);
    const at = now;
    await poll();
    for (let minute = 1; minute <= 4; minute++) await poll();
    const late = await sent(cancel(at - 30_000));
    await poll();
    expect(await isFollowed(late)).toBe(true);
  });

  test('what may show late is looked for anew once something newer shows', async () => {
    cancel(now + 30_000);
    for (let minute = 1; minute <= 9; minute++) await poll();
    expect(await poll()).toEqual([0]);
    const at = now;
    const newer = await sent(cancel(at + 30_000));
    expect(await poll()).toEqual([1]);
    const late = await sent(cancel(at));
    await poll();
    expect([await isFollowed(newer), await isFollowed(late)]).toEqual([true, true]);
  });

  test('a mass that was cut off between two pages is read to its end a minute later', async () => {
    for (let minute = 1; minute <= 9; minute++) await poll();
    const mass = Array.from({ length: 600 }, () => cancel(now + 30_000));
    for (const id of mass) await sent(id);
    cut = true;
    await expect(poll()).rejects.toThrow();
    cut = false;
    await poll();
    expect(await Promise.all(mass.map(isFollowed))).not.toContain(false);
  });

  test('what was canceled between the last look at a former address and the first at the new one was followed by nobody', async () => {
    const [former, moved] = await Promise.all(['former', 'new'].map((address) => giveConnection(ledger, address)));
    await ledger.db.updateTable('environments').set({ organization_id: 'organization' }).execute();
    await poll({ ...stored, environment: { ...stored.environment, id: former!.environmentId } });
    const there = { ...stored, environment: { ...stored.environment, id: moved!.environmentId } };
    const meanwhile = await sent(cancel(now + 30_000));
    now += 60 * MINUTE;
    await poll(there);
    expect((await poll(there)).length).toBe(1);
    expect(await isFollowed(meanwhile)).toBe(true);
  });

  test('one of what was sent before the address of the environment was changed was followed by nobody', async () => {
    const former = await sent(cancel(now + 30_000), 'connection at the former address');
    const elsewhere = await sent(cancel(now + 30_000), 'another connection', 'another organisation');
    await poll();
    expect([await isFollowed(former), await isFollowed(elsewhere)]).toEqual([true, false]);
  });
});
