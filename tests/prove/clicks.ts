/** What a round clicks: every kind of document that can be there twice, and what follows one. */
import { invoiceType, sendStatus } from '@stl3/solution';
import type { CompanyInvoice } from '../sandbox/company/invoices.ts';
import type { people } from '../sandbox/company/people.ts';
import type { World } from '../sandbox/world.ts';
import type { Aim } from './aim.ts';
import { copyInvoice } from './new-invoices.ts';

export interface Click {
  readonly invoiceId: string;
  /** Chosen by whoever clicks; Xero gives one where null. */
  readonly number: string | null;
  readonly by: keyof typeof people;
  readonly choices: Readonly<Record<string, unknown>>;
}

/** One of so many is numbered by the clerk, the others by Xero. */
const NUMBERED_BY_CLERK = 3;

const authorised = { stl3_sendstatus: sendStatus.values.authorised.value };

/** An invoice that is mailed, one that a credit note is allocated to, and a bill. */
const withEffects = (world: World, of: CompanyInvoice, round: number): readonly Click[] => {
  const name = (what: string): string => `P-${String(round)}-${what}`;
  const due = { duedate: '2026-12-02' };
  const mailed = copyInvoice(world, of, name('mailed'), due);
  const credited = copyInvoice(world, of, name('credited'), due);
  const credit = copyInvoice(world, of, name('credit'), {
    stl3_invoicetype: invoiceType.values.salesCreditNote.value,
    'stl3_CreditsInvoiceId@odata.bind': `/invoices(${credited})`,
  });
  const bill = copyInvoice(world, of, name('bill'), { stl3_invoicetype: invoiceType.values.bill.value });
  return [
    { invoiceId: mailed, number: null, by: 'financeManager', choices: { ...authorised, stl3_sendemail: true } },
    { invoiceId: credited, number: null, by: 'financeManager', choices: authorised },
    { invoiceId: credit, number: name('credit'), by: 'financeManager', choices: authorised },
    { invoiceId: bill, number: name('bill'), by: 'financeManager', choices: {} },
  ];
};

/** The invoices of a round, written in Dynamics, and how each is asked for. */
export const clicksOf = (world: World, aim: Aim, round: number): readonly Click[] => {
  const plain = world.company.invoices.filter(({ kind }) => kind === 'plain');
  const like = (index: number): CompanyInvoice => {
    const of = plain[index % plain.length];
    if (!of) throw new Error('The company has no invoices.');
    return of;
  };
  const sales = Array.from({ length: aim.invoicesInARound }, (_, index): Click => {
    const number = `P-${String(round)}-${String(index)}`;
    const fresh = aim.newToXero === true && index === 0;
    return {
      invoiceId: copyInvoice(world, like(round * aim.invoicesInARound + index), number, {}, fresh),
      number: index % NUMBERED_BY_CLERK === 1 ? number : null,
      by: 'clerk',
      choices: {},
    };
  });
  return aim.effects === true ? [...sales, ...withEffects(world, like(round), round)] : sales;
};
