/** Invoices that are sent on a stage, one life of a relay each. */
import { expect } from '@jest/globals';
import { ask } from '../../prove/ask.ts';
import type { LedgerBackup } from './backup.ts';
import { backUpLedger } from './backup.ts';
import type { Nature } from './mortal-relay.ts';
import type { Stage } from './stage.ts';

let made = 0;

/** @param stageNow the stage of the test that runs */
export const sendingOn = (stageNow: () => Stage) => ({
  /** Asks for each and lets a relay answer it. @param numbered every other one by the clerk */
  send: async (
    invoices: readonly string[],
    { numbered = false, nature = {} }: { readonly numbered?: boolean; readonly nature?: Nature } = {},
  ): Promise<string[]> => {
    const requests: string[] = [];
    for (const [index, invoice] of invoices.entries()) {
      const request = await ask(stageNow().world, invoice, numbered && index % 2 === 0 ? `C-${String(++made)}` : null);
      await stageNow().live(request, { nature });
      requests.push(request);
    }
    return requests;
  },
  invoices: (count: number): string[] => Array.from({ length: count }, () => stageNow().invoice()),
  /** How often each is in Xero, whatever became of it. */
  times: (of: readonly string[]): number[] => of.map((id) => stageNow().documents(id).length),
  answers: (of: readonly string[]): string[] => of.map((id) => stageNow().answer(id)),
  /** A life that takes a backup at one point, and dies at another. */
  backUpAndDie: async (request: string, at: string, diesAt: string): Promise<LedgerBackup> => {
    let backup: LedgerBackup = new Map();
    const watch = async (point: string): Promise<boolean> => {
      if (point === at) backup = await backUpLedger(stageNow().ledger);
      return point === diesAt;
    };
    expect(await stageNow().live(request, { heard: true, watch })).toBe(true);
    expect(backup.size).toBeGreaterThan(0);
    return backup;
  },
});
