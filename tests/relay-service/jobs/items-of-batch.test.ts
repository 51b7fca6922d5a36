/** What Xero said of items is believed for a while, its silence too; a person who looks asks anew. */
import { beforeEach, expect, test } from '@jest/globals';
import { itemsOfBatch } from '../../../relay-service/src/jobs/items-of-batch.ts';
import { createKnownItems } from '../../../relay-service/src/jobs/known-items.ts';
import type { AskedOfConnection } from '../../../relay-service/src/jobs/read-asked.ts';
import type { Services } from '../../../relay-service/src/jobs/services.ts';
import type { Verb } from '../../../relay-service/src/xero/client.ts';
import { invoiceOf, line, product, withSettings } from '../core/examples.ts';

const inXero = new Set<string>();
let reads = 0;
let services: Services;
beforeEach(() => {
  inXero.clear();
  reads = 0;
  const getItems = (_tenant: string, _since: undefined, where: string) => ({
    Items: [...inXero].filter((code) => where.toLowerCase().includes(`"${code.toLowerCase()}"`)).map((Code) => ({ Code, Name: Code })),
  });
  const request = ({ call }: Verb): unknown => {
    reads += 1;
    return call({ getItems } as never, 'tenant-1');
  };
  services = { knownItems: createKnownItems(), xero: () => ({ request }) } as unknown as Services;
});

const invoice = invoiceOf([line({ writeIn: false, product: product('AX-1') })]);
const look = async (how?: 'closely'): Promise<readonly string[]> => {
  const work = { stored: { tenant_id: 'tenant-1' }, connection: withSettings({ createItems: false }) };
  return Object.values((await itemsOfBatch(services, work as AskedOfConnection, [invoice], how)).codes);
};

test('a code that Xero lacks is not asked for at every click', async () => {
  expect([await look(), await look(), reads]).toEqual([[], [], 1]);
});

test('an item that was made meanwhile is seen by whoever looks closely, and then by all', async () => {
  await look();
  inXero.add('ax-1');
  expect([await look('closely'), await look(), reads]).toEqual([['AX-1'], ['AX-1'], 2]);
});

test('an item that was deleted in Xero is no longer named once somebody has looked closely', async () => {
  inXero.add('AX-1');
  expect(await look()).toEqual(['AX-1']);
  inXero.clear();
  expect([await look('closely'), await look(), reads]).toEqual([[], [], 2]);
});
