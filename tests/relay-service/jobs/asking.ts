/** Asking the relay as the button does, and waiting for its answer, over a running world. */
import { randomUUID } from 'node:crypto';
import { requestAction, requestState, verdict } from '@stl3/solution';
import { people } from '../../sandbox/company/people.ts';
import { tableNamed } from '../../sandbox/dataverse/model.ts';
import { createRow, updateRow } from '../../sandbox/dataverse/write-row.ts';
import type { World } from '../../sandbox/world.ts';

type Values = Record<string, unknown>;

/** A request's answer. */
export const done = { stl3_state: requestState.values.done.value, stl3_cause: null };
export const refused = (cause: string) => ({ stl3_state: requestState.values.refused.value, stl3_cause: cause });

/** What a check comes to. */
export const judged = (name: keyof (typeof verdict)['values'], cause: string | null) => ({
  stl3_state: requestState.values.done.value,
  stl3_verdict: verdict.values[name].value,
  stl3_cause: cause,
});

export const asking = (world: () => Pick<World, 'dataverse' | 'xero' | 'company'>) => {
  const rowOf = (invoiceId: string, action: keyof (typeof requestAction)['values'], choices: Values): Values => ({
    stl3_xerorequestid: randomUUID(),
    stl3_name: 'Asked by a test',
    stl3_action: requestAction.values[action].value,
    stl3_state: requestState.values.requested.value,
    'stl3_InvoiceId@odata.bind': `/invoices(${invoiceId})`,
    ...choices,
  });
  /** Makes a request; `choices` are further columns of its row. */
  const ask = async (
    invoiceId: string,
    who: keyof typeof people = 'clerk',
    action: keyof (typeof requestAction)['values'] = 'send',
    choices: Values = {},
  ): Promise<string> => {
    const row = rowOf(invoiceId, action, choices);
    const answer = await fetch(`${world().dataverse.origin}/api/data/v9.2/stl3_xerorequests`, {
      method: 'POST',
      headers: { cookie: `stand-in-user=${people[who].userId}`, 'content-type': 'application/json' },
      body: JSON.stringify(row),
    });
    if (answer.status !== 204) throw new Error(await answer.text());
    return row['stl3_xerorequestid'] as string;
  };
  /** Makes requests that no webhook announces. They are there in one instant, so that a look finds all of them or none. */
  const askUnannounced = (invoiceIds: readonly string[]): readonly string[] => {
    const writer = { environment: world().dataverse.control.environment, userId: people.clerk.userId, commits: [] };
    return invoiceIds.map((invoiceId) => createRow(writer, tableNamed('stl3_xerorequest'), rowOf(invoiceId, 'send', {})).id);
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
  /** Changes a row in Dynamics as somebody there does; the first of its table where no id is given. */
  const change = (table: string, columns: Values, id?: string, who: keyof typeof people = 'administrator'): void => {
    const { control } = world().dataverse;
    const writer = { environment: control.environment, userId: people[who].userId, commits: [] };
    updateRow(writer, tableNamed(table), id ?? control.rows(table)[0]!.id, columns);
  };
  return {
    ask,
    askUnannounced,
    answered,
    valuesOf,
    change,
    settings: (columns: Values): void => change('stl3_stellariseconnectorsettings', columns),
    /** Asks and waits. */
    asked: async (...request: Parameters<typeof ask>): Promise<Values> => answered(await ask(...request), 60),
    /** The company's simplest invoices. */
    plain: (index = 0) => world().company.invoices.filter(({ kind }) => kind === 'plain')[index]!,
    organisation: () => world().xero.control.state().organisations[0]!,
  };
};
