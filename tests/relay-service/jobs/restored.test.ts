import { afterEach, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { requestState } from '@stl3/solution';
import { readConfig } from '../../../relay-service/src/config.ts';
import type { AtStep } from '../../../relay-service/src/jobs/steps.ts';
import type { Relay } from '../../../relay-service/src/start-relay.ts';
import { startRelay } from '../../../relay-service/src/start-relay.ts';
import type { Row } from '../../sandbox/dataverse/state.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { ask, changeSettings, letXeroNumber } from '../../prove/ask.ts';
import { copyInvoice } from '../../prove/new-invoices.ts';
import { until } from '../../prove/until.ts';
import { backUpFile, firstRow, putBackFile } from './ledger-file.ts';

/** The seven minutes last seven seconds. */
const TIME_SCALE = 60;
const { done, refused } = requestState.values;

let world: World;
let folder: string;
const others: Relay[] = [];
afterEach(async () => {
  for (const relay of others.splice(0)) await relay.close();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});
const start = async (atStep: AtStep = () => undefined, timeScale = TIME_SCALE): Promise<void> => {
  folder = mkdtempSync(join(tmpdir(), 'stellarise-restored-'));
  world = await startWorld({
    dataDirectory: join(folder, 'data'),
    webhookDelayMs: () => 20,
    relay: { timeScale, atStep },
    xero: { timeScale, limits: false },
  });
  letXeroNumber(world);
};

let made = 0;
/** An invoice that Xero numbers, or the clerk. */
const invoice = (): string => {
  const plain = world.company.invoices.filter(({ kind }) => kind === 'plain');
  return copyInvoice(world, plain[made % plain.length]!, `R-${String(++made)}`);
};
const stateOf = (request: string): unknown =>
  world.dataverse.control.environment.tables.get('stl3_xerorequest')?.get(request)?.values['stl3_state'];
const answered = (request: string): boolean => stateOf(request) === done.value || stateOf(request) === refused.value;
const send = async (invoices: readonly string[], numbered = false, seconds = 60): Promise<string[]> => {
  const requests = await Promise.all(
    invoices.map((id, index) => ask(world, id, numbered && index % 2 === 0 ? `C-${id.slice(0, 8)}` : null)),
  );
  if (!(await until(() => requests.every(answered), seconds * 1000)))
    throw new Error(`Not answered: ${JSON.stringify(requests.filter((id) => !answered(id)).map(stateOf))}`);
  return requests;
};

const backUp = (): string => backUpFile(world.config.RELAY_DATA_DIR, folder);
const putBack = (backup: string, into = world.config.RELAY_DATA_DIR): void => putBackFile(backup, into);

type Snapshot = ReadonlyMap<string, ReadonlyMap<string, Row>>;
/** Dynamics' own backup: every row as it was. */
const snapshot = (): Snapshot =>
  structuredClone(new Map([...world.dataverse.control.environment.tables].map(([name, rows]) => [name, new Map(rows)])));
const restoreDynamics = (from: Snapshot): void => {
  const { tables } = world.dataverse.control.environment;
  for (const [name, rows] of from) {
    const table = tables.get(name)!;
    for (const id of [...table.keys()]) table.delete(id);
    for (const [id, row] of rows) table.set(id, structuredClone(row));
  }
};

const invoiceIn = (url: string | null): string => /[?&]id=([0-9a-f-]{36})/i.exec(url ?? '')?.[1]?.toLowerCase() ?? '';
/** By Xero's own journal: how often each of these invoices was made there. */
const timesInXero = (invoices: readonly string[]): Record<string, number> => {
  const created = world.xero.control.journal().filter(({ kind, documentType }) => kind === 'create' && documentType === 'invoice');
  return Object.fromEntries(invoices.map((id) => [id, created.filter(({ url }) => invoiceIn(url) === id).length]));
};
const once = (invoices: readonly string[]): Record<string, number> => Object.fromEntries(invoices.map((id) => [id, 1]));
const logged = (): number =>
  world.xero.control.requests().filter(({ method, path }) => method === 'PUT' && path.endsWith('Invoices')).length;

test('the relay goes back an hour: what was sent since is found by the rows and not sent again', async () => {
  await start();
  const early = [invoice(), invoice()];
  await send(early, true);
  const backup = backUp();
  const late = [invoice(), invoice(), invoice(), invoice()];
  await send(late, true);
  // Of the last two, the answer to Dynamics is lost, and their requests wait.
  await world.restartRelay(() => {
    putBack(backup);
    return Promise.resolve();
  });
  const before = logged();
  const fresh = invoice();
  await send([...early, ...late, fresh]);
  expect(timesInXero([...early, ...late, fresh])).toEqual(once([...early, ...late, fresh]));
  expect(logged() - before).toBe(1);
});

test('answers and write-backs lost around that instant, documents numbered by Xero: found by their mark, none doubled', async () => {
  await start();
  await send([invoice()]);
  const backup = backUp();
  const torn = [invoice(), invoice(), invoice()];
  // Xero saves them and the answer is lost; Dynamics hears nothing of it either.
  world.xero.control.addFault({ name: 'answer-lost', method: 'PUT', path: '^Invoices$', times: 3 });
  const requests = await Promise.all(torn.map((id) => ask(world, id, null)));
  expect(await until(() => torn.every((id) => timesInXero([id])[id] === 1), 20_000)).toBe(true);
  await world.restartRelay(() => {
    putBack(backup);
    world.xero.control.clearFaults();
    return Promise.resolve();
  });
  expect(await until(() => requests.every(answered), 60_000)).toBe(true);
  await send(torn);
  expect(timesInXero(torn)).toEqual(once(torn));
  expect(requests.map(stateOf)).toEqual(requests.map(() => done.value));
});

test('then Dynamics goes back a day as well: what neither side remembers is looked up in Xero', async () => {
  await start();
  const invoices = Array.from({ length: 6 }, invoice);
  const yesterday = snapshot();
  await send(invoices.slice(0, 2), true);
  const backup = backUp();
  await send(invoices.slice(2, 5), true);
  await world.restartRelay(() => {
    putBack(backup);
    return Promise.resolve();
  });
  // The relay has found out that it was restored, before Dynamics goes back too.
  await send([invoice()]);
  restoreDynamics(yesterday);
  const requests = await send(invoices, false, 90);
  expect(timesInXero(invoices)).toEqual(once(invoices));
  expect(requests.map(stateOf)).toEqual(requests.map(() => done.value));
  // Linked again: the rows say what Xero holds.
  const ids = world.dataverse.control.rows('stl3_xerodetails').map(({ values }) => values['stl3_xeroid']);
  expect(new Set(ids.filter((id) => id !== undefined && id !== null)).size).toBe(6);
});

test('Dynamics alone goes back a day: linked again, never posted again, and old requests are answered from what is known', async () => {
  await start();
  const invoices = [invoice(), invoice()];
  const waiting = invoice();
  const yesterday = snapshot();
  const requests = await send(invoices);
  // The rows of the day before held these requests as asked and not answered.
  const asked = structuredClone(world.dataverse.control.environment.tables.get('stl3_xerorequest')!);
  await world.restartRelay(() => {
    restoreDynamics(yesterday);
    const table = world.dataverse.control.environment.tables.get('stl3_xerorequest')!;
    for (const [id, row] of asked) table.set(id, { ...row, values: { ...row.values, stl3_state: requestState.values.requested.value } });
    return Promise.resolve();
  });
  expect(await until(() => requests.every(answered), 60_000)).toBe(true);
  await send([...invoices, waiting], false, 90);
  expect(timesInXero([...invoices, waiting])).toEqual(once([...invoices, waiting]));
});

/** The document of each note. */
const notes = (): string[] =>
  world.xero.control.requests().flatMap(({ method, path }) => (method === 'PUT' && path.endsWith('/History') ? [path] : []));
const stateOfPosting = (): string => firstRow<{ readonly state: string }>('select state from postings', world.config.RELAY_DATA_DIR).state;

test('a backup of the minute of the last sending, after which nothing was asked, was not known for one: the note went out once more', async () => {
  let backup = '';
  await start((at) => {
    if (at === 'call-committed' && backup === '') backup = backUp();
  }, 12);
  changeSettings(world, { stl3_historynote: true });
  await send([invoice()]);
  expect(await until(() => notes().length === 1, 30_000)).toBe(true);
  // Two minutes of the relay's clock and more, in which it sends nothing.
  await pause(12_000);
  await world.restartRelay(() => {
    putBack(backup);
    return Promise.resolve();
  });
  expect(await until(() => stateOfPosting() === 'told', 60_000)).toBe(true);
  await send([invoice()]);
  expect(await until(() => new Set(notes()).size === 2, 30_000)).toBe(true);
  expect(notes()).toHaveLength(2);
});

test.each([
  ['call-committed', TIME_SCALE],
  ['postings-moved', TIME_SCALE],
  // Young enough for the call to be replayed.
  ['call-committed', 12],
] as const)(
  'what followed a document in the life that is lost, after %s with the clock %d times as fast, does not follow again',
  async (step, timeScale) => {
    let backup = '';
    await start((at) => {
      if (at === step && backup === '') backup = backUp();
    }, timeScale);
    changeSettings(world, { stl3_historynote: true });
    const noted = invoice();
    await send([noted]);
    expect(await until(() => notes().length === 1, 30_000)).toBe(true);
    // The sequence goes ahead of the backup.
    await pause(60_000 / timeScale + 100);
    await send([invoice()]);
    expect(await until(() => notes().length === 2, 30_000)).toBe(true);
    await world.restartRelay(() => {
      putBack(backup);
      return Promise.resolve();
    });
    expect(await until(() => stateOfPosting() === 'told', 60_000)).toBe(true);
    await send([invoice()]);
    // Notes go in the order in which they were called for.
    expect(await until(() => new Set(notes()).size === 3, 30_000)).toBe(true);
    expect(notes()).toHaveLength(3);
    expect(timesInXero([noted])).toEqual(once([noted]));
  },
);

test('the old relay still runs while a copy of its ledger is started elsewhere: one of them drops out, none doubled', async () => {
  await start();
  const early = invoice();
  await send([early]);
  const backup = backUp();
  // A minute of the relay's clock: the sequence goes on with the next sending, and the copy is behind.
  await pause(1_100);
  const between = [invoice(), invoice()];
  await send(between);
  // The same ledger, an hour older, with the same tokens, in a second folder.
  const elsewhere = mkdtempSync(join(folder, 'second-'));
  putBack(backup, elsewhere);
  const second = await startRelay(readConfig({ ...environmentOf(world), RELAY_DATA_DIR: elsewhere, PORT: '0' }), { timeScale: TIME_SCALE });
  others.push(second);
  const invoices = [...between, ...Array.from({ length: 8 }, invoice)];
  const requests: string[] = [];
  for (const id of invoices) {
    requests.push(await ask(world, id, null));
    await pause(150);
  }
  expect(await until(() => requests.every(answered), 120_000)).toBe(true);
  expect(timesInXero([early, ...invoices])).toEqual(once([early, ...invoices]));
  const states = (): unknown[] => [world.config.RELAY_DATA_DIR, elsewhere].map(stateOfConnection);
  await until(() => states().includes('takenOver'), 30_000);
  expect(states()).toEqual(['takenOver', 'connected']);
});

test('of two relays on copies of one ledger one drops out although nobody clicks', async () => {
  await start();
  await send([invoice()]);
  const elsewhere = backUp();
  // The sequence goes ahead of the copy.
  await pause(1_100);
  await send([invoice()]);
  others.push(await startRelay(readConfig({ ...environmentOf(world), RELAY_DATA_DIR: elsewhere, PORT: '0' }), { timeScale: TIME_SCALE }));
  expect(await until(() => stateOfConnection(world.config.RELAY_DATA_DIR) === 'takenOver', 30_000)).toBe(true);
  expect(stateOfConnection(elsewhere)).toBe('connected');
});

/** How the connection stands in the ledger of this folder. */
const stateOfConnection = (data: string): string => firstRow<{ readonly state: string }>('select state from connections', data).state;
/** The settings of the running relay as environment variables. */
const environmentOf = ({ config }: World): Record<string, string> => ({
  RELAY_PUBLIC_URL: config.RELAY_PUBLIC_URL,
  RELAY_SECRET_KEYS: config.RELAY_SECRET_KEYS.map(({ id, key }) => `${String(id)}:${key.toString('base64')}`).join(','),
  XERO_CLIENT_ID: config.XERO_CLIENT_ID,
  XERO_CLIENT_SECRET: config.XERO_CLIENT_SECRET,
  XERO_API_URL: config.XERO_API_URL,
  XERO_IDENTITY_URL: config.XERO_IDENTITY_URL,
  XERO_LOGIN_URL: config.XERO_LOGIN_URL,
  ENTRA_CLIENT_ID: config.ENTRA_CLIENT_ID,
  ENTRA_CLIENT_SECRET: config.ENTRA_CLIENT_SECRET ?? '',
  ENTRA_AUTHORITY_URL: config.ENTRA_AUTHORITY_URL,
  DATAVERSE_DISCOVERY_URL: config.DATAVERSE_DISCOVERY_URL,
  LOG_LEVEL: 'silent',
});
