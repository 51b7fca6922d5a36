import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Snapshot, StatusFeed } from '../../pcf-controls/XeroStatus/status-feed.ts';
import { listenForReasonsToLook, startStatusFeed } from '../../pcf-controls/XeroStatus/status-feed.ts';
import type { StatusRows } from '../../pcf-controls/XeroStatus/status-rows.ts';
import { detailsRow, requestRow } from './status-rows.ts';

const open: StatusRows = { details: null, request: requestRow('requested') };
const settled: StatusRows = { details: detailsRow('sent'), request: requestRow('done') };

let answer: () => Promise<StatusRows>;
let reads: number;
let told: Snapshot[];
let feed: StatusFeed;

const afterSeconds = (seconds: number): Promise<void> => jest.advanceTimersByTimeAsync(seconds * 1000);
const start = async (): Promise<void> => {
  feed = startStatusFeed(
    () => {
      reads += 1;
      return answer();
    },
    (thrown) => thrown instanceof Error && thrown.message === 'denied',
    (snapshot) => told.push(snapshot),
  );
  await afterSeconds(0);
};
const hide = (hidden: boolean): void => {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
};

beforeEach(() => {
  jest.useFakeTimers();
  hide(false);
  reads = 0;
  told = [];
  answer = () => Promise.resolve(open);
});
afterEach(() => {
  feed.stop();
  jest.useRealTimers();
});

describe('status feed', () => {
  test('looks twice a second for 10 s, every two seconds until a minute, then every ten', async () => {
    await start();
    expect(reads).toBe(1);
    await afterSeconds(10);
    expect(reads).toBe(21);
    await afterSeconds(50);
    expect(reads).toBe(21 + 25);
    await afterSeconds(61);
    expect(reads).toBe(21 + 25 + 6);
  });

  test('rests at the end state and wakes when it is told to', async () => {
    answer = () => Promise.resolve(settled);
    await start();
    await afterSeconds(600);
    expect(reads).toBe(1);
    answer = () => Promise.resolve(open);
    feed.wake();
    await afterSeconds(2);
    expect(reads).toBe(6);
  });

  test('a waking starts the fast pace again', async () => {
    await start();
    await afterSeconds(120);
    const before = reads;
    feed.wake();
    await afterSeconds(5);
    expect(reads - before).toBe(11);
  });

  test('a page that nobody sees asks nothing', async () => {
    await start();
    hide(true);
    await afterSeconds(120);
    expect(reads).toBe(2);
  });

  test('an answer that a newer look has overtaken is dropped', async () => {
    const late = Promise.withResolvers<StatusRows>();
    answer = () => late.promise;
    await start();
    answer = () => Promise.resolve(settled);
    feed.wake();
    await afterSeconds(0);
    late.resolve(open);
    await afterSeconds(0);
    expect(told).toEqual([{ kind: 'rows', rows: settled }]);
  });

  test('nothing is told after the stop', async () => {
    const late = Promise.withResolvers<StatusRows>();
    answer = () => late.promise;
    await start();
    feed.stop();
    late.resolve(open);
    await afterSeconds(60);
    expect([told, reads]).toEqual([[], 1]);
  });

  test('one lost look is passed over, the third in a row is told, and a good one clears it', async () => {
    await start();
    answer = () => Promise.reject(new Error('Failed to fetch'));
    await afterSeconds(1);
    expect(told.every(({ kind }) => kind === 'rows')).toBe(true);
    await afterSeconds(0.5);
    expect(told.at(-1)).toEqual({ kind: 'failed', denied: false, rows: open });
    answer = () => Promise.resolve(settled);
    await afterSeconds(1);
    expect(told.at(-1)).toEqual({ kind: 'rows', rows: settled });
  });

  test('without rights it says so and asks no more', async () => {
    answer = () => Promise.reject(new Error('denied'));
    await start();
    await afterSeconds(600);
    expect(told).toEqual([{ kind: 'failed', denied: true, rows: null }]);
    expect(reads).toBe(1);
  });
});

describe('reasons to look', () => {
  let woken: number;
  let end: () => void;
  let channels: FakeChannel[];

  class FakeChannel {
    readonly name: string;
    closed = false;
    private listener: (event: { data: unknown }) => void = () => undefined;
    constructor(name: string) {
      this.name = name;
      channels.push(this);
    }
    addEventListener(_type: string, listener: (event: { data: unknown }) => void): void {
      this.listener = listener;
    }
    say(data: unknown): void {
      this.listener({ data });
    }
    close(): void {
      this.closed = true;
    }
  }

  beforeEach(async () => {
    await start();
    woken = 0;
    channels = [];
    Object.assign(globalThis, { BroadcastChannel: FakeChannel });
    end = listenForReasonsToLook('invoice-1', () => (woken += 1));
  });
  afterEach(() => end());

  test('the window gets the focus', () => {
    window.dispatchEvent(new Event('focus'));
    expect(woken).toBe(1);
  });

  test.each([
    [false, 1],
    [true, 0],
  ])('the tab is hidden: %s', (hidden, times) => {
    hide(hidden);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(woken).toBe(times);
  });

  test('a request was made for this invoice, and not for another', () => {
    expect(channels.map(({ name }) => name)).toEqual(['stellarise:request-created']);
    channels[0]!.say({ invoiceId: 'invoice-2' });
    expect(woken).toBe(0);
    channels[0]!.say({ invoiceId: 'invoice-1' });
    expect(woken).toBe(1);
  });

  test('after its end nothing wakes', () => {
    end();
    window.dispatchEvent(new Event('focus'));
    expect([woken, channels[0]!.closed]).toEqual([0, true]);
  });
});
