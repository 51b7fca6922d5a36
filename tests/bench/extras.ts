/** What follows a document beyond its own call: the note in its history, where the settings ask for it. */
import { setTimeout as pause } from 'node:timers/promises';
import { becomeReal } from '../prove/ask.ts';
import type { BenchWorld } from './bench-world.ts';
import { addInvoices } from './many-invoices.ts';
import type { Report } from './report.ts';

export interface Extras {
  readonly invoices: number;
  /** Notes that stand in Xero. */
  readonly notes: number;
  readonly callsPerInvoice: number;
}

const REPORT_EVERY_MS = 10_000;

/** Sends invoices with the history note on and waits for the notes, which have the spare of the budget only. */
export const measureExtras = async (world: BenchWorld, count: number, report: Report, patienceMs = 240_000): Promise<Extras> => {
  becomeReal(world);
  const ids = addInvoices(world, count, true, 'X');
  for (let at = 0; at < ids.length; at += 100) world.requests.ask(ids.slice(at, at + 100));
  const notes = (): number => world.xero.control.journal().filter(({ documentType }) => documentType === 'note').length;
  const started = performance.now();
  for (let told = started; notes() < count && performance.now() - started < patienceMs;) {
    await pause(100);
    if (performance.now() - told < REPORT_EVERY_MS) continue;
    told = performance.now();
    report(`  extras: ${String(notes())} notes of ${String(count)}`);
  }
  const calls = world.xero.control.requests().filter(({ path }) => path.endsWith('/History')).length;
  return { invoices: count, notes: notes(), callsPerInvoice: calls / count };
};
