import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { people } from '../../sandbox/company/people.ts';
import { tableNamed } from '../../sandbox/dataverse/model.ts';
import { createRow } from '../../sandbox/dataverse/write-row.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done, judged, refused } from './asking.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ webhookDelayMs: () => 20 });
});
afterEach(() => world.close());
const { ask, answered, asked, plain, organisation, valuesOf, change, settings } = asking(() => world);

/** Products that an invoice's lines sell. */
const productsOf = (invoiceId: string): string[] =>
  world.dataverse.control
    .rows('invoicedetail')
    .filter(({ values }) => (values['invoiceid'] as { id: string } | null)?.id === invoiceId)
    .flatMap(({ values }) => (values['productid'] as { id: string } | null)?.id ?? []);
const numbered = (id: string, productnumber: string): void => change('product', { productnumber }, id);
const CODE = 'A-PRODUCT-NUMBER-OF-30-LETTERS';
const item = (columns: Partial<{ Code: string; Name: string; IsTrackedAsInventory: boolean }>) =>
  organisation().items.push({
    ItemID: randomUUID(),
    Code: CODE,
    IsSold: true,
    IsPurchased: false,
    IsTrackedAsInventory: false,
    UpdatedDateUTC: 0,
    ...columns,
  });

describe('product numbers longer than a code in Xero', () => {
  test('two of one invoice are not made one item, in Check and on sending', async () => {
    const [one = '', two = ''] = productsOf(plain().id);
    numbered(one, `${CODE}-1`);
    numbered(two, `${CODE}-2`);
    const contacts = organisation().contacts.length;
    expect(await asked(plain().id, 'clerk', 'check')).toMatchObject(judged('needsChoice', 'ITEM_CODE_CLASH'));
    const answer = await asked(plain().id);
    expect(answer).toMatchObject(refused('ITEM_CODE_CLASH'));
    expect(answer['stl3_result']).toContain(`${CODE}-1 and ${CODE}-2`);
    expect([organisation().invoices, organisation().items.filter(({ Code }) => Code === CODE)]).toEqual([[], []]);
    expect(organisation().contacts).toHaveLength(contacts);
    // Mended as the words say.
    numbered(two, 'SHORT-2');
    expect(await asked(plain().id)).toMatchObject(done);
    expect(organisation().invoices[0]!.Lines.map(({ ItemCode }) => ItemCode)).toEqual(expect.arrayContaining([CODE, 'SHORT-2']));
  });

  test("an item of Xero's with another name is not taken; with the same name it is", async () => {
    const [one = ''] = productsOf(plain().id);
    numbered(one, `${CODE}-1`);
    item({ Name: 'Something else' });
    expect(await asked(plain().id, 'clerk', 'check')).toMatchObject(judged('needsChoice', 'ITEM_CODE_CLASH'));
    expect(await asked(plain().id)).toMatchObject(refused('ITEM_CODE_CLASH'));
    expect(organisation().invoices).toEqual([]);
    organisation().items.at(-1)!.Name = String(valuesOf('product', one)['name']);
    expect(await asked(plain().id, 'clerk', 'check')).toMatchObject(judged('ready', null));
    expect(await asked(plain().id)).toMatchObject(done);
    expect(organisation().items.filter(({ Code }) => Code === CODE)).toHaveLength(1);
  });

  const choose = (productId: string, code: string): void => {
    const writer = { environment: world.dataverse.control.environment, userId: people.administrator.userId, commits: [] };
    createRow(writer, tableNamed('stl3_xeroitem'), {
      stl3_itemcode: code,
      'stl3_ProductId@odata.bind': `/products(${productId})`,
      'stl3_ConnectorId@odata.bind': `/stl3_dynamicsxeroconnectors(${world.connected.connectorId})`,
    });
  };

  test('an item that was chosen beyond the first page of 5,000 was taken for none', async () => {
    const [one = '', two = ''] = productsOf(plain().id);
    choose(one, 'CHOSEN-1');
    // Rows of a page come in the order in which they were made.
    const links = world.dataverse.control.environment.tables.get('stl3_xeroitem')!;
    const [template] = [...links.values()];
    for (let index = 0; index < 5_000; index++) {
      const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
      links.set(id, { ...template!, id, values: { ...template!.values, stl3_xeroitemid: id, stl3_productid: { table: 'product', id } } });
    }
    choose(two, 'CHOSEN-2');
    expect(await asked(plain().id)).toMatchObject(done);
    expect(organisation().invoices[0]!.Lines.map(({ ItemCode }) => ItemCode)).toEqual(expect.arrayContaining(['CHOSEN-1', 'CHOSEN-2']));
  });

  test('the item that an administrator chose for each product is its item from then on, made or found', async () => {
    const [one = '', two = ''] = productsOf(plain().id);
    numbered(one, `${CODE}-1`);
    numbered(two, `${CODE}-2`);
    item({ Code: 'CHOSEN-1', Name: 'Named by somebody in Xero' });
    const answer = await asked(plain().id);
    expect(answer).toMatchObject({ ...refused('ITEM_CODE_CLASH'), stl3_remedy: expect.stringContaining('under Xero Items') as unknown });
    choose(one, 'CHOSEN-1');
    choose(two, 'CHOSEN-2');
    expect(await asked(plain().id, 'clerk', 'check')).toMatchObject(judged('ready', null));
    expect(await asked(plain().id)).toMatchObject(done);
    expect(organisation().invoices[0]!.Lines.map(({ ItemCode }) => ItemCode)).toEqual(expect.arrayContaining(['CHOSEN-1', 'CHOSEN-2']));
    // Taken as it is, and the one that was missing is made under the code that was chosen.
    expect(organisation().items.filter(({ Code }) => Code === 'CHOSEN-1')).toMatchObject([{ Name: 'Named by somebody in Xero' }]);
    expect(organisation().items.map(({ Code }) => Code)).toContain('CHOSEN-2');
    expect(organisation().items.map(({ Code }) => Code)).not.toContain(CODE);
    // Gone from Xero, archived or deleted: said by its name.
    organisation().items.splice(
      organisation().items.findIndex(({ Code }) => Code === 'CHOSEN-1'),
      1,
    );
    choose(productsOf(plain(1).id).find((id) => id !== one && id !== two) ?? '', 'CHOSEN-1');
    const gone = await asked(plain(1).id);
    expect(gone).toMatchObject(refused('XERO_ITEM_NOT_VALID'));
    expect(gone['stl3_result']).toContain('CHOSEN-1');
    // Where none may be made it is not left off in silence, and Check says so too.
    settings({ stl3_createitems: false });
    const checked = await asked(plain(1).id, 'clerk', 'check');
    expect(checked).toMatchObject({
      ...judged('blocked', 'ITEM_CHOSEN_GONE'),
      stl3_result: expect.stringContaining('CHOSEN-1') as unknown,
    });
    expect(await asked(plain(1).id)).toMatchObject(refused('ITEM_CHOSEN_GONE'));
  });

  test('what an invoice has made stands in the way of the next one that would share it', async () => {
    const [one = ''] = productsOf(plain().id);
    const two = productsOf(plain(1).id).find((id) => !productsOf(plain().id).includes(id)) ?? '';
    numbered(one, `${CODE}-1`);
    numbered(two, `${CODE}-2`);
    expect(await asked(plain().id)).toMatchObject(done);
    expect(await asked(plain(1).id)).toMatchObject(refused('ITEM_CODE_CLASH'));
    expect(organisation().invoices).toHaveLength(1);
  });
});

test('an item whose stock Xero counts is told of in Check, and the invoice may be sent', async () => {
  const [one = ''] = productsOf(plain().id);
  numbered(one, 'COUNTED');
  item({ Code: 'counted', Name: 'Whatever', IsTrackedAsInventory: true });
  const answer = await asked(plain().id, 'clerk', 'check');
  expect(answer).toMatchObject(judged('ready', null));
  expect(answer['stl3_result']).toMatch(/The item COUNTED of line \d+ is counted as stock in Xero/);
  expect(await asked(plain().id)).toMatchObject(done);
});

test('where no products may be made, an item that Xero has is used and the others go without', async () => {
  settings({ stl3_createitems: false });
  const [one = '', two = ''] = productsOf(plain().id);
  numbered(one, 'KNOWN');
  numbered(two, 'UNKNOWN');
  item({ Code: 'KNOWN', Name: 'Whatever' });
  const before = organisation().items.length;
  await asked(plain().id, 'clerk', 'check');
  const [details] = world.dataverse.control.rows('stl3_xerodetails');
  const { document } = JSON.parse(details!.values['stl3_preflight'] as string) as { document: { LineItems: { ItemCode?: string }[] } };
  expect(await asked(plain().id)).toMatchObject(done);
  const codes = organisation().invoices[0]!.Lines.map(({ ItemCode }) => ItemCode);
  expect(codes).toContain('KNOWN');
  expect(codes).toContain(undefined);
  expect(document.LineItems.map(({ ItemCode }) => ItemCode)).toEqual(codes);
  expect(organisation().items).toHaveLength(before);
});

describe('two invoices of one batch with the same number', () => {
  test('one is posted, the other is refused by its name and never reaches Xero', async () => {
    for (const { id } of [plain(), plain(1)]) change('invoice', { name: 'Summer 2026' }, id);
    settings({ stl3_useinvoicename: true });
    const ids: string[] = [];
    // Both are there before the relay looks, and the poll finds them together.
    world.dataverse.control.addFault({ name: 'webhook-lost', times: 2 });
    await world.restartRelay(async () => {
      for (const { id } of [plain(), plain(1)]) ids.push(await ask(id));
    });
    const answers = await Promise.all(ids.map((id) => answered(id)));
    // Both were asked in one second, which is as fine as Dataverse's createdon is.
    const [posted, reserved] = answers.toSorted((a, b) => Number(a['stl3_state']) - Number(b['stl3_state']));
    expect(posted).toMatchObject(done);
    expect(reserved).toMatchObject({ ...refused('NUMBER_RESERVED'), stl3_result: expect.stringContaining('Summer 2026') });
    expect(world.xero.control.requests().filter(({ method, path }) => method === 'PUT' && path.endsWith('/Invoices'))).toMatchObject([
      { body: { Invoices: [{ InvoiceNumber: 'Summer 2026' }] } },
    ]);
    expect(organisation().invoices).toHaveLength(1);
  });
});
