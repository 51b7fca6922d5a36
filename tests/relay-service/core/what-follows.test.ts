import { describe, expect, test } from '@jest/globals';
import type { Afterwards } from '../../../relay-service/src/core/after-sending.ts';
import type { FollowingQuestion } from '../../../relay-service/src/core/what-follows.ts';
import { describeFollowing, isMailWanted, whatFollows } from '../../../relay-service/src/core/what-follows.ts';
import { books, held } from './document-in-xero.ts';
import { approver, choices, input, ready, withSettings } from './examples.ts';

const off: Afterwards = { emailAsked: false, emailWanted: false, note: false, allocate: false, contactUpdates: 'never' };
const mapped = (
  type: 'salesInvoice' | 'bill' | 'salesCreditNote' = 'salesInvoice',
  status: 'draft' | 'submitted' | 'authorised' = 'draft',
) =>
  ready({
    choices: { ...choices, type, status, number: 'N-1' },
    requester: approver,
    connection: withSettings({ purchaseAccountId: 'account-400', purchaseTaxTypeId: 'tax-INPUT' }),
  });
const contactId = input.contactId ?? '';
const following = (change: Partial<FollowingQuestion> = {}, afterwards: Partial<Afterwards> = {}) =>
  whatFollows({
    mapped: mapped(),
    afterwards: { ...off, ...afterwards },
    organisation: books(),
    address: 'ann@contoso.example',
    credited: undefined,
    note: 'Sent from Dynamics 365',
    ...change,
  });
const codes = (answer: ReturnType<typeof following>) => answer.warnings.map(({ code }) => code);

describe('the mail', () => {
  test.each([
    ['a draft', 'draft', 'onApproval', 'Once it is approved, Xero mails it to ann@contoso.example.'],
    ['one that awaits approval', 'submitted', 'onApproval', 'Once it is approved, Xero mails it to ann@contoso.example.'],
    ['an authorised one', 'authorised', 'now', 'Then Xero mails it to ann@contoso.example.'],
  ] as const)('%s', (_case, status, when, words) => {
    const answer = following({ mapped: mapped('salesInvoice', status) }, { emailWanted: true });
    expect(answer).toEqual({ mail: { to: 'ann@contoso.example', when }, warnings: [] });
    expect(describeFollowing(answer)).toEqual([words]);
  });

  test.each([
    ['nobody wants it', {}, {}, []],
    ['no address', { address: ' ' }, { emailWanted: true }, ['EMAIL_WITHOUT_ADDRESS']],
    ['no contact yet', { address: null }, { emailAsked: true }, ['EMAIL_WITHOUT_ADDRESS']],
    ['a demo company', { organisation: books({ demo: true }) }, { emailWanted: true }, ['EMAIL_FROM_DEMO']],
    ['a bill, wanted by the settings', { mapped: mapped('bill') }, { emailWanted: true }, []],
    ['a bill, asked for by name', { mapped: mapped('bill') }, { emailAsked: true }, ['EMAIL_OF_OTHER_KIND']],
  ] as const)('none: %s', (_case, change, afterwards, expected) => {
    const answer = following(change, afterwards);
    expect(answer.mail).toBeUndefined();
    expect(codes(answer)).toEqual(expected);
    expect(describeFollowing(answer)).toEqual([]);
  });

  test.each([
    [{}, 'salesInvoice', false],
    [{ emailWanted: true }, 'salesInvoice', true],
    [{ emailAsked: true }, 'salesInvoice', true],
    [{ emailWanted: true }, 'bill', false],
    [{ emailAsked: true }, 'bill', true],
  ] as const)('an address is looked up only where it is used: %j, %s', (afterwards, type, wanted) => {
    expect(isMailWanted(mapped(type), { ...off, ...afterwards })).toBe(wanted);
  });
});

describe('the allocation', () => {
  const credited = held({ contactId, number: 'INV-7', due: '60', date: '2026-11-12' });
  const note = (change: Partial<FollowingQuestion> = {}, afterwards: Partial<Afterwards> = { allocate: true }) =>
    following({ mapped: mapped('salesCreditNote', 'authorised'), credited, ...change }, afterwards);

  test.each([
    ['authorised', { allocate: true }, 'now', 'Then 60.00 AUD of it are allocated to INV-7.'],
    ['draft', { allocate: true }, 'onApproval', 'Once it is approved, 60.00 AUD of it are allocated to INV-7.'],
    ['authorised', { allocate: false }, 'asked', 'Allocate can lay 60.00 AUD of it on INV-7.'],
    ['draft', { allocate: false }, 'asked', 'Allocate can lay 60.00 AUD of it on INV-7.'],
  ] as const)('%s, %j', (status, afterwards, when, words) => {
    const answer = note({ mapped: mapped('salesCreditNote', status) }, afterwards);
    expect(answer).toEqual({
      allocation: { invoice: 'INV-7', amount: '60.00', currency: 'AUD', date: '2026-11-12', when },
      warnings: [],
    });
    expect(describeFollowing(answer)).toEqual([words]);
  });

  test('of a larger invoice, all that the credit note is worth; an invoice without a number is called so', () => {
    const answer = note({ credited: { ...credited, due: '5000', number: null } });
    expect(answer.allocation).toMatchObject({ amount: mapped('salesCreditNote').predicted.total, invoice: null });
    expect(describeFollowing(answer)[0]).toMatch(/are allocated to the invoice\.$/);
  });

  test.each([
    ['it names no invoice', { credited: undefined }, []],
    ['the invoice is not in Xero', { credited: null }, ['ALLOCATION_INVOICE_NOT_IN_XERO']],
    ['the invoice is a draft', { credited: { ...credited, status: 'draft' } }, ['ALLOCATION_NOT_APPROVED']],
    ['the invoice is paid', { credited: { ...credited, status: 'paid', due: '0' } }, ['ALLOCATION_NOTHING_DUE']],
    ['of another contact', { credited: { ...credited, contactId: 'another' } }, ['ALLOCATION_OF_OTHER_CONTACT']],
    ['in another currency', { credited: { ...credited, currency: 'USD' } }, ['ALLOCATION_OF_OTHER_CURRENCY']],
    ['in closed books', { organisation: books({ periodLockDate: '2026-11-30' }) }, ['ALLOCATION_IN_LOCKED_PERIOD']],
    ['an invoice credits nothing', { mapped: mapped() }, []],
  ] as const)('none: %s', (_case, change, expected) => {
    const answer = note(change);
    expect(answer.allocation).toBeUndefined();
    expect(codes(answer)).toEqual(expected);
    expect(answer.warnings.every(({ message }) => !message.includes('unknown'))).toBe(true);
  });
});

describe('the contact', () => {
  const update = { kind: 'change', change: { ContactID: contactId, EmailAddress: 'ann@contoso.example', TaxNumber: '51' } } as const;
  test('is shown as it would be sent, and its fields are named', () => {
    const answer = following({ contact: { name: 'Contoso', update } });
    expect(answer).toEqual({ contact: { name: 'Contoso', change: update.change }, warnings: [] });
    expect(describeFollowing(answer)).toEqual(['Then the contact Contoso is changed in Xero: e-mail address, tax number.']);
  });

  test('that is another customer’s too is warned of; one that is in step or not there says nothing', () => {
    const shared = following({ contact: { name: 'Contoso', update: { kind: 'refused', cause: 'CONTACT_SHARED' } } });
    expect([codes(shared), shared.contact, describeFollowing(shared)]).toEqual([['CONTACT_SHARED'], undefined, []]);
    expect(shared.warnings[0]?.message).toContain('Contoso');
    for (const contact of [null, { name: 'Contoso', update: { kind: 'nothing' } }] as const)
      expect(following({ contact })).toEqual({ warnings: [] });
  });
});

test('the note is shown as it would be written, where the settings want one', () => {
  expect(following().note).toBeUndefined();
  const answer = following({}, { note: true });
  expect(answer).toEqual({ note: 'Sent from Dynamics 365', warnings: [] });
  expect(describeFollowing(answer)).toEqual(['Its history in Xero gets a note.']);
});
