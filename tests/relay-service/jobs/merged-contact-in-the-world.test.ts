import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '../../prove/until.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done, refused } from './asking.ts';

const PATIENCE_MS = 20_000;

const SURVIVOR = '6f6f1d0e-3b8e-4a52-8f2f-0c5d5b1f00aa';

let world: World;
/** What a round waits for once its rows say "Sending". */
let whenAnnounced: () => Promise<void>;
beforeEach(async () => {
  whenAnnounced = () => Promise.resolve();
  world = await startWorld({
    webhookDelayMs: () => 20,
    relay: { atStep: async (step) => (step === 'announced' ? whenAnnounced() : Promise.resolve()) },
  });
});
afterEach(() => world.close());
const { ask, answered, asked, plain, organisation, change } = asking(() => world);

const siblings = () => world.company.invoices.filter(({ kind, customer }) => kind === 'plain' && customer === plain().customer).slice(1, 4);
const links = () => world.dataverse.control.rows('stl3_xerocontact').map(({ values }) => values['stl3_xeroid']);
const writes = () => world.xero.control.requests().filter(({ method, path }) => method !== 'GET' && path.includes('/Invoices')).length;
const contactOfFirst = () => organisation().contacts.find(({ ContactID }) => ContactID === organisation().invoices[0]!.ContactID)!;

/** The first invoice is sent, and then a bookkeeper merges its contact into another one, which takes its documents over. */
const merge = async (): Promise<void> => {
  expect(await asked(plain().id)).toMatchObject(done);
  const merged = contactOfFirst();
  organisation().contacts.push({ ...merged, ContactID: SURVIVOR, ContactNumber: '', Name: 'The survivor' });
  Object.assign(merged, { ContactStatus: 'ARCHIVED', MergedToContactID: SURVIVOR });
  organisation().invoices[0]!.ContactID = SURVIVOR;
};

test('Send follows a contact that was merged in Xero', async () => {
  await merge();
  const requests = await Promise.all(siblings().map(({ id }) => ask(id)));
  for (const id of requests) expect(await answered(id)).toMatchObject(done);
  expect(organisation().invoices.map(({ ContactID }) => ContactID)).toEqual(organisation().invoices.map(() => SURVIVOR));
  expect(organisation().invoices).toHaveLength(1 + requests.length);
  expect(links()).toEqual([SURVIVOR]);
});

test('an invoice was refused, for the round beside it had mended the link while it was on its way', async () => {
  await merge();
  let announced = 0;
  const staged: boolean[] = [];
  whenAnnounced = async () => {
    const turn = (announced += 1);
    if (turn === 1) staged.push(await until(() => announced === 2, PATIENCE_MS));
    if (turn === 2) staged.push(await until(() => links()[0] === SURVIVOR, PATIENCE_MS));
  };
  const [first, second] = siblings();
  const requests = [await ask(first!.id)];
  staged.push(await until(() => announced === 1, PATIENCE_MS));
  requests.push(await ask(second!.id));
  for (const id of requests) expect(await answered(id)).toMatchObject(done);
  expect(organisation().invoices.map(({ ContactID }) => ContactID)).toEqual([SURVIVOR, SURVIVOR, SURVIVOR]);
  expect(staged).toEqual([true, true, true]);
});

test('Update follows it too', async () => {
  await merge();
  change('invoice', { description: 'PO 777' }, plain().id);
  expect(await asked(plain().id, 'financeManager', 'update')).toMatchObject(done);
  expect(organisation().invoices).toMatchObject([{ Reference: 'PO 777', ContactID: SURVIVOR }]);
  expect(links()).toEqual([SURVIVOR]);
});

test('a contact that is archived and nothing else stays refused, after one try', async () => {
  expect(await asked(plain().id)).toMatchObject(done);
  contactOfFirst().ContactStatus = 'ARCHIVED';
  const before = writes();
  expect(await asked(siblings()[0]!.id)).toMatchObject(refused('XERO_CONTACT_ARCHIVED'));
  expect(writes() - before).toBe(1);
});
