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
    message: 'The date of the document lies in a period that is closed in Xero up to {lockDate}, so the invoice was not posted.',
    remedy: 'Choose a later date, send it as Draft, or ask the adviser to move the lock date in Xero.',
    who: 'requester',
  },
  XERO_STATUS_NOT_VALID: {
    message: 'The document in Xero has a status in which this cannot be done; it may have been paid, voided or deleted there.',
    remedy: 'Look at the document in Xero, then press Refresh here.',
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
    message: 'A line has more tax than amount, which Xero does not take, so the invoice was not posted.',
    remedy: 'Correct the price or the tax of the line.',
    who: 'requester',
  },
  XERO_EMAIL_NOT_VALID: {
    message: 'Xero does not accept the e-mail address of the customer, so the invoice was not posted.',
    remedy: 'Correct the e-mail address of the customer.',
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
  XERO_TAX_TYPE_NOT_VALID: {
    message: 'Xero does not know the tax type {taxType}, or does not allow it on this document, so the invoice was not posted.',
    remedy: 'Choose another tax type on the line, the customer or the product, or in the settings.',
    who: 'requester',
  },
  XERO_DUE_DATE_TOO_EARLY: {
    message: 'Xero takes no due date before the date of the document, so the invoice was not posted.',
    remedy: 'Correct the due date.',
    who: 'requester',
  },
  XERO_DATE_NOT_VALID: {
    message: 'Xero does not take the date of the document, so it was not posted.',
    remedy: 'Correct the date of the invoice.',
    who: 'requester',
  },
  XERO_THEME_NOT_VALID: {
    message: 'Xero does not know the branding theme any more, so the invoice was not posted.',
    remedy: 'Choose another branding theme, or none.',
    who: 'requester',
  },
  XERO_LINK_NOT_VALID: {
    message: 'Xero does not take the link to this Dynamics environment, which the document needs, so it was not posted.',
    remedy: "An administrator asks the connector's support; sending again does not help.",
    who: 'administrator',
  },
  XERO_NO_LINES: {
    message: 'Xero takes no document without lines, so the invoice was not posted.',
    remedy: 'Add at least one product or write-in line.',
    who: 'requester',
  },
  XERO_DISCOUNT_NOT_ALLOWED: {
    message: 'Xero does not take the discount of a line as it was sent, so the invoice was not posted.',
    remedy: 'Take the discount off the line and lower its price instead.',
    who: 'requester',
  },
  XERO_LINE_TOTAL_DIFFERS: {
    message: 'Xero comes to another amount for a line, so the invoice was not posted.',
    remedy: 'Recalculate the invoice in Dynamics and send it again.',
    who: 'requester',
  },
  XERO_TRACKING_NOT_VALID: {
    message: 'Xero does not take a tracking option of the invoice, so it was not posted.',
    remedy: 'Choose other tracking options; an administrator can refresh them from Xero in the portal.',
    who: 'requester',
  },
  XERO_DESCRIPTION_MISSING: {
    message: 'Xero asks for a description on every line, so the invoice was not posted.',
    remedy: 'Give every line a name or a description.',
    who: 'requester',
  },
  XERO_CONTACT_NUMBER_TAKEN: {
    message: 'Another contact in Xero has the number of this customer already, so the contact was not made.',
    remedy: 'Choose the contact that the customer is; the answer is remembered.',
    who: 'requester',
    choice: true,
  },
  XERO_CONTACT_GONE: {
    message: 'Xero does not know the contact any more, so the invoice was not posted.',
    remedy: 'Choose the contact anew; the answer is remembered.',
    who: 'requester',
    choice: true,
  },
  XERO_CONTACT_NAME_NOT_ALLOWED: {
    message: 'The name of the customer cannot be a name in Xero, so the contact was not made.',
    remedy: 'Correct the name of the customer, or choose a contact that is in Xero already.',
    who: 'requester',
  },
  XERO_TEXT_TOO_LONG: {
    message: 'A text is longer than the {limit} characters that Xero takes there, so the invoice was not posted.',
    remedy: "Shorten the text that Xero's own words below name.",
    who: 'requester',
  },
  XERO_KEY_USED: {
    message: 'Xero took the call for another one that it knows already, so the invoice was not posted by it.',
    remedy: 'Send it again; the connector looks first whether it is in Xero.',
    who: 'requester',
  },
  XERO_NOT_UNDERSTOOD: {
    message: 'Xero could not read the document as the connector wrote it, so it was not posted.',
    remedy: "An administrator gives Xero's own words below to the connector's support.",
    who: 'administrator',
  },
  XERO_ROLE_TOO_LOW: {
    message: 'Xero does not let {connectedBy}, who connected {organisation}, do this. Nothing was changed there.',
    remedy: 'An administrator of Xero gives that person a role with invoicing, or somebody who has it connects again in the portal.',
    who: 'administrator',
  },
  XERO_ROLE_TOO_LOW_OF_SOMEBODY: {
    message: 'Xero does not let the person who connected {organisation} do this. Nothing was changed there.',
    remedy: 'An administrator of Xero gives that person a role with invoicing, or somebody who has it connects again in the portal.',
    who: 'administrator',
  },
  XERO_REFUSED: {
    message: 'Xero refused the document, so it was not posted.',
    remedy: "Xero's own words below say why. Correct the invoice, then send it again.",
    who: 'requester',
  },
} as const satisfies Record<string, Cause>;
