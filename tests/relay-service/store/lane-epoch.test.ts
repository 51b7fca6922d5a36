import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Lease } from '../../../relay-service/src/store/lanes.ts';
import { holdLane, openLane, releaseLane } from '../../../relay-service/src/store/lanes.ts';
import { movePosting } from '../../../relay-service/src/store/posting-moves.ts';
import { findPosting, preparePosting } from '../../../relay-service/src/store/postings.ts';
import type { OpenHome } from './homes.ts';
import { homes } from './homes.ts';

const key = { tenantId: 'tenant', organizationId: 'organization', invoiceId: 'invoice', documentKind: 'ACCREC' as const };

describe.each(await homes())('a lane that changes hands on $name', ({ open }) => {
  let home: OpenHome;
  beforeEach(async () => {
    home = await open();
  });
  afterEach(() => home.close());

  const hold = async (holder: string): Promise<Lease> => (await holdLane(home.ledger, 'lane', holder))!;

  test('whoever had it before moves nothing more', async () => {
    const { ledger } = home;
    await openLane(ledger, 'lane');
    const former = await hold('relay 1');
    const { id } = await preparePosting(ledger, key, { connectionId: 'connection', requestId: 'request' });
    await releaseLane(ledger, 'lane', 'relay 1');
    const present = await hold('relay 2');
    expect(await movePosting(ledger, id, 'prepared', 'doubtful', {}, former)).toBe(false);
    expect(await findPosting(ledger, key)).toMatchObject({ state: 'prepared' });
    expect(await movePosting(ledger, id, 'prepared', 'doubtful', {}, present)).toBe(true);
  });

  test('a relay that is stopped in the middle of a transaction does not keep the lane', async () => {
    if (home.folder !== undefined) return; // SQLite serves one process; a transaction ends with it.
    await openLane(home.ledger, 'lane');
    const other = await home.beside();
    const begun = Promise.withResolvers<undefined>();
    const goesOn = Promise.withResolvers<undefined>();
    const stopped = home.ledger.db.transaction().execute(async (transaction) => {
      await transaction.updateTable('lanes').set({ calls_day_left: 1 }).where('id', '=', 'lane').execute();
      begun.resolve(undefined);
      await goesOn.promise;
      await transaction.selectFrom('lanes').selectAll().execute();
    });
    await begun.promise;
    expect(await holdLane(other, 'lane', 'relay 2')).not.toBeNull();
    goesOn.resolve(undefined);
    await expect(stopped).rejects.toThrow();
    await other.close();
  });

  test('a second ledger beside it is no hindrance', async () => {
    const second = await open();
    expect(second.ledger.installationId).not.toBe(home.ledger.installationId);
    await second.close();
  });
});
