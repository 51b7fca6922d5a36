/** Clicks of the clerk, made as the button makes them, and whether they were answered. */
import { randomUUID } from 'node:crypto';
import { requestAction, requestState } from '@stl3/solution';
import { people } from '../sandbox/company/people.ts';
import { tableNamed } from '../sandbox/dataverse/model.ts';
import type { Writer } from '../sandbox/dataverse/write-row.ts';
import { updateRow } from '../sandbox/dataverse/write-row.ts';
import type { World } from '../sandbox/world.ts';

/** @param number chosen by the clerk; Xero gives one where null @returns the request's id */
export const ask = async (
  world: World,
  invoiceId: string,
  number: string | null,
  by: keyof typeof people = 'clerk',
  choices: object = {},
): Promise<string> => {
  const id = randomUUID();
  const answer = await fetch(`${world.dataverse.origin}/api/data/v9.2/stl3_xerorequests`, {
    method: 'POST',
    headers: { cookie: `stand-in-user=${people[by].userId}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      stl3_xerorequestid: id,
      stl3_name: 'Asked by a round',
      stl3_action: requestAction.values.send.value,
      stl3_state: requestState.values.requested.value,
      ...choices,
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

/** Changes the company's settings as its administrator does. */
export const changeSettings = (world: World, values: Record<string, unknown>): void => {
  const { environment } = world.dataverse.control;
  const [settings] = world.dataverse.control.rows('stl3_stellariseconnectorsettings');
  if (!settings) throw new Error('The company has no settings.');
  const writer: Writer = { environment, userId: people.administrator.userId, commits: [] };
  updateRow(writer, tableNamed('stl3_stellariseconnectorsettings'), settings.id, values);
};

/** Xero numbers what the clerk does not: only such a document can be there twice, for a second one with the same number is refused. */
export const letXeroNumber = (world: World): void => changeSettings(world, { stl3_usexeroinvoicenumber: true });

/** A real organisation: its mails go out, and its documents' histories say who sent them. */
export const becomeReal = (world: World): void => {
  for (const organisation of world.xero.control.state().organisations) organisation.IsDemoCompany = false;
  const { environment } = world.dataverse.control;
  const writer: Writer = { environment, userId: people.administrator.userId, commits: [] };
  for (const { id } of world.dataverse.control.rows('stl3_dynamicsxeroconnector'))
    updateRow(writer, tableNamed('stl3_dynamicsxeroconnector'), id, { stl3_isdemo: false });
  changeSettings(world, { stl3_mappingsconfirmed: true, stl3_historynote: true });
};
