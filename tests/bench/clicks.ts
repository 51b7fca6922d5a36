/** Single clicks: how long a person waits, and how much of that is the relay's own. */
import { setTimeout as pause } from 'node:timers/promises';
import type { people } from '../sandbox/company/people.ts';
import type { BenchWorld } from './bench-world.ts';
import type { Report } from './report.ts';
import { timeLeft } from './report.ts';

export interface Clicked {
  readonly seconds: number;
  /** Wall time less the union of the requests that were open at Dynamics and Xero meanwhile. */
  readonly overheadMs: number;
}

const REPORT_EVERY = 50;

/**
 * One click at a time, each on an invoice of its own, at a steady pace.
 * @param everyMs between two clicks, answered or not
 * @param by who click in turn: one person who clicked each second would pass for a selection (`jobs/arrivals.ts`), which is no click
 * @returns one for each: what was refused, or not answered within `patienceMs` of the last, has waited without end
 */
export const clickSteadily = async (
  world: BenchWorld,
  invoiceIds: readonly string[],
  everyMs: number,
  by: readonly (keyof typeof people)[],
  report: Report,
  patienceMs = 30_000,
): Promise<readonly Clicked[]> => {
  const clicked: Clicked[] = [];
  let left = 0;
  for (const [index, invoiceId] of invoiceIds.entries()) {
    const [id = ''] = world.requests.ask([invoiceId], by[index % by.length]);
    left += 1;
    void world.requests.answerOf(id).then(({ askedAt, answeredAt, refused }) => {
      left -= 1;
      if (refused) return;
      clicked.push({ seconds: (answeredAt - askedAt) / 1_000, overheadMs: world.open.idleMs(askedAt, answeredAt) });
    });
    if ((index + 1) % REPORT_EVERY === 0)
      report(`  clicks: ${String(index + 1)} of ${String(invoiceIds.length)}, ${timeLeft((invoiceIds.length - index - 1) * everyMs)}`);
    await pause(everyMs);
  }
  for (const until = performance.now() + patienceMs; left > 0 && performance.now() < until;) await pause(50);
  const inVain = { seconds: Infinity, overheadMs: Infinity };
  return [...clicked, ...Array.from({ length: invoiceIds.length - clicked.length }, () => inVain)];
};
