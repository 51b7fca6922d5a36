import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { requestState, sendStatus } from '@stl3/solution';
import { becomeReal } from '../../prove/ask.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done } from './asking.ts';
import { historyOf } from './history-of.ts';
import { backUpFile, firstRow, putBackFile } from './ledger-file.ts';

const TIME_SCALE = 60;
const authorised = { stl3_sendstatus: sendStatus.values.authorised.value };
const withMail = { stl3_sendemail: true };

let world: World;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stellarise-restored-mails-'));
  world = await startWorld({
    dataDirectory: join(folder, 'data'),
    webhookDelayMs: () => 20,
    relay: { timeScale: TIME_SCALE },
    xero: { timeScale: TIME_SCALE, limits: false },
  });
  becomeReal(world);
});
afterEach(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});
const { ask, asked, answered, plain, change, settings } = asking(() => world);
const { told, until } = historyOf(() => world);

const mailsOf = (invoiceId: string): number =>
  world.xero.control.journal().filter(({ documentType, url }) => documentType === 'email' && url?.includes(invoiceId) === true).length;
const isMailed = (times = 1): Promise<void> => until(() => mailsOf(plain().id) === times);
/** Nothing is open in the ledger, which is backed up; what comes then is ahead of it. */
const backUp = async (): Promise<string> => {
  const open =
    "select (select count(*) from postings where state <> 'told') + (select count(*) from effects where told_at is null) as count";
  await until(() => firstRow<{ readonly count: number }>(open, world.config.RELAY_DATA_DIR).count === 0);
  const backup = backUpFile(world.config.RELAY_DATA_DIR, folder);
  await pause(60_000 / TIME_SCALE + 100);
  return backup;
};
/** The life since the backup is lost. @param unanswered request whose answer is lost with it */
const restore = (backup: string, unanswered?: string): Promise<void> =>
  world.restartRelay(() => {
    putBackFile(backup, world.config.RELAY_DATA_DIR);
    if (unanswered !== undefined) change('stl3_xerorequest', { stl3_state: requestState.values.requested.value }, unanswered);
    return Promise.resolve();
  });
/** Mails go in the order in which they were called for: were one called for a second time, it is there by then. */
const anotherIsMailed = async (): Promise<void> => {
  expect(await asked(plain(1).id, 'financeManager', 'send', { ...authorised, ...withMail })).toMatchObject(done);
  await until(() => mailsOf(plain(1).id) === 1);
};
/** The document is approved and mailed by a life that is lost then. */
const approvedAndLost = async (backup: string): Promise<void> => {
  await asked(plain().id, 'financeManager', 'approve');
  await isMailed();
  await restore(backup);
};
const approvedOnceMore = async (): Promise<void> => {
  expect(await asked(plain().id, 'financeManager', 'approve')).toMatchObject(done);
  await anotherIsMailed();
  expect(mailsOf(plain().id)).toBe(1);
};

test('a draft of the backup, approved and mailed since: it was mailed a second time when Approve was clicked once more', async () => {
  settings(withMail);
  await asked(plain().id);
  const backup = await backUp();
  await approvedAndLost(backup);
  await approvedOnceMore();
});

test('a draft whose mail the backup holds as refused, approved and mailed since: so was that', async () => {
  await asked(plain().id, 'clerk', 'send', withMail);
  await until(() => told('only an authorised one is mailed').length > 0);
  const backup = await backUp();
  await approvedAndLost(backup);
  await approvedOnceMore();
});

test('a document that the backup does not hold, approved and mailed since: so was that, once it was taken up again', async () => {
  settings(withMail);
  await asked(plain(2).id);
  const backup = await backUp();
  await asked(plain().id);
  await approvedAndLost(backup);
  expect(await asked(plain().id)).toMatchObject(done);
  await approvedOnceMore();
});

test('a draft that nobody had approved is mailed once it is approved', async () => {
  settings(withMail);
  await asked(plain().id);
  const backup = await backUp();
  await asked(plain(2).id);
  await restore(backup);
  expect(await asked(plain().id, 'financeManager', 'approve')).toMatchObject(done);
  await isMailed();
});

test.each([
  ['approve', {}],
  ['send', {}],
  ['update', {}],
  ['update', { description: 'PO 4712' }],
] as const)(
  '%s with the mail asked for, its answer lost with the ledger, then %j: it was mailed a second time; who asks again gets it',
  async (action, changes) => {
    await asked(plain().id, 'financeManager', 'send', action === 'approve' ? {} : authorised);
    const backup = await backUp();
    const request = await ask(plain().id, 'financeManager', action, withMail);
    expect(await answered(request)).toMatchObject(done);
    await isMailed();
    change('invoice', changes, plain().id);
    await restore(backup, request);
    expect(await answered(request, 60)).toMatchObject(done);
    await anotherIsMailed();
    expect(mailsOf(plain().id)).toBe(1);
    expect(await asked(plain().id, 'financeManager', 'send', withMail)).toMatchObject(done);
    await isMailed(2);
  },
);
