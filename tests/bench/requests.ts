/** Requests of people, made in the stand-in as the grid's script makes them, and when each was answered. */
import { randomUUID } from 'node:crypto';
import { request as requestTable, requestAction, requestState } from '@stl3/solution';
import { people } from '../sandbox/company/people.ts';
import type { JournalRow } from '../sandbox/dataverse/state.ts';
import type { World } from '../sandbox/world.ts';

export interface Answered {
  /** Milliseconds of `performance.now`. */
  readonly askedAt: number;
  readonly answeredAt: number;
  readonly refused: boolean;
}
export interface Requests {
  /** Asks that invoices be sent, in one CreateMultiple. @returns ids of the requests */
  ask(invoiceIds: readonly string[], by?: keyof typeof people): readonly string[];
  /** Resolves when a request has its final answer. */
  answerOf(id: string): Promise<Answered>;
  /** How many have none yet. */
  open(): number;
  /** How many were refused: in a bench, none may be. */
  refused(): number;
}

/** @param listen is told of each change in Dynamics */
export const createRequests = (world: World, listen: (to: (change: JournalRow) => void) => void): Requests => {
  const asked = new Map<string, number>();
  const waiting = new Map<string, (answered: Answered) => void>();
  let refused = 0;
  listen(({ table, id, changes }) => {
    if (table !== requestTable.logicalName) return;
    const state = changes['stl3_state'];
    const isRefused = state === requestState.values.refused.value;
    const askedAt = asked.get(id);
    if (askedAt === undefined || (state !== requestState.values.done.value && !isRefused)) return;
    asked.delete(id);
    if (isRefused) refused += 1;
    waiting.get(id)?.({ askedAt, answeredAt: performance.now(), refused: isRefused });
    waiting.delete(id);
  });
  return {
    ask: (invoiceIds, by = 'clerk') => {
      const targets = invoiceIds.map((invoiceId) => ({
        [requestTable.primaryKey]: randomUUID(),
        stl3_name: 'Asked by the bench',
        stl3_action: requestAction.values.send.value,
        stl3_state: requestState.values.requested.value,
        'stl3_InvoiceId@odata.bind': `/invoices(${invoiceId})`,
      }));
      const ids = targets.map((target) => String(target[requestTable.primaryKey]));
      const now = performance.now();
      for (const id of ids) asked.set(id, now);
      const path = `${requestTable.setName}/Microsoft.Dynamics.CRM.CreateMultiple`;
      const [answer] = world.dataverse.control.perform(people[by].userId, [
        { method: 'POST', path, headers: {}, body: { Targets: targets } },
      ]);
      if (answer?.status !== 200) throw new Error(`The requests could not be made: ${JSON.stringify(answer?.body)}`);
      return ids;
    },
    answerOf: (id) => new Promise((resolve) => waiting.set(id, resolve)),
    open: () => asked.size,
    refused: () => refused,
  };
};
