/** A change of `RELAY_SECRET_KEYS` while an old and a new relay, processes of their own, work on one PostgreSQL: people log in and invoices are sent all along. */
import { expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { sealEverythingAgain } from '../../../relay-service/src/portal/seal-everything-again.ts';
import { openLedger } from '../../../relay-service/src/store/ledger.ts';
import { createSeal } from '../../../relay-service/src/store/seal.ts';
import { sealedColumns } from '../../../relay-service/src/store/seal-again.ts';
import { withOwnSchema } from '../../prove/own-schema.ts';
import type { RelayChild } from '../../prove/relay-child.ts';
import { startRelayChild } from '../../prove/relay-child.ts';
import { mailTo } from '../../sandbox/mailbox.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { PASSWORD, kim, logIn, switchOn } from '../portal/accounts/people.ts';
import { visitorAt } from '../portal/visitor-at.ts';
import { postgresUrl } from '../store/homes.ts';
import { asking } from './asking.ts';

const TIME_SCALE = 60;
const two = `2:${randomBytes(32).toString('base64')}`;
const keyOf = (text: string) => ({ id: Number(text.split(':')[0]), key: Buffer.from(text.split(':')[1] ?? '', 'base64') });
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined } as unknown as Parameters<
  typeof sealEverythingAgain
>[2];

/** Values that a key has sealed, in every sealed column of the ledger and of the accounts. */
const sealedWith = async (ledger: Awaited<ReturnType<typeof openLedger>>, id: number): Promise<number> => {
  let count = 0;
  for (const { table, column } of sealedColumns) {
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from ${sql.table(table)} where ${sql.ref(column)} like ${`${String(id)}.%`}`.execute(ledger.db);
    count += rows[0]?.n ?? 0;
  }
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from second_factors where secret like ${`$ba$${String(id)}$%`}`.execute(ledger.db);
  return count + (rows[0]?.n ?? 0);
};

const url = await postgresUrl();
(url === null ? test.skip : test)(
  'keys change while two relays work: everything is sealed anew, nobody is logged out, no invoice is lost',
  () =>
    withOwnSchema(url ?? '', async (databaseUrl) => {
      let one = '';
      let folder = '';
      const children: RelayChild[] = [];
      const relay = async (variables: Readonly<Record<string, string>>, port: string, keys: string): Promise<RelayChild> => {
        const environmentVariables = { ...variables, PORT: port, RELAY_SECRET_KEYS: keys, PROVE_TIME_SCALE: String(TIME_SCALE) };
        const child = await startRelayChild({ environmentVariables, onWord: () => undefined });
        children.push(child);
        return child;
      };
      let variablesOf: Readonly<Record<string, string>> = {};
      const world: World = await startWorld({
        databaseUrl,
        xero: { timeScale: TIME_SCALE, limits: false },
        webhookDelayMs: () => 50,
        startRelay: async (config, variables) => {
          variablesOf = variables;
          one = variables['RELAY_SECRET_KEYS'] ?? '';
          folder = join(config.RELAY_DATA_DIR, 'mails');
          // The new key was added last everywhere; the newer relay has it first already.
          const older = await relay(variables, variables['PORT'] ?? '', `${one},${two}`);
          await relay(variables, '0', `${two},${one}`);
          return older;
        },
      });
      const origins = (): readonly string[] => children.map(({ origin }) => origin);
      const ledger = await openLedger({ dataDirectory: '', databaseUrl, seal: createSeal([keyOf(two), keyOf(one)]) });
      try {
        const visitor = visitorAt(() => origins()[0] ?? '');
        await visitor.fillIn('/register', '/register', { ...kim, terms: 'yes' });
        const link = (/\/set-password\/\S+/.exec((await mailTo(folder, kim.email)).text) ?? [''])[0];
        await visitor.fillIn(link, link, { password: PASSWORD });
        expect((await logIn(visitor, kim.email)).headers.location).toBe('/');
        const { codes } = await switchOn(visitor);
        expect(await sealedWith(ledger, 1)).toBeGreaterThan(3);

        let working = true;
        let rounds = 0;
        const sealing = async (): Promise<void> => {
          while (working) {
            await sealEverythingAgain({ RELAY_SECRET_KEYS: [keyOf(two), keyOf(one)] }, ledger, quiet);
            rounds++;
            await pause(200);
          }
        };
        const { asked, organisation } = asking(() => world);
        const invoices = world.company.invoices.filter(({ kind }) => kind === 'plain').slice(0, 6);
        const sending = async (): Promise<readonly unknown[]> => {
          const answers: unknown[] = [];
          for (const { id } of invoices) answers.push((await asked(id))['stl3_result']);
          return answers;
        };
        const loggingIn = async (): Promise<readonly unknown[]> => {
          const answers: unknown[] = [];
          for (let count = 0; count < 4; count++) {
            const person = visitorAt(() => origins()[count % 2] ?? '');
            await logIn(person, kim.email);
            const code = { code: codes[count] ?? '', recovery: 'yes' };
            answers.push((await person.fillIn('/login/code?recovery=yes', '/login/code', code)).headers.location);
            // The session holds on the other relay as well.
            answers.push((await visitor.get('/account')).statusCode);
          }
          return answers;
        };
        const seal = sealing();
        const [sent, logIns] = await Promise.all([sending(), loggingIn()]).finally(() => {
          working = false;
        });
        await seal;
        expect(rounds).toBeGreaterThan(1);
        expect(logIns).toEqual(Array.from({ length: 4 }, () => ['/', 200]).flat());
        expect(sent).toHaveLength(invoices.length);

        // The older one goes; what it sealed last is sealed anew, and a relay that never had the old key does everything.
        await Promise.all(children.map((child) => child.close()));
        children.length = 0;
        await sealEverythingAgain({ RELAY_SECRET_KEYS: [keyOf(two), keyOf(one)] }, ledger, quiet);
        expect([await sealedWith(ledger, 1), (await sealedWith(ledger, 2)) > 3]).toEqual([0, true]);
        world.relay = await relay(variablesOf, variablesOf['PORT'] ?? '', two);
        const last = world.company.invoices.filter(({ kind }) => kind === 'plain')[6]!;
        await asked(last.id);
        const numbers = organisation().invoices.map(({ InvoiceNumber }) => InvoiceNumber);
        expect([...numbers].sort()).toEqual([...invoices, last].map(({ number }) => number).sort());
        expect((await visitor.get('/account')).statusCode).toBe(200);
        const again = visitorAt(() => origins()[0] ?? '');
        await logIn(again, kim.email);
        const answer = await again.fillIn('/login/code?recovery=yes', '/login/code', { code: codes[4] ?? '', recovery: 'yes' });
        expect(answer.headers.location).toBe('/');
      } finally {
        await ledger.close();
        // The world closes the one that it calls its own.
        await Promise.all(children.filter((child) => child !== world.relay).map((child) => child.close()));
        await world.close();
      }
    }),
);
