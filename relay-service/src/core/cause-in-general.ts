/** A cause in words that hold for every invoice that it met: the ledger keeps its code alone, and no name of anybody. */
import type { CauseCode } from './causes.ts';
import { causes, isCauseCode } from './causes.ts';

const general: Readonly<Record<string, string>> = {
  account: '',
  action: 'changing',
  connectedBy: 'the person',
  contact: 'the contact',
  credit: 'the credit note',
  customer: 'the customer',
  document: 'the document',
  invoice: 'the invoice',
  item: 'the item',
  place: 'of a line',
  requester: 'the person who asked',
  taxType: '',
};

/** Sentences that are built around a value say nothing without it. */
const withoutValues: Readonly<Partial<Record<CauseCode, { readonly message?: string; readonly remedy?: string }>>> = {
  CHANGE_NEEDS_ANOTHER_APPROVER: { remedy: 'Ask another Approver to approve or update it.' },
  CURRENCY_NOT_SUBSCRIBED: {
    message: '{organisation} in Xero does not use the currency of the invoice.',
    remedy: 'Add the currency in Xero; some plans of Xero allow only one.',
  },
  DATE_MISSING: {
    message: 'The invoice has no date.',
    remedy: 'Fill in the date that the settings name, or let an administrator turn on "Today if the date is empty".',
  },
  DATE_IN_FUTURE: { message: 'The date of the invoice is in the future.' },
  DOCUMENT_ENDED: { message: 'The document is voided or deleted in Xero, so it cannot be approved any more.' },
  FREIGHT_TAX_LEFT_OUT: { message: 'Xero would charge tax on the freight, which the tax in Dynamics does not hold.' },
  LOCKED_PERIOD: {
    message: 'The date lies in a period that is closed in Xero, so the invoice cannot be authorised there.',
    remedy: 'Choose a later day as the date, send it as Draft, or ask the adviser to move the lock date in Xero.',
  },
  NET_DOES_NOT_TIE: { message: 'Without tax, the invoice in Dynamics and what Xero would come to differ.' },
  NUMBER_MISSING: {
    message: 'The invoice has no number to send.',
    remedy: 'Fill in its number, or let an administrator turn on "Use Xero invoice number".',
  },
  NUMBER_TAKEN: { message: 'The number belongs to another document in Xero; voided and deleted ones count too.' },
  RESEND_NUMBER_NEEDED: { message: 'The document was voided in Xero, and its number cannot be used again there.' },
  TAX_BEFORE_DISCOUNT: {
    message: 'The tax in Dynamics is that of the prices before the invoice discount; Xero taxes what is left.',
    remedy:
      'Work out the tax of each line after its share of the discount. Where it is due on the full price, an administrator has the discount sent as one line per tax type, with a tax type without tax.',
  },
  TAX_DOES_NOT_TIE: {
    message: 'The tax in Dynamics and what Xero would come to differ.',
    remedy:
      'Change the tax of the lines as Check says. Where the tax source is Xero computes, an administrator can have cents closed by a rounding account.',
  },
  TAX_ON_SOME_LINES: {
    message: 'A line carries no tax in Dynamics although other lines do, and its tax type would add some.',
    remedy: 'Enter the tax that Check names for the line, or choose a tax type without tax for it.',
  },
  TAX_RATE_DIFFERS: {
    message: 'The tax of a line in Dynamics is not what its tax type gives in Xero.',
    remedy: 'Enter the tax that Check names for the line, or choose the tax type that its tax was computed with.',
  },
  TOTAL_DOES_NOT_TIE: { message: 'The total of the invoice in Dynamics and the sum of its parts differ.' },
  UPDATE_OF_ENDED_DOCUMENT: { message: 'The document is voided or deleted in Xero, so it cannot be brought up to date.' },
};

const fill = (template: string, organisation: string): string => {
  const text = template
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === 'organisation' ? organisation : (general[name] ?? '…')))
    .replaceAll(/ +/g, ' ')
    .replaceAll(/\b(the \w+) \1\b/gi, '$1')
    .replaceAll('Line …', 'A line');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/**
 * @param organisation name of the Xero organisation, which whoever reads this knows
 * @returns a sentence each; a code of a newer version is its own message
 */
export const causeInGeneral = (code: string, organisation: string): { readonly message: string; readonly remedy: string } => {
  if (!isCauseCode(code)) return { message: code, remedy: '' };
  const { message, remedy } = { ...causes[code], ...withoutValues[code] };
  return { message: fill(message, organisation), remedy: fill(remedy, organisation) };
};
