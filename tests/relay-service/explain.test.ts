import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noChoices } from '../../relay-service/src/core/connection.ts';
import { decideContact } from '../../relay-service/src/core/contact-ladder.ts';
import { addDays, endOfMonth } from '../../relay-service/src/core/dates.ts';
import { toXeroDocument } from '../../relay-service/src/core/to-xero-document.ts';
import { settingsOf } from '../../relay-service/src/dataverse/settings-row.ts';
import { readInvoiceFile } from '../../relay-service/src/jobs/explain/invoice-file.ts';
import { readOrganisationFile } from '../../relay-service/src/jobs/explain/organisation-file.ts';
import { readSettingsFile } from '../../relay-service/src/jobs/explain/settings-file.ts';
import { templates } from '../../relay-service/src/jobs/explain/templates.ts';
import type { Explanation } from '../../relay-service/src/jobs/explain.ts';
import { explain } from '../../relay-service/src/jobs/explain.ts';
import type { InvoiceKind } from '../sandbox/company/invoices.ts';
import type { ConnectedCompany } from './connected-company.ts';
import { connectedCompany } from './connected-company.ts';

type Row = Readonly<Record<string, unknown>>;
let world: ConnectedCompany;
let folder: string;
beforeAll(async () => {
  world = await connectedCompany();
  folder = mkdtempSync(join(tmpdir(), 'explain-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const now = new Date().toISOString();
const today = now.slice(0, 10);
const input = (invoice: Row, settings: Row, organisation: object) => ({
  invoice: readInvoiceFile(JSON.stringify(invoice)).content,
  settings: readSettingsFile(JSON.stringify(settings)).content,
  organisation: readOrganisationFile(JSON.stringify(organisation)).content,
  now,
  today,
});
const explained = (invoice: Row, settings: Row = world.settings, organisation: object = world.organisation): Explanation =>
  explain(input(invoice, settings, organisation));
const codesOf = ({ reasons }: Explanation): readonly string[] => reasons.map(({ code }) => code);

const rowOf = async (kind: InvoiceKind): Promise<Row> => {
  const found = world.company.invoices.find((invoice) => invoice.kind === kind);
  return (await world.read(found?.id ?? '')).row;
};

describe('an explanation', () => {
  test.each<[InvoiceKind, Explanation['verdict'], readonly string[]]>([
    ['plain', 'Ready', []],
    ['without-lines', 'Blocked', ['NO_LINES']],
    ['without-date', 'Blocked', ['DATE_MISSING']],
    ['future', 'Blocked', ['DATE_IN_FUTURE']],
    ['dollars', 'Ready', []],
    ['discount', 'Blocked', ['TAX_BEFORE_DISCOUNT']],
    ['cancelled', 'Blocked', ['INVOICE_CANCELED']],
  ])('of an invoice of the kind %s is %s %p', async (kind, verdict, codes) => {
    const explanation = explained(await rowOf(kind));
    expect([explanation.verdict, codesOf(explanation)]).toEqual([verdict, codes]);
    expect(explanation.document === null).toBe(verdict !== 'Ready');
    for (const { message, remedy } of explanation.reasons) expect(message.length * remedy.length).toBeGreaterThan(0);
  });

  test('is what the relay decides, for every invoice of the company', async () => {
    const contacts = readOrganisationFile(JSON.stringify(world.organisation)).content.contacts;
    for (const { id } of world.company.invoices) {
      const { invoice, row } = await world.read(id);
      const contact = invoice.customer && decideContact(invoice.customer, contacts, null, true);
      const mapped = toXeroDocument({
        invoice,
        connection: world.connection,
        choices: noChoices,
        requester: { id: 'somebody', name: '', mayRead: true, roles: ['approver'] },
        contactId: contact?.kind === 'use' ? contact.contactId : null,
        intentId: '00000000-0000-0000-0000-000000000000',
        today,
        environmentUrl: 'https://coralbay.crm6.dynamics.com',
      });
      const explanation = explained(row);
      expect(explanation.verdict).toBe(mapped.verdict);
      expect(explanation.document).toEqual(mapped.verdict === 'Ready' ? mapped.document : null);
      expect(explanation.reasons).toEqual(mapped.verdict === 'Ready' ? [] : mapped.reasons);
    }
  });

  test('predicts what Dynamics stores', async () => {
    const row = await rowOf('plain');
    const { predicted } = explained(row);
    expect(predicted).toEqual({
      net: (Number(row['totalamount']) - Number(row['totaltax'])).toFixed(2),
      tax: Number(row['totaltax']).toFixed(2),
      total: Number(row['totalamount']).toFixed(2),
      currency: 'AUD',
    });
  });

  test('takes accounts and tax types by their words in Xero', async () => {
    const row = await rowOf('plain');
    const byRow = explained(row);
    const settings = { _stl3_salesaccountid_value: '200', _stl3_salestaxtypeid_value: 'OUTPUT' };
    expect(explained(row, settings)).toEqual(byRow);
    const renamed = { ...settings, _stl3_salesaccountid_value: '260' };
    expect(explained(row, renamed).document?.LineItems.map(({ AccountCode }) => AccountCode)).toContain('260');
    expect(codesOf(explained(row, { ...settings, _stl3_salesaccountid_value: '999' }))).toContain('ACCOUNT_UNKNOWN');
  });

  test('takes what a product names in another connection by its code, where the file expands it', async () => {
    const plain = await rowOf('plain');
    const there = { _stl3_salesaccountid_value: 'f0000000-0000-4000-8000-000000000001' };
    const naming = (more: Row): Row => ({
      ...plain,
      invoice_details: (plain['invoice_details'] as Row[]).map((line) =>
        line['productid'] ? { ...line, _stl3_accountid_value: null, productid: { ...line['productid'], ...there, ...more } } : line,
      ),
    });
    expect(new Set(codesOf(explained(naming({}))))).toEqual(new Set(['ACCOUNT_UNKNOWN']));
    const { verdict, document } = explained(naming({ stl3_SalesAccountId: { stl3_code: '260' } }));
    expect(verdict).toBe('Ready');
    expect(document?.LineItems.filter(({ ItemCode }) => ItemCode !== undefined).map(({ AccountCode }) => AccountCode)).toContain('260');
  });

  test('takes an absent column for its default, and the template says which that is', () => {
    expect(settingsOf(templates().settings as Row)).toEqual(settingsOf({}));
    expect(codesOf(explained(templates().invoice as Row, {}, { ...world.organisation }))).toContain('CUSTOMER_MISSING');
  });

  test('asks for a choice where only the contact is unclear', async () => {
    const row = await rowOf('plain');
    const customer = (row['customerid_account'] ?? row['customerid_contact']) as Row;
    const name = String(customer['name'] ?? customer['fullname']);
    const twin = (id: string, ContactStatus: string) => ({ ContactID: id, Name: name, ContactStatus });
    const archived = explained(row, world.settings, { ...world.organisation, Contacts: [twin('a', 'ARCHIVED')] });
    expect([archived.verdict, codesOf(archived), archived.document]).toEqual(['NeedsChoice', ['CONTACT_ARCHIVED'], null]);
    expect(archived.predicted?.total).toBe(Number(row['totalamount']).toFixed(2));
    const known = explained(row, world.settings, { ...world.organisation, Contacts: [twin('b', 'ACTIVE')] });
    expect(known.document?.Contact).toEqual({ ContactID: 'b' });
  });

  test("takes the due date of the contact's terms, else of the organisation's, where Dynamics has none", async () => {
    const row: Row = { ...(await rowOf('plain')), duedate: null, paymenttermscode: null };
    const customer = (row['customerid_account'] ?? row['customerid_contact']) as Row;
    const undated = {
      ...row,
      [row['customerid_account'] ? 'customerid_account' : 'customerid_contact']: { ...customer, paymenttermscode: null },
    };
    const [own] = (world.organisation['Organisation'] as { Organisations: Row[] }).Organisations;
    const terms = (Type: string, Day: number) => ({ PaymentTerms: { Sales: { Day, Type }, Bills: { Day: 1, Type } } });
    const books = { ...world.organisation, Organisation: [{ ...own, ...terms('OFCURRENTMONTH', 31) }] };
    const { Date: date = '', DueDate: byOrganisation } = explained(undated, world.settings, books).document ?? {};
    expect(byOrganisation).toBe(endOfMonth(date));
    const contact = { ContactID: 'b', Name: String(customer['name'] ?? customer['fullname']), ContactStatus: 'ACTIVE' };
    const named = (own: object) => explained(undated, world.settings, { ...books, Contacts: [{ ...contact, ...own }] });
    expect(named(terms('DAYSAFTERBILLMONTH', 7)).document?.DueDate).toBe(addDays(endOfMonth(date), 7));
    expect(named({}).document?.DueDate).toBe(byOrganisation);
    expect(codesOf(named(terms('ONDELIVERY', 7)))).toEqual(['XERO_TERMS_UNREADABLE']);
  });

  test('reads Xero’s lists alone as well as whole answers, and a rate without components', async () => {
    const row = await rowOf('plain');
    const alone = Object.fromEntries(
      Object.entries(world.organisation).map(([name, answer]) => [
        name,
        name === 'Organisation' ? (answer as { Organisations: unknown[] }).Organisations[0] : (answer as Row)[name],
      ]),
    );
    expect(explained(row, world.settings, alone)).toEqual(explained(row));
    const rates = (alone['TaxRates'] as Row[]).map((rate) =>
      Object.fromEntries(Object.entries(rate).filter(([name]) => name !== 'TaxComponents')),
    );
    expect(explained(row, world.settings, { ...alone, TaxRates: rates })).toEqual(explained(row));
  });
});

describe('a file that cannot be used', () => {
  const organisation = { Organisation: { OrganisationID: 'o', Name: 'O', BaseCurrency: 'AUD' }, Accounts: [], TaxRates: [] };
  test.each<[string, () => unknown, RegExp]>([
    ['text', () => readInvoiceFile('hello'), /is not JSON/],
    ['an empty file', () => readSettingsFile(''), /is not JSON/],
    ['a list', () => readInvoiceFile('[]'), /one JSON object/],
    ['two invoices', () => readInvoiceFile('{"value":[{},{}]}'), /exactly one invoice/],
    ['settings for an invoice', () => readInvoiceFile('{"stl3_createitems":true}'), /no invoiceid/],
    ['lines that are none', () => readInvoiceFile('{"invoiceid":"a","invoice_details":[1]}'), /not a list of lines/],
    ['an invoice for settings', () => readSettingsFile('{"invoiceid":"a"}'), /no settings row/],
    ['a choice that is none', () => readSettingsFile('{"stl3_defaultstatus":7}'), /stl3_defaultstatus = 7.*\(authorised\)/],
    ['a word for yes', () => readSettingsFile('{"stl3_createitems":"yes"}'), /true or false/],
    ['a zone of nowhere', () => readSettingsFile('{"stl3_timezone":"Mars/North"}'), /time zone/],
    ['an organisation without accounts', () => readOrganisationFile(JSON.stringify({ ...organisation, Accounts: undefined })), /Accounts/],
    ['an account of no class', () => readOrganisationFile(JSON.stringify({ ...organisation, Accounts: [{}] })), /Accounts\[0\] without/],
    ['a number for a list', () => readOrganisationFile(JSON.stringify({ ...organisation, Items: 3 })), /no list of Items/],
  ])('%s', (_, read, words) => {
    expect(read).toThrow(words);
  });

  test('what is unusual is said', () => {
    expect(readInvoiceFile('{"invoiceid":"a"}').notes).toEqual([expect.stringContaining('no invoice_details')]);
    expect(readSettingsFile('{"stl3_createitem":true}').notes).toEqual([expect.stringContaining('stl3_createitem')]);
    expect(readOrganisationFile(JSON.stringify(organisation)).notes).toHaveLength(5);
  });
});

describe('npm run explain', () => {
  const run = (...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> =>
    new Promise((done) => {
      const script = join(import.meta.dirname, '../../scripts/explain.ts');
      execFile(process.execPath, [script, ...args], (problem, out, err) =>
        done({ code: typeof problem?.code === 'number' ? problem.code : problem ? 1 : 0, out, err }),
      );
    });
  const file = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };

  test('prints the same bytes for the same files', async () => {
    const files = [
      '--invoice',
      file('invoice.json', await rowOf('plain')),
      '--settings',
      file('settings.json', world.settings),
      '--organisation',
      file('organisation.json', world.organisation),
    ];
    const [first, second] = await Promise.all([run(...files), run(...files)]);
    expect([first.code, first.err]).toEqual([0, '']);
    expect(second.out).toBe(first.out);
    expect(JSON.parse(first.out)).toEqual(JSON.parse(JSON.stringify(explained(await rowOf('plain')))));
  });

  test('ends with 2 and a clear word where it is used wrongly', async () => {
    const [nothing, unknown, absent] = await Promise.all([
      run(),
      run('--colour', 'red'),
      run('--invoice', join(folder, 'none.json'), '--settings', folder, '--organisation', folder),
    ]);
    expect([nothing.code, nothing.out]).toEqual([2, '']);
    expect(nothing.err).toContain('--invoice, --settings, --organisation');
    expect([unknown.code, absent.code]).toEqual([2, 2]);
    expect(absent.err).toMatch(/none\.json cannot be read/);
    const [help, template] = await Promise.all([run('--help'), run('--template')]);
    expect(help.out).toContain('--organisation FILE');
    expect(Object.keys(JSON.parse(template.out) as object)).toEqual(['invoice', 'settings', 'organisation']);
  });
});
