import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { connectionState, requestState, subscriptionState, verdict } from '@stl3/solution';
import { people } from '../../sandbox/company/people.ts';
import { tableNamed } from '../../sandbox/dataverse/model.ts';
import { updateRow } from '../../sandbox/dataverse/write-row.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking } from './asking.ts';

jest.setTimeout(60_000);

let world: World;
beforeEach(async () => {
  world = await startWorld({ webhookDelayMs: () => 20 });
});
afterEach(() => world.close());
const { asked, plain, organisation, valuesOf } = asking(() => world);

type Values = Record<string, unknown>;
const done = { stl3_state: requestState.values.done.value, stl3_cause: null };
const refused = (cause: string) => ({ stl3_state: requestState.values.refused.value, stl3_cause: cause });
const judged = (name: keyof (typeof verdict)['values'], cause: string | null) => ({
  stl3_state: requestState.values.done.value,
  stl3_verdict: verdict.values[name].value,
  stl3_cause: cause,
});
const details = (): Values | undefined => world.dataverse.control.rows('stl3_xerodetails').map(({ values }) => values)[0];
interface Preview {
  readonly document: Values & { readonly Url: string; readonly Contact: { readonly ContactID: string } };
  readonly contactToMake?: Values;
  readonly fingerprint: string | null;
}
const shown = (): Preview => JSON.parse(details()?.['stl3_preflight'] as string) as Preview;
const change = (name: string, columns: Values, id?: string): void => {
  const { control } = world.dataverse;
  const table = tableNamed(name);
  const writer = { environment: control.environment, userId: people.administrator.userId, commits: [] };
  updateRow(writer, table, id ?? control.rows(table.logicalName)[0]!.id, columns);
};
const check = () => asked(plain().id, 'clerk', 'check');
describe('the preview', () => {
  test('is the document that is posted, but for what is not yet made', async () => {
    expect(await check()).toMatchObject(judged('ready', null));
    const { document, contactToMake, fingerprint } = shown();
    expect(document.Contact.ContactID).toMatch(/^0{8}-/);
    expect(contactToMake).toMatchObject({ Name: expect.any(String), ContactNumber: expect.any(String) });
    expect(world.xero.control.journal()).toEqual([]);
    expect(await asked(plain().id, 'clerk', 'send', { stl3_previewfingerprint: fingerprint })).toMatchObject(done);
    const sent = world.xero.control.requests().find(({ method, path }) => method === 'PUT' && path.endsWith('/Invoices'));
    const [posted] = (sent?.body as { Invoices: Preview['document'][] }).Invoices;
    const mark = { Contact: 'to come', Url: 'to come' };
    expect({ ...posted, ...mark }).toEqual({ ...document, ...mark });
  });

  const moves: readonly (readonly [string, () => void])[] = [
    ['the rows', () => change('invoice', { description: 'PO 9999' }, plain().id)],
    ['the settings', () => change('stl3_stellariseconnectorsettings', { stl3_useinvoicename: true })],
    ['the date asked for', () => undefined],
  ];
  test.each(moves)('changed since you looked: %s', async (what, move) => {
    await check();
    const { fingerprint } = shown();
    move();
    const choices = what === 'the date asked for' ? { stl3_date: '2026-11-02' } : {};
    const answer = await asked(plain().id, 'clerk', 'send', { stl3_previewfingerprint: fingerprint, ...choices });
    expect(answer).toMatchObject(refused('CHANGED_SINCE_LOOKED'));
    expect(organisation().invoices).toEqual([]);
  });
});

describe('what it finds in Xero', () => {
  test('a number that is used already, in another case', async () => {
    expect(await asked(plain().id)).toMatchObject(done);
    Object.assign(organisation().invoices[0]!, { InvoiceNumber: plain(1).number.toLowerCase() });
    expect(await asked(plain(1).id, 'clerk', 'check')).toMatchObject(judged('needsChoice', 'NUMBER_TAKEN'));
  });

  test('a linked contact that was archived since', async () => {
    expect(await asked(plain().id)).toMatchObject(done);
    const customer = valuesOf('invoice', plain().id)['customerid'] as { table: string; id: string };
    change('invoice', { [`customerid_${customer.table}@odata.bind`]: `/${customer.table}s(${customer.id})` }, plain(1).id);
    expect(await asked(plain(1).id, 'clerk', 'check')).toMatchObject(judged('ready', null));
    organisation().contacts.forEach((contact) => (contact.ContactStatus = 'ARCHIVED'));
    expect(await asked(plain(1).id, 'clerk', 'check')).toMatchObject(judged('needsChoice', 'CONTACT_ARCHIVED'));
  });

  test('a contact that another customer is linked to already is asked about, not taken', async () => {
    expect(await asked(plain().id)).toMatchObject(done);
    const [contact] = organisation().contacts.filter(({ ContactID }) => ContactID === organisation().invoices[0]?.ContactID);
    const customer = valuesOf('invoice', plain(1).id)['customerid'] as { table: string; id: string };
    const name = valuesOf(customer.table, customer.id)[customer.table === 'account' ? 'name' : 'fullname'];
    Object.assign(contact!, { Name: name, ContactNumber: '' });
    expect(await asked(plain(1).id, 'clerk', 'check')).toMatchObject(judged('needsChoice', 'CONTACT_OF_ANOTHER'));
  });
});

describe('gates of the connection', () => {
  test.each([
    ['stl3_connectionstate', connectionState.values.reconnect.value, 'CONNECTION_DOWN'],
    ['stl3_connectionstate', connectionState.values.copied.value, 'ENVIRONMENT_COPIED'],
    ['stl3_connectionstate', connectionState.values.takenOver.value, 'TAKEN_OVER'],
    ['stl3_subscriptionstate', subscriptionState.values.trialOver.value, 'TRIAL_OVER'],
    ['stl3_subscriptionstate', subscriptionState.values.ended.value, 'SUBSCRIPTION_ENDED'],
  ])('%s %i: %s, in the preview and on sending', async (column, value, cause) => {
    change('stl3_dynamicsxeroconnector', { [column]: value });
    expect(await check()).toMatchObject(judged('blocked', cause));
    expect(await asked(plain().id)).toMatchObject(refused(cause));
    expect(world.xero.control.journal()).toEqual([]);
  });

  test('settings that nobody confirmed stop a real organisation, not a demo company', async () => {
    change('stl3_stellariseconnectorsettings', { stl3_mappingsconfirmed: false });
    expect(await check()).toMatchObject(judged('ready', null));
    change('stl3_dynamicsxeroconnector', { stl3_isdemo: false });
    expect(await check()).toMatchObject(judged('blocked', 'MAPPINGS_NOT_CONFIRMED'));
  });
});
