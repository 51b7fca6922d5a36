/** Asking the relay as the button does, and waiting for its answer, over a running world. */
import { randomUUID } from 'node:crypto';
import { requestAction, requestState } from '@stl3/solution';
import { people } from '../../sandbox/company/people.ts';
import type { World } from '../../sandbox/world.ts';

type Values = Record<string, unknown>;

export const asking = (world: () => World) => {
  /** Makes a request; `choices` are further columns of its row. */
  const ask = async (
    invoiceId: string,
    who: keyof typeof people = 'clerk',
    action: keyof (typeof requestAction)['values'] = 'send',
    choices: Values = {},
  ): Promise<string> => {
    const id = randomUUID();
    const answer = await fetch(`${world().dataverse.origin}/api/data/v9.2/stl3_xerorequests`, {
      method: 'POST',
      headers: { cookie: `stand-in-user=${people[who].userId}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        stl3_xerorequestid: id,
        stl3_name: 'Asked by a test',
        stl3_action: requestAction.values[action].value,
        stl3_state: requestState.values.requested.value,
        'stl3_InvoiceId@odata.bind': `/invoices(${invoiceId})`,
        ...choices,
      }),
    });
    if (answer.status !== 204) throw new Error(await answer.text());
    return id;
  };
  const valuesOf = (table: string, id: string): Values =>
    world()
      .dataverse.control.rows(table)
      .find((row) => row.id === id)!.values;
  const answered = async (id: string, seconds = 30): Promise<Values> => {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
      const values = valuesOf('stl3_xerorequest', id);
      if (values['stl3_state'] === requestState.values.done.value || values['stl3_state'] === requestState.values.refused.value)
        return values;
    }
    throw new Error(`No answer within ${String(seconds)} s: ${JSON.stringify(valuesOf('stl3_xerorequest', id))}`);
  };
  return {
    ask,
    answered,
    valuesOf,
    /** Asks and waits. */
    asked: async (...request: Parameters<typeof ask>): Promise<Values> => answered(await ask(...request), 60),
    /** The company's simplest invoices. */
    plain: (index = 0) => world().company.invoices.filter(({ kind }) => kind === 'plain')[index]!,
    organisation: () => world().xero.control.state().organisations[0]!,
  };
};
