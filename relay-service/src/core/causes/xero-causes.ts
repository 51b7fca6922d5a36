import type { Cause } from './cause.ts';

/** Causes that only Xero knows of; its own words are shown beside them. */
export const xeroCauses = {
  XERO_NUMBER_NOT_UNIQUE: {
    message: 'The number belongs to another document in Xero already, so the invoice was not posted.',
    remedy: 'Send the invoice with another number.',
    who: 'requester',
    choice: true,
  },
  XERO_ACCOUNT_NOT_VALID: {
    message: 'Xero does not accept the account {account} on this document, so it was not posted.',
    remedy: 'Choose another account on the line, the product or in the settings.',
    who: 'requester',
  },
  XERO_ACCOUNT_ARCHIVED: {
    message: 'The account {account} was archived or deleted in Xero, so the invoice was not posted.',
    remedy: 'Choose another account, or restore it in Xero.',
    who: 'requester',
  },
  XERO_ACCOUNT_MISSING: {
    message: 'Xero asks for an account on every line, so the invoice was not posted.',
    remedy: 'Choose an account on the line, the product or in the settings.',
    who: 'requester',
  },
  XERO_TAX_TYPE_NOT_ALLOWED: {
    message: 'Xero does not allow the tax type {taxType} with the account {account}, so the invoice was not posted.',
    remedy: 'Choose another tax type or another account; which fits is a question for the accountant.',
    who: 'requester',
  },
  XERO_TAX_TYPE_MISSING: {
    message: 'Xero asks for a tax type on every line, so the invoice was not posted.',
    remedy: 'Choose a tax type on the line, the product or in the settings.',
    who: 'requester',
  },
  XERO_DUE_DATE_MISSING: {
    message: 'Xero asks for a due date, so the invoice was not posted.',
    remedy: 'Fill in the due date or the payment terms, or send the invoice as Draft.',
    who: 'requester',
  },
  XERO_CONTACT_NAME_TAKEN: {
    message: 'Xero has an active contact of this name already, so the contact was not made.',
    remedy: 'Choose the contact that the customer is, or give the customer a name of its own.',
    who: 'requester',
    choice: true,
  },
  XERO_CONTACT_ARCHIVED: {
    message: 'The contact is archived in Xero, so the invoice was not posted.',
    remedy: 'Restore the contact in Xero, or choose another.',
    who: 'xeroUser',
  },
  XERO_LOCKED_PERIOD: {
    message: 'The date of the document lies in a period that is closed in Xero up to {lockDate}, so it was not posted.',
    remedy: 'Choose a later date, send it as Draft, or ask the adviser to move the lock date in Xero.',
    who: 'requester',
  },
  XERO_STATUS_NOT_VALID: {
    message: 'The document in Xero is in a status in which this cannot be done.',
    remedy: 'Look at the document in Xero.',
    who: 'xeroUser',
  },
  XERO_PAYMENT_ALLOCATED: {
    message: 'The document in Xero has a payment or a credit on it and cannot be changed.',
    remedy: 'Remove the payment or credit in Xero first, or send a credit note.',
    who: 'xeroUser',
  },
  XERO_NEGATIVE_TOTAL: {
    message: 'Xero takes no document with a negative total, so it was not posted.',
    remedy: 'Send it as a credit note.',
    who: 'requester',
  },
  XERO_CURRENCY_NOT_SUBSCRIBED: {
    message: 'The organisation in Xero does not use the currency {currency}, so the invoice was not posted.',
    remedy: 'Add the currency in Xero; some plans of Xero allow only one.',
    who: 'xeroUser',
  },
  XERO_APPROVAL_LIMIT: {
    message: 'The plan of the organisation in Xero allows no more approved invoices this month.',
    remedy: 'Send the invoice as Draft, or change the plan in Xero.',
    who: 'xeroUser',
  },
  XERO_TAX_ABOVE_LINE: {
    message: 'Xero found more tax than amount on a line, so the invoice was not posted.',
    remedy: 'Correct the tax of the line.',
    who: 'requester',
  },
  XERO_EMAIL_NOT_VALID: {
    message: 'Xero does not accept the e-mail address of the customer, so nothing was posted.',
    remedy: 'Correct the e-mail address.',
    who: 'requester',
  },
  XERO_TYPE_NOT_VALID: {
    message: 'Xero does not allow this type of document here, so it was not posted.',
    remedy: 'Choose another type for the invoice.',
    who: 'requester',
  },
  XERO_ITEM_NOT_VALID: {
    message: 'Xero does not accept the item {item} on this document, so it was not posted.',
    remedy: 'Look at the item in Xero; it may have been deleted or may not be for sale.',
    who: 'xeroUser',
  },
  XERO_ROLE_TOO_LOW: {
    message: 'The person who connected Xero, {connectedBy}, may not do this there.',
    remedy: 'Give that person a role with invoicing in Xero, or connect again with somebody who has it.',
    who: 'administrator',
  },
  XERO_REFUSED: {
    message: 'Xero refused the document, so it was not posted.',
    remedy: "Xero's own words below say why; correct the invoice and send it again.",
    who: 'requester',
  },
} as const satisfies Record<string, Cause>;
