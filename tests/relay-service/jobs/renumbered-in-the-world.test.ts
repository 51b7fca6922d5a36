import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { requestState } from '@stl3/solution';
import { people } from '../../sandbox/company/people.ts';
import { tableNamed } from '../../sandbox/dataverse/model.ts';
import { updateRow } from '../../sandbox/dataverse/write-row.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking } from './asking.ts';

/** The seven minutes last 21 seconds: what arrives late arrives within them, and after the second call however busy the machine is. */
const TIME_SCALE = 20;

let world: World;
/** What connecting asked of Xero. */
let connecting = 0;
/** What happens once a call is committed, the first time first. */
let onCommit: (() => void)[] = [];
beforeEach(async () => {
  onCommit = [];
  world = await startWorld({
    webhookDelayMs: () => 20,
    relay: {
      timeScale: TIME_SCALE,
      atStep: (step) => {
        if (step === 'call-committed') onCommit.shift()?.();
      },
    },
    xero: { timeScale: TIME_SCALE, limits: false },
  });
  connecting = world.xero.control.requests().length;
});
afterEach(() => world.close());
const { asked, plain, organisation } = asking(() => world);

const done = { stl3_state: requestState.values.done.value };
const refused = { stl3_state: requestState.values.refused.value };
const write = (table: string, id: string, values: Record<string, unknown>): void => {
  const writer = { environment: world.dataverse.control.environment, userId: people.administrator.userId, commits: [] };
  updateRow(writer, tableNamed(table), id, values);
};
/** The number in Xero is the invoice's name. */
const nameIt = (name: string): void => write('invoice', plain().id, { name });
const describeLine = (description: string): void => {
  const lines = world.dataverse.control.rows('invoicedetail');
  write('invoicedetail', lines.find(({ values }) => (values['invoiceid'] as { id: string }).id === plain().id)!.id, { description });
};
beforeEach(() => {
  const [settings] = world.dataverse.control.rows('stl3_stellariseconnectorsettings');
  write('stl3_stellariseconnectorsettings', settings!.id, { stl3_useinvoicename: true });
  nameIt('FIRST');
});
const numbers = (): unknown[] => organisation().invoices.map(({ InvoiceNumber }) => InvoiceNumber);
const lateMs = 12_000;
/** The answer is lost, and the document is saved a while later. */
const saveLate = (): void => world.xero.control.addFault({ name: 'saved-late', method: 'PUT', path: '^Invoices$', seconds: lateMs / 1000 });
/** Every call has arrived. */
const allArrived = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, lateMs + 1_000));

test('an invoice that was renamed while its call was on the way is not sent beside it', async () => {
  saveLate();
  onCommit = [() => nameIt('SECOND')];
  expect(await asked(plain().id)).toMatchObject(done);
  await allArrived();
  expect(numbers()).toEqual(['FIRST']);
});

test('one that never arrived is sent under its new number, once that is certain', async () => {
  world.xero.control.addFault({ name: 'reset', method: 'PUT', path: '^Invoices$' });
  onCommit = [() => nameIt('SECOND')];
  expect(await asked(plain().id)).toMatchObject(done);
  expect(numbers()).toEqual(['SECOND']);
});

test('one that keeps its number is sent again at once, and Xero refuses what arrives later', async () => {
  saveLate();
  // Another body, so that the call is not replayed.
  onCommit = [() => describeLine('Written meanwhile')];
  expect(await asked(plain().id)).toMatchObject(done);
  const calls = world.xero.control.requests().filter(({ method, path }) => method === 'PUT' && path.endsWith('/Invoices'));
  expect(calls).toHaveLength(2);
  await allArrived();
  const made = world.xero.control.journal().filter(({ documentType }) => documentType === 'invoice');
  expect(made.map(({ idempotencyKey }) => idempotencyKey)).toEqual([calls[1]?.idempotencyKey]);
});

test('one that was refused when it was sent again, and then renamed, is not sent beside the first call either', async () => {
  const account = organisation().accounts.find(({ Code }) => Code === '200')!;
  saveLate();
  onCommit = [
    () => describeLine('Written meanwhile'),
    () => {
      account.Status = 'ARCHIVED';
    },
  ];
  expect(await asked(plain().id)).toMatchObject(refused);
  account.Status = 'ACTIVE';
  nameIt('SECOND');
  expect(await asked(plain().id)).toMatchObject(done);
  await allArrived();
  expect(numbers()).toEqual(['FIRST']);
});

test('one that Xero was only too busy for is sent under its new number at once', async () => {
  world.xero.control.addFault({ name: 'rate-limited', method: 'PUT', path: '^Invoices$' });
  onCommit = [() => nameIt('SECOND')];
  expect(await asked(plain().id)).toMatchObject(done);
  expect(numbers()).toEqual(['SECOND']);
  const lookUps = world.xero.control
    .requests()
    .slice(connecting)
    .filter(({ method, path }) => method === 'GET' && path.endsWith('/Invoices'));
  expect(lookUps).toEqual([]);
});
