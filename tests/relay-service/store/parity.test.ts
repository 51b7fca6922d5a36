import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { endRequest, recordRequests } from '../../../relay-service/src/store/requests.ts';
import { whereRequestsAreDue } from '../../../relay-service/src/store/requests.ts';
import type { OpenHome } from './homes.ts';
import { homes } from './homes.ts';

/** Every kind of value that the two databases are known to differ in: what one home answers, the other answers too. */
describe.each(await homes())('values of the ledger on $name', ({ open, name }) => {
  let home: OpenHome;
  beforeEach(async () => {
    home = await open();
  });
  afterEach(() => home.close());
  const db = () => home.ledger.db;

  const posting = (more: object) => ({
    id: 'p',
    connection_id: 'c',
    tenant_id: 't',
    organization_id: 'o',
    invoice_id: 'i',
    document_kind: 'ACCREC' as const,
    generation: 1,
    request_id: 'r',
    state: 'prepared' as const,
    attempts: 0,
    due_at: 0,
    created_at: 0,
    updated_at: 0,
    ...more,
  });

  test('times beyond 32 bits come back as the very number, in rows and in sums', async () => {
    const at = 8_640_000_000_000_000;
    await db()
      .insertInto('postings')
      .values(posting({ due_at: at }))
      .execute();
    const row = await db()
      .selectFrom('postings')
      .select((each) => ['due_at', each.fn.max('due_at').as('most')] as const)
      .groupBy('due_at')
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ due_at: at, most: at });
    // On PostgreSQL a count is a bigint too.
    const { many } = await db()
      .selectFrom('postings')
      .select((each) => each.fn.countAll<number>().as('many'))
      .executeTakeFirstOrThrow();
    expect(many).toBe(1);
  });

  test('yes and no are 1 and 0, and come back so', async () => {
    await db()
      .insertInto('grants')
      .values({
        id: 'g',
        system: 'xero',
        subject: '',
        tenant: '',
        generation: 1,
        refresh_token: '',
        access_expires_at: 0,
        state: 'alive',
        updated_at: 0,
      })
      .execute();
    const environment = { organization_id: 'o', origin: 'x', host: 'x', grant_id: 'g', webhook_key_hash: 'h', created_at: 0 };
    for (const [id, runs_on_poll] of [
      ['yes', 1],
      ['no', 0],
    ] as const)
      await db()
        .insertInto('environments')
        .values({ id, ...environment, runs_on_poll })
        .execute();
    const polled = await db().selectFrom('environments').select('id').where('runs_on_poll', '=', 1).execute();
    expect(polled).toEqual([{ id: 'yes' }]);
    expect(await db().selectFrom('environments').select('runs_on_poll').where('id', '=', 'no').executeTakeFirst()).toEqual({
      runs_on_poll: 0,
    });
  });

  test('an instant has no time zone, whatever zone the session or the machine has', async () => {
    const before = process.env.TZ;
    process.env.TZ = 'Pacific/Kiritimati';
    try {
      if (name === 'PostgreSQL') await sql`set time zone 'America/St_Johns'`.execute(db());
      expect(Math.abs(home.ledger.now() - Date.now())).toBeLessThan(2_000);
      const again = await home.reopen();
      expect(Math.abs(again.now() - Date.now())).toBeLessThan(2_000);
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });

  test('an empty value is distinct from every other in a unique key, and none of the ledger’s keys has one', async () => {
    await sql`create table twice (a text, b text, unique (a, b))`.execute(db());
    for (let time = 0; time < 2; time++) await sql`insert into twice values ('a', null)`.execute(db());
    const tables = await db().introspection.getTables();
    const keys = ['tenant_id', 'organization_id', 'invoice_id', 'document_kind', 'generation', 'environment_id', 'connector_id'];
    const nullable = tables
      .filter(({ name: table }) => ['postings', 'requests', 'connections'].includes(table))
      .flatMap(({ name: table, columns }) =>
        columns.filter((column) => keys.includes(column.name) && column.isNullable).map((column) => `${table}.${column.name}`),
      );
    expect(nullable).toEqual([]);
  });

  test('how many rows a write touched is told alike, none included', async () => {
    expect(await recordRequests(home.ledger, 'e', ['a', 'b', 'c'], 'poll')).toBe(3);
    expect(await recordRequests(home.ledger, 'e', ['c', 'd'], 'poll')).toBe(1);
    const ended = await db().updateTable('requests').set({ state: 'done' }).where('id', 'in', ['a', 'b']).executeTakeFirst();
    expect(ended.numUpdatedRows).toBe(2n);
    const none = await db().updateTable('requests').set({ state: 'done' }).where('id', '=', 'z').executeTakeFirst();
    expect(none.numUpdatedRows).toBe(0n);
    const gone = await db().deleteFrom('requests').where('environment_id', '=', 'e').executeTakeFirst();
    expect(gone.numDeletedRows).toBe(4n);
  });

  test('environments with something due are found once each', async () => {
    await recordRequests(home.ledger, 'one', ['a', 'b'], 'webhook');
    await recordRequests(home.ledger, 'two', ['c'], 'webhook');
    await endRequest(home.ledger, 'two', 'c', { state: 'done' });
    expect((await whereRequestsAreDue(home.ledger)).map(({ environmentId }) => environmentId)).toEqual(['one']);
  });

  test('text is compared byte by byte: the ledger’s ids differ by case', async () => {
    await recordRequests(home.ledger, 'e', ['abc', 'ABC'], 'webhook');
    expect((await db().selectFrom('requests').select('id').where('id', '=', 'ABC').execute()).length).toBe(1);
  });
});
