import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { noSubscription, startedTrial } from '../../../relay-service/src/core/subscription.ts';
import { createSchedule } from '../../../relay-service/src/jobs/schedule.ts';
import { takeDueJob } from '../../../relay-service/src/store/schedule.ts';
import { allSubscriptions, changeSubscription, findSubscription, noteToldState } from '../../../relay-service/src/store/subscriptions.ts';
import type { OpenHome } from './homes.ts';
import { homes } from './homes.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe.each(await homes())('schedule and subscriptions on $name', (home) => {
  let open: OpenHome;
  beforeAll(async () => {
    open = await home.open();
  });
  afterAll(() => open.close());

  test('of many who ask for a due job one gets it, and nobody before it is due again', async () => {
    const takers = await Promise.all(Array.from({ length: 8 }, () => takeDueJob(open.ledger, 'sweep', 60_000)));
    expect(takers.filter(Boolean)).toHaveLength(1);
    expect(await takeDueJob(open.ledger, 'sweep', 60_000)).toBe(false);
    expect(await takeDueJob({ ...open.ledger, now: () => open.ledger.now() + 60_001 }, 'sweep', 60_000)).toBe(true);
  });

  test('a job that fails stops no other, and stopping waits for the one that runs', async () => {
    const ran: string[] = [];
    let reached: () => void = () => undefined;
    const last = new Promise<void>((resolve) => (reached = resolve));
    const schedule = createSchedule(
      open.ledger,
      silent,
      [
        { name: 'fails', everyMs: 1_000_000, run: () => Promise.reject(new Error('planned')) },
        {
          name: 'runs',
          everyMs: 1_000_000,
          run: async () => {
            reached();
            await new Promise((resolve) => setTimeout(resolve, 50));
            ran.push('runs');
          },
        },
      ],
      1_000,
    );
    schedule.start();
    await last;
    await schedule.stop();
    expect(ran).toEqual(['runs']);
  });

  test('changes of one subscription at once are all kept', async () => {
    await Promise.all(
      Array.from({ length: 10 }, () =>
        changeSubscription(open.ledger, 'org-1', (now) => ({ ...now, trialEndsAt: (now.trialEndsAt ?? 0) + 1 })),
      ),
    );
    expect(await findSubscription(open.ledger, 'org-1')).toEqual({ ...noSubscription, trialEndsAt: 10 });
  });

  test('an organisation has one trial', async () => {
    expect(await findSubscription(open.ledger, 'org-2')).toBeUndefined();
    const first = await changeSubscription(open.ledger, 'org-2', (now) => startedTrial(now, 1_000));
    const second = await changeSubscription(open.ledger, 'org-2', (now) => startedTrial(now, 9_000_000));
    expect(second).toEqual(first);
    await noteToldState(open.ledger, 'org-2', 'trial');
    expect((await allSubscriptions(open.ledger)).find(({ tenantId }) => tenantId === 'org-2')).toMatchObject({ toldState: 'trial' });
  });
});
