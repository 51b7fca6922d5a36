/** A cause in words that hold for every invoice that it met: the ledger keeps its code alone, and no name of anybody. */
import { causeOf } from './causes.ts';

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
  const cause = causeOf(code);
  return cause ? { message: fill(cause.message, organisation), remedy: fill(cause.remedy, organisation) } : { message: code, remedy: '' };
};
