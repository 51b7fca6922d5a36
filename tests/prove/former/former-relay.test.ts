import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import type { RelayChild } from '../relay-child.ts';
import { startRelayChild } from '../relay-child.ts';
import type { Word } from '../relay-process.ts';
import { openSharedLedger } from '../shared-ledger.ts';
import { until } from '../until.ts';
import { withOwnSchema } from '../own-schema.ts';
import { ask, isAnswered, letXeroNumber } from '../ask.ts';
import { copyInvoice } from '../new-invoices.ts';
import { postgresUrl } from '../../relay-service/store/homes.ts';
import { people } from '../../sandbox/company/people.ts';
import { startWorld } from '../../sandbox/world.ts';
import type { FormerTree } from './former-tree.ts';
import { layOutFormerTree } from './former-tree.ts';

/** The seven minutes last seven seconds. */
const TIME_SCALE = '60';
const TRIES = 20;

const play = async (former: FormerTree, databaseUrl: string): Promise<void> => {
  const children: RelayChild[] = [];
  const startOne = async (environmentVariables: Readonly<Record<string, string>>, onWord: (word: Word) => void, project?: string) => {
    const own = { ...environmentVariables, PROVE_TIME_SCALE: TIME_SCALE };
    const child = await startRelayChild({ environmentVariables: own, onWord, ...(project === undefined ? {} : { project }) });
    children.push(child);
    return child;
  };
  const fate = { died: false };
  let variables: Readonly<Record<string, string>> = {};
  const world = await startWorld({
    databaseUrl,
    xero: { timeScale: Number(TIME_SCALE), limits: false },
    connect: (given) => former.connect((variables = given), people.administrator.upn),
    startRelay: async (_config, given) => {
      // Started again it would refuse a ledger from the future, as it should.
      const child = await startOne(given, ({ struck }) => struck && ((fate.died = true), void children[0]?.close()), former.folder);
      return { origin: child.origin, close: () => Promise.all(children.map((each) => each.close())).then(() => undefined) };
    },
  });
  const ledger = await openSharedLedger(databaseUrl);
  try {
    letXeroNumber(world);
    const asked = new Map<string, string>();
    const plain = world.company.invoices.filter(({ kind }) => kind === 'plain');
    const click = async (): Promise<string> => {
      const invoice = copyInvoice(world, plain[asked.size % plain.length]!, `F-${String(asked.size)}`);
      const id = await ask(world, invoice, null);
      asked.set(id, invoice);
      return id;
    };
    const allAnswered = () => until(() => [...asked.keys()].every((id) => isAnswered(world, id)), 60_000);

    for (let index = 0; index < 3; index++) await click();
    expect(await allAnswered()).toBe(true);

    // The ledger is brought up to date beneath the one that runs, with clicks on their way.
    const starting = startOne(
      { ...variables, PORT: '0', RELAY_DATA_DIR: join(variables['RELAY_DATA_DIR'] ?? '', 'second') },
      () => undefined,
    );
    for (let index = 0; index < 6; index++) await click();
    await starting;
    for (let index = 0; index < 6; index++) await click();
    expect(await allAnswered()).toBe(true);

    // The former one dies with a call on its way; the newer one finds out what became of it.
    children[0]?.order({ at: 'call-committed', signal: 'SIGKILL' });
    for (let index = 0; index < TRIES && !fate.died; index++) {
      await ledger.endLeases();
      const id = await click();
      // Once it is answered the newer one had it: another try.
      await until(() => fate.died || isAnswered(world, id), 60_000);
    }
    expect(fate.died).toBe(true);
    await ledger.endLeases();
    for (let index = 0; index < 3; index++) await click();
    expect(await allAnswered()).toBe(true);

    const made = world.xero.control.journal().filter(({ kind, documentType }) => kind === 'create' && documentType === 'invoice');
    const times = [...asked.values()].map((invoice) => made.filter(({ url }) => url?.includes(invoice)).length);
    expect(times).toEqual(times.map(() => 1));
  } finally {
    await ledger.close();
    await world.close();
  }
};

test('two relays on PostgreSQL of which one is from the commit before the last migration: no click is lost, none is sent twice', async () => {
  const url = await postgresUrl();
  const former = url === null ? null : layOutFormerTree();
  if (url === null || former === null) {
    process.stdout.write('Skipped: a former relay beside this one (no PostgreSQL, or no git history to take it from).\n');
    return;
  }
  try {
    await withOwnSchema(url, (own) => play(former, own));
  } finally {
    former.remove();
  }
});
