import { expect, test } from '@jest/globals';
import { missed, noFigures } from './figures.ts';
import { openRequests } from './open-requests.ts';
import { median, percentile } from './percentile.ts';

test('a figure beyond its bound is named with both, one that was not measured misses nothing', () => {
  expect(missed(noFigures())).toEqual([]);
  expect(missed({ ...noFigures(), rss_mb: 201, known_invoices_per_minute: 1_799, ready_ms: 1_500 })).toEqual([
    'known_invoices_per_minute is 1799, at least 1800 is wanted',
    'rss_mb is 201, at most 200 is wanted',
  ]);
  expect(missed({ ...noFigures(), click_overhead_ms_p99: NaN })).toHaveLength(1);
});

test('percentiles are of the nearest rank', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([percentile(values, 0.5), percentile(values, 0.95), percentile(values, 0.99), median([3, 1, 2])]).toEqual([50, 95, 99, 2]);
});

test('time in which anything was open is counted once, however many requests overlapped', () => {
  let at = 1_000;
  const open = openRequests(() => at);
  const [first, second] = [open.began('GET', '/api/data/v9.2/x'), open.began('PUT', '/api.xro/2.0/Invoices')];
  at = 1_060;
  first(200);
  at = 1_120;
  second(429);
  at = 1_180;
  expect(open.idleMs(1_000, at)).toBe(60);
  expect(open.counts()).toEqual({ dataverse: 1, xero: 1, dataverse429: 0, xero429: 1 });
});
