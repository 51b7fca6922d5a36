/** Whether the requester may ask for this. Checked before anything else, and alone: a stranger learns nothing of the invoice. */
import { reason } from './causes.ts';
import type { Requester } from './connection.ts';
import type { Reason } from './document.ts';
import type { Invoice } from './invoice.ts';
import type { Decimal } from './money.ts';
import { parseAmount } from './money.ts';
import type { Mapping } from './mapping.ts';
import { refuse, storedTotal } from './mapping.ts';

/** Why somebody learns nothing of the invoice, not even that it was sent; null for whoever may ask at all. */
export const strangerTo = (requester: Requester): Reason | null => {
  const names = { requester: requester.name };
  if (requester.roles.length === 0) return reason('NO_ROLE', names);
  return requester.mayRead ? null : reason('NO_RIGHT_TO_INVOICE', names);
};

/** What is said of the requester says nothing of the invoice. */
export const isOfRequesterAlone = ({ code }: Reason): boolean => code === 'NO_ROLE' || code === 'NO_RIGHT_TO_INVOICE';

/** Whoever may not change documents in Xero is told so, and nothing else. @param action such as "Updating" */
export const mayChange = (requester: Requester, action: string): Reason | null =>
  strangerTo(requester) ??
  (requester.roles.includes('approver') ? null : reason('CHANGE_NEEDS_APPROVER', { requester: requester.name, action }));

export const checkRequester = (mapping: Mapping): void => {
  const { requester, invoice, status, choices, connection, updateOf } = mapping;
  const names = { requester: requester.name };
  const stranger = strangerTo(requester);
  if (stranger) mapping.reasons.push(stranger);
  if (mapping.reasons.length > 0 || status !== 'authorised') return;
  if (!requester.roles.includes('approver')) {
    refuse(mapping, choices.status === 'authorised' ? 'NEEDS_APPROVER' : 'NEEDS_APPROVER_BY_SETTINGS', names);
  } else if (connection.settings.authoriseOwn === false && invoice.ownerId === requester.id) {
    if (updateOf) refuse(mapping, 'CHANGE_NEEDS_ANOTHER_APPROVER', { ...names, button: 'Update in Xero' });
    else refuse(mapping, 'NEEDS_ANOTHER_APPROVER', names);
  }
};

/** In the base currency of Dynamics, as the limit is; an invoice without a rate counts as it stands. */
const totalInBaseCurrency = (invoice: Invoice): Decimal => {
  const rate = parseAmount(invoice.exchangeRate);
  const total = storedTotal(invoice).abs();
  return rate?.greaterThan(0) ? total.dividedBy(rate) : total;
};

/** The limit above which an Approver is needed whatever the status is. */
export const checkApproverLimit = (mapping: Mapping): void => {
  const { requester, invoice, connection } = mapping;
  const limit = parseAmount(connection.settings.approverAbove);
  if (limit === null || requester.roles.includes('approver')) return;
  if (!totalInBaseCurrency(invoice).greaterThan(limit)) return;
  refuse(mapping, 'NEEDS_APPROVER_ABOVE', { limit: [limit.toFixed(2), invoice.baseCurrency].filter(Boolean).join(' ') });
};
