/** Clicks of the clerk, made as the button makes them, and whether they were answered. */
import { randomUUID } from 'node:crypto';
import { requestAction, requestState } from '@stl3/solution';
import { people } from '../sandbox/company/people.ts';
import { tableNamed } from '../sandbox/dataverse/model.ts';
import type { Writer } from '../sandbox/dataverse/write-row.ts';
import { updateRow } from '../sandbox/dataverse/write-row.ts';
import type { World } from '../sandbox/world.ts';

/** @param number chosen by the clerk; Xero gives one where null @returns the request's id */
export const ask = async (world: World, invoiceId: string, number: string | null): Promise<string> => {
  const id = randomUUID();
  const answer = await fetch(`${world.dataverse.origin}/api/data/v9.2/stl3_xerorequests`, {
    method: 'POST',
    headers: { cookie: `stand-in-user=${people.clerk.userId}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      stl3_xerorequestid: id,
      stl3_name: 'Asked by a round',
      stl3_action: requestAction.values.send.value,
      stl3_state: requestState.values.requested.value,
      ...(number === null ? {} : { stl3_number: number }),
      'stl3_InvoiceId@odata.bind': `/invoices(${invoiceId})`,
    }),
  });
  if (answer.status !== 204) throw new Error(await answer.text());
  return id;
};

export const isAnswered = (world: World, id: string): boolean => {
  const state = world.dataverse.control.environment.tables.get('stl3_xerorequest')?.get(id)?.values['stl3_state'];
  return state === requestState.values.done.value || state === requestState.values.refused.value;
};

/** Xero numbers what the clerk does not: only such a document can be there twice, for a second one with the same number is refused. */
export const letXeroNumber = (world: World): void => {
  const { environment } = world.dataverse.control;
  const [settings] = world.dataverse.control.rows('stl3_stellariseconnectorsettings');
  if (!settings) throw new Error('The company has no settings.');
  const writer: Writer = { environment, userId: people.administrator.userId, commits: [] };
  updateRow(writer, tableNamed('stl3_stellariseconnectorsettings'), settings.id, { stl3_usexeroinvoicenumber: true });
};
