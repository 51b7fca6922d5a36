import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { contactUpdates, creditAllocation, invoiceType, requestState, sendStatus, verdict } from '@stl3/solution';
import { until } from '../../journeys/demo-world.ts';
import { people } from '../../sandbox/company/people.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking } from './asking.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ webhookDelayMs: () => 20 });
});
afterEach(() => world.close());
const { asked, plain, organisation, change, settings } = asking(() => world);

type Values = Record<string, unknown>;
const real = (): void => {
  organisation().IsDemoCompany = false;
  change('stl3_dynamicsxeroconnector', { stl3_isdemo: false });
  settings({ stl3_mappingsconfirmed: true });
};
const detailsOf = (invoiceId: string): Values =>
  world.dataverse.control.rows('stl3_xerodetails').find(({ values }) => values['stl3_invoicekey'] === invoiceId)!.values;
interface Preview {
  readonly following: { readonly mail?: Values; readonly allocation?: Values; readonly note?: string; readonly contact?: Values };
  readonly warnings?: readonly { readonly code: string }[];
}
const shown = (invoiceId: string): Preview => JSON.parse(detailsOf(invoiceId)['stl3_preflight'] as string) as Preview;
const authorised = { stl3_sendstatus: sendStatus.values.authorised.value };
const ready = { stl3_state: requestState.values.done.value, stl3_verdict: verdict.values.ready.value };

describe('the mail', () => {
  test('to whom it would go: the contact that would be made, then the one that Xero has by then', async () => {
    real();
    settings({ stl3_sendemail: true });
    expect(await asked(plain().id, 'financeManager', 'check', authorised)).toMatchObject(ready);
    const { mail } = shown(plain().id).following;
    expect(mail).toEqual({ to: expect.stringContaining('@'), when: 'now' });
    expect(detailsOf(plain().id)['stl3_message']).toContain(`Then Xero mails it to ${String(mail?.['to'])}.`);
    await asked(plain().id, 'clerk', 'send');
    const [contact] = organisation().contacts.filter(({ ContactID }) => ContactID === organisation().invoices[0]?.ContactID);
    contact!.EmailAddress = 'elsewhere@contoso.example';
    const sibling = world.company.invoices.find(
      ({ kind, id, customer }) => kind === 'plain' && id !== plain().id && customer === plain().customer,
    );
    expect(await asked(sibling!.id, 'clerk', 'check')).toMatchObject(ready);
    expect(shown(sibling!.id).following.mail).toEqual({ to: 'elsewhere@contoso.example', when: 'onApproval' });
    contact!.EmailAddress = '';
    const answer = await asked(sibling!.id, 'clerk', 'check');
    expect(answer['stl3_result']).toContain('has no e-mail address');
    expect(shown(sibling!.id)).toMatchObject({ following: {}, warnings: [{ code: 'EMAIL_WITHOUT_ADDRESS' }] });
    // Looking mails nobody.
    expect(world.xero.control.journal().filter(({ documentType }) => documentType === 'email')).toEqual([]);
  });
});

describe('the allocation', () => {
  const pair = () => {
    const invoices = world.company.invoices.filter(({ kind }) => kind === 'plain');
    for (const one of invoices)
      for (const other of invoices) if (one !== other && one.customer === other.customer) return [one, other] as const;
    throw new Error('The company has no customer with two plain invoices.');
  };

  test('which invoice and how much is what then comes to be', async () => {
    const [invoice, credit] = pair();
    const crediting = {
      'stl3_CreditsInvoiceId@odata.bind': `/invoices(${invoice.id})`,
      stl3_invoicetype: invoiceType.values.salesCreditNote.value,
    };
    change('invoice', crediting, credit.id);
    await asked(credit.id, 'financeManager', 'check', authorised);
    expect(shown(credit.id)).toMatchObject({ following: {}, warnings: [{ code: 'ALLOCATION_INVOICE_NOT_IN_XERO' }] });
    await asked(invoice.id, 'financeManager', 'send', authorised);
    settings({ stl3_creditallocation: creditAllocation.values.ask.value });
    await asked(credit.id, 'financeManager', 'check', authorised);
    expect(shown(credit.id).following.allocation).toMatchObject({ when: 'asked' });
    settings({ stl3_creditallocation: creditAllocation.values.automatic.value });
    const answer = await asked(credit.id, 'financeManager', 'check', authorised);
    const { allocation } = shown(credit.id).following;
    const [held] = organisation().invoices;
    expect(allocation).toMatchObject({ invoice: held!.InvoiceNumber, currency: 'AUD', when: 'now' });
    expect(answer['stl3_result']).toContain(`${String(allocation!['amount'])} AUD of it are allocated to ${held!.InvoiceNumber}`);
    await asked(credit.id, 'financeManager', 'send', authorised);
    const allocated = () => world.xero.control.journal().filter(({ documentType }) => documentType === 'allocation');
    for (const end = Date.now() + 25_000; allocated().length === 0 && Date.now() < end;)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(allocated()).toMatchObject([{ total: Number(allocation!['amount']) }]);
  });
});

test('what changes of the contact is what is then posted; a customer that did not change since is passed over, as by sending', async () => {
  settings({ stl3_contactupdates: contactUpdates.values.keepInStep.value });
  const pair = world.company.invoices.filter(({ kind, customer }) => kind === 'plain' && customer === plain().customer);
  const { kind, name, id } = plain().customer;
  const contact = { ContactID: '5d5a0f9e-0000-4000-8000-000000000001', ContactStatus: 'ACTIVE', Name: name, UpdatedDateUTC: 0 } as const;
  organisation().contacts.push({ ...contact, EmailAddress: 'old@contoso.example' });
  const posts = () => world.xero.control.requests().filter(({ method, path }) => method === 'POST' && /Contacts\/[^/]+$/.test(path));
  const answer = await asked(plain().id, 'clerk', 'check');
  expect(answer['stl3_result']).toContain(`Then the contact ${name} is changed in Xero: `);
  expect(answer['stl3_result']).toContain('e-mail address');
  const { contact: seen } = shown(plain().id).following;
  expect(posts()).toEqual([]);
  await asked(plain().id);
  const told = () =>
    world.dataverse.control
      .rows('stl3_synchistory')
      .some(({ values }) => JSON.stringify(values).includes(`Contact ${name} changed in Xero`));
  await until('the history of the contact', told);
  expect(posts().map(({ body }) => body)).toEqual([{ Contacts: [seen?.['change']] }]);

  organisation().contacts.find(({ Name }) => Name === name)!.EmailAddress = 'somebody@xero.example';
  expect((await asked(pair[1]!.id, 'clerk', 'check'))['stl3_result']).not.toContain('is changed in Xero');
  change(kind, { telephone1: '07 5555 0000' }, id);
  await asked(pair[1]!.id, 'clerk', 'check');
  expect(shown(pair[1]!.id).following.contact).toMatchObject({ change: { Phones: [{ PhoneNumber: '07 5555 0000' }] } });
});

test('the note is shown word for word, and named in the answer', async () => {
  settings({ stl3_historynote: true });
  const answer = await asked(plain().id, 'clerk', 'check');
  expect(answer['stl3_result']).toMatch(/Its history in Xero gets a note\.$/);
  expect(shown(plain().id).following.note).toMatch(
    new RegExp(`^Sent from Dynamics 365 by ${people.clerk.firstName} ${people.clerk.lastName} on .*${plain().number}`),
  );
});
