import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PersonKey } from '../company/people.ts';
import { applicationUser, people } from '../company/people.ts';
import type { Json, Talk } from './talk.ts';
import { startTalk } from './talk.ts';

let talk: Talk;
let aud: string;
const invoices: Record<string, string> = {};
const owned = (who: PersonKey): Json => ({
  name: `Of ${who}`,
  'transactioncurrencyid@odata.bind': `/transactioncurrencies(${aud})`,
  'ownerid@odata.bind': `/systemusers(${people[who].userId})`,
});

beforeAll(async () => {
  talk = await startTalk();
  aud = talk.standIn.control.rows('transactioncurrency').find(({ values }) => values['isocurrencycode'] === 'AUD')!.id;
  for (const who of ['clerk', 'financeManager'] as const) invoices[who] = await talk.create('invoices', owned(who));
});
afterAll(() => talk.standIn.close());

const requestFor = (who: string): Json => ({ stl3_name: 'Ask', 'stl3_InvoiceId@odata.bind': `/invoices(${invoices[who]!})` });

describe('what each may do', () => {
  const cases: readonly (readonly [string, PersonKey, string, string, () => unknown, number])[] = [
    ['reads invoices', 'visitor', 'GET', 'invoices?$select=name', () => undefined, 200],
    ['does not read our rows', 'visitor', 'GET', 'stl3_xerodetailses?$select=stl3_name', () => undefined, 403],
    ['does not ask', 'visitor', 'POST', 'stl3_xerorequests', () => requestFor('clerk'), 403],
    ['reads our rows', 'clerk', 'GET', 'stl3_xerodetailses?$select=stl3_name', () => undefined, 200],
    ['asks for an own invoice', 'clerk', 'POST', 'stl3_xerorequests', () => requestFor('clerk'), 204],
    ['writes no outcome', 'clerk', 'POST', 'stl3_xerodetailses', () => ({ stl3_name: 'Forged' }), 403],
    ['changes no connector', 'clerk', 'POST', 'stl3_dynamicsxeroconnectors', () => ({ stl3_name: 'Forged' }), 403],
    ['registers no webhook', 'clerk', 'POST', 'serviceendpoints', () => ({ name: 'Forged' }), 403],
    ['does everything', 'administrator', 'POST', 'stl3_xerodetailses', () => ({ stl3_name: 'Made' }), 204],
  ];
  test.each(cases)('%s: %s %s %s', async (_what, who, method, path, body, status) => {
    const said = await talk.ask(who, method, path, body());
    expect([said.status, said.code]).toEqual([status, status === 403 ? '0x80040220' : undefined]);
  });

  test('the message names person and privilege', async () => {
    const { body } = await talk.get('stl3_xerodetailses', {}, 'visitor');
    const { message } = body['error'] as { readonly message: string };
    expect(message).toContain(people.visitor.userId);
    expect(message).toContain('prvReadstl3_XeroDetails');
  });

  test('Basic reaches own rows only', async () => {
    const request = await talk.ask('clerk', 'POST', 'stl3_xerorequests', requestFor('clerk'), { prefer: 'return=representation' });
    const path = `stl3_xerorequests(${String(request.body['stl3_xerorequestid'])})`;
    // The role holds Create, Read, Append and AppendTo, no Write.
    expect((await talk.ask('clerk', 'PATCH', path, { stl3_name: 'Changed' })).status).toBe(403);
    expect((await talk.get(`${path}?$select=stl3_name`, {}, 'financeManager')).status).toBe(200);
    const depths = await privilegeDepths('clerk', ['prvCreatestl3_XeroRequest', 'prvReadstl3_XeroRequest']);
    expect(depths).toEqual({ prvCreatestl3_XeroRequest: 'Basic', prvReadstl3_XeroRequest: 'Global' });
  });

  test('a Basic right is refused on another’s row', async () => {
    const { environment } = talk.standIn.control;
    const sales = environment.pairs.systemuserroles.find(([user]) => user === people.visitor.userId)?.[1] ?? '';
    const before = environment.rolePrivileges.get(sales) as ReadonlyMap<string, 'Basic'>;
    environment.rolePrivileges.set(sales, new Map([...before, ['prvwriteinvoice', 'Basic'], ['prvreadinvoice', 'Basic']]));
    try {
      const said = await talk.ask('clerk', 'PATCH', `invoices(${invoices['financeManager']!})`, { name: 'Taken' });
      expect([said.status, said.code]).toEqual([403, '0x80040220']);
      expect((await talk.ask('clerk', 'PATCH', `invoices(${invoices['clerk']!})`, { name: 'Kept' })).status).toBe(204);
      const seen = await talk.get('invoices?$select=name', {}, 'clerk');
      expect(seen.rows.map(({ invoiceid }) => invoiceid)).toEqual([invoices['clerk']]);
    } finally {
      environment.rolePrivileges.set(sales, before);
    }
  });

  test('a role held through a team counts', async () => {
    const { environment } = talk.standIn.control;
    const userRole = environment.pairs.systemuserroles.filter(([user]) => user === people.clerk.userId)[1]?.[1] ?? '';
    const team = await talk.create('teams', { name: 'Sales team' });
    environment.pairs.teammembership.push([people.visitor.userId, team]);
    environment.pairs.teamroles.push([team, userRole]);
    try {
      expect((await talk.get('stl3_xerodetailses?$select=stl3_name', {}, 'visitor')).status).toBe(200);
    } finally {
      environment.pairs.teammembership.pop();
      environment.pairs.teamroles.pop();
    }
  });

  test('a disabled user is let in nowhere', async () => {
    const path = `systemusers(${people.visitor.userId})`;
    await talk.ask('administrator', 'PATCH', path, { isdisabled: true });
    const said = await talk.get('WhoAmI', {}, 'visitor');
    await talk.ask('administrator', 'PATCH', path, { isdisabled: false });
    expect([said.status, said.code]).toEqual([403, '0x80040225']);
  });
});

const privilegeDepths = async (who: PersonKey | 'application', names: readonly string[]): Promise<Record<string, string>> => {
  const id = who === 'application' ? applicationUser.userId : people[who].userId;
  const { body } = await talk.get(
    `systemusers(${id})/Microsoft.Dynamics.CRM.RetrieveUserSetOfPrivilegesByNames(PrivilegeNames=@p)?@p=${encodeURIComponent(JSON.stringify(names))}`,
  );
  const found = body['RolePrivileges'] as readonly { readonly PrivilegeName: string; readonly Depth: string }[];
  return Object.fromEntries(found.map(({ PrivilegeName, Depth }) => [PrivilegeName, Depth]));
};

describe('asking what one may do', () => {
  test('WhoAmI', async () => {
    const { body } = await talk.get('WhoAmI()', {}, 'clerk');
    expect(body).toMatchObject({ UserId: people.clerk.userId, OrganizationId: talk.standIn.control.environment.organizationId });
    expect(body['BusinessUnitId']).toMatch(/^[0-9a-f-]{36}$/);
  });

  const access = async (who: PersonKey, row: string): Promise<unknown> => {
    const target = encodeURIComponent(JSON.stringify({ '@odata.id': `invoices(${row})` }));
    const path = `systemusers(${people[who].userId})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@t)?@t=${target}`;
    return (await talk.get(path)).body['AccessRights'];
  };
  test('RetrievePrincipalAccess says the rights on one row', async () => {
    expect(await access('administrator', invoices['clerk']!)).toContain('ReadAccess, WriteAccess');
    expect(await access('visitor', invoices['clerk']!)).toMatch(/^ReadAccess, WriteAccess/);
    const gone = await talk.get(
      `systemusers(${people.clerk.userId})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@t)?@t={'@odata.id':''}`.replaceAll(
        "'",
        '"',
      ),
    );
    expect(gone.status).toBe(404);
  });

  test('RetrieveUserSetOfPrivilegesByNames leaves out what is not held or misspelt', async () => {
    const names = ['prvReadInvoice', 'prvWriteInvoice', 'prvDeleteInvoice', 'prvRaedInvoice'];
    expect(await privilegeDepths('application', names)).toEqual({ prvReadInvoice: 'Global', prvWriteInvoice: 'Global' });
    expect(Object.keys(await privilegeDepths('administrator', ['prvDeleteInvoice']))).toEqual(['prvDeleteInvoice']);
  });

  test('EntityDefinitions says the privileges of a table, with the casing of its schema name', async () => {
    const read = async (table: string): Promise<string[]> => {
      const { body } = await talk.get(`EntityDefinitions(LogicalName='${table}')?$select=LogicalName,Privileges`);
      return (body['Privileges'] as readonly { readonly Name: string }[]).map(({ Name }) => Name);
    };
    expect(await read('stl3_xerodetails')).toEqual(expect.arrayContaining(['prvReadstl3_XeroDetails', 'prvAppendTostl3_XeroDetails']));
    // Lines are carried by their invoice; users by a name of their own.
    expect(await read('invoicedetail')).toContain('prvWriteInvoice');
    expect(await read('systemuser')).toContain('prvReadUser');
    expect((await talk.get(`EntityDefinitions(LogicalName='nothing')?$select=Privileges`)).status).toBe(404);
  });
});
