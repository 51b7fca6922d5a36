import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking } from './asking.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ webhookDelayMs: () => 20, relay: { safeguards: { replayCalls: () => Promise.resolve([]) } } });
});
afterEach(() => world.close());
const { asked, plain } = asking(() => world);

const receipt = () =>
  world.dataverse.control.rows('stl3_xerodetails').find(({ values }) => values['stl3_invoicekey'] === plain().id)?.values ?? {};
const calls = () => world.xero.control.requests().filter(({ method, path }) => method === 'PUT' && path.endsWith('/Invoices'));
const versionOfInvoice = () => world.dataverse.control.rows('invoice').find(({ id }) => id === plain().id)?.version;
const intentIn = (url: string): string | null => new URL(url).searchParams.get('stl3intent');

test.each([
  ['at once', null],
  ['when a look-up found it', 'answer-lost'],
] as const)('the receipt says intent, call, Xero id, times, attempts and the row version that was read: %s', async (_, fault) => {
  const version = versionOfInvoice();
  if (fault) world.xero.control.addFault({ name: fault, method: 'PUT', path: '^Invoices$' });
  // Dataverse keeps whole seconds.
  const before = Math.floor(Date.now() / 1000) * 1000;
  await asked(plain().id);
  const [call] = calls();
  const [made] = world.xero.control.journal().filter(({ documentType }) => documentType === 'invoice');
  const held = receipt();
  expect(held).toMatchObject({
    stl3_callid: call?.idempotencyKey,
    stl3_xeroid: made?.id,
    stl3_attempts: 1,
    stl3_intentid: intentIn(made?.url ?? ''),
    stl3_invoicerowversion: `W/"${String(version)}"`,
  });
  const sent = Date.parse(held['stl3_sentcallon'] as string);
  expect(sent).toBeGreaterThanOrEqual(before);
  expect(sent).toBeLessThanOrEqual(call?.startedAt ?? 0);
  if (fault) expect(held['stl3_answeredon'] ?? null).toBeNull();
  else expect(Date.parse(held['stl3_answeredon'] as string)).toBeGreaterThanOrEqual(sent);
});
