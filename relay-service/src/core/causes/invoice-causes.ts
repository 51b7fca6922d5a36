import type { Cause } from './cause.ts';

/** Causes that lie in the invoice itself. */
export const invoiceCauses = {
  INVOICE_CANCELED: {
    message: 'The invoice is canceled in Dynamics, so it is not sent to Xero.',
    remedy: 'Reactivate the invoice if it is meant to be sent.',
    who: 'requester',
  },
  INVOICE_CLOSED: {
    message: 'The invoice is closed in Dynamics, so it is not sent to Xero.',
    remedy: 'Reactivate the invoice if it is meant to be sent.',
    who: 'requester',
  },
  CUSTOMER_MISSING: {
    message: 'The invoice has no customer, so Xero would not know whom to bill.',
    remedy: 'Choose an account or a contact as the customer of the invoice.',
    who: 'requester',
  },
  CUSTOMER_NOT_READABLE: {
    message: 'The customer of the invoice cannot be read: it was deleted, or is neither an account nor a contact.',
    remedy: 'Choose an account or a contact as the customer of the invoice.',
    who: 'requester',
  },
  PAYER_NOT_READABLE: {
    message:
      'Whoever {column} of the invoice names to be billed cannot be read: it was deleted, is neither an account nor a contact, or the connection may not read it.',
    remedy: 'Choose an account or a contact there, or empty it so that the customer of the invoice is billed.',
    who: 'requester',
  },
  CUSTOMER_NAME_MISSING: {
    message: 'The customer of the invoice has no name, and Xero needs one.',
    remedy: 'Give the customer a name.',
    who: 'requester',
  },
  CUSTOMER_NAME_NOT_ALLOWED: {
    message: 'The name of the customer cannot be a name in Xero: it holds < or > or a control character, or is longer than 255 characters.',
    remedy: 'Correct the name of the customer, or link the customer to a contact that is in Xero already.',
    who: 'requester',
  },
  NO_LINES: {
    message: 'The invoice has no lines, so there is nothing to send.',
    remedy: 'Add at least one product or write-in line.',
    who: 'requester',
  },
  TOO_MANY_LINES: {
    message: 'The invoice has {count} lines; one document can take at most {limit}.',
    remedy: 'Split the invoice.',
    who: 'requester',
  },
  DOCUMENT_TOO_LARGE: {
    message: 'The texts of the invoice are too long together for one document in Xero.',
    remedy: 'Shorten the descriptions of the lines, or split the invoice.',
    who: 'requester',
  },
  PRICING_ERROR: {
    message: 'Dynamics could not price the invoice (pricing error {error}), so its amounts cannot be trusted.',
    remedy: 'Mend the price list, unit or quantity that Dynamics complains of, and recalculate the invoice.',
    who: 'requester',
  },
  CURRENCY_MISSING: {
    message: 'The invoice has no currency, or its currency has no code.',
    remedy: 'Give the currency its three-letter code; on an invoice without a currency, make the invoice again with one.',
    who: 'requester',
  },
  CURRENCY_NOT_SUBSCRIBED: {
    message: '{organisation} in Xero does not use the currency {currency}.',
    remedy: 'Add {currency} to the currencies of the organisation in Xero; some plans of Xero allow only one.',
    who: 'xeroUser',
  },
  RATE_OF_XERO: {
    message: "Dynamics' exchange rate for {currency} cannot be used in Xero, so Xero's own rate of the day applies.",
    remedy: 'Nothing has to be done; the rate can be changed in Xero while the document is a draft.',
    who: 'requester',
  },
  DATE_MISSING: {
    message: 'The invoice has no date: {source} is empty.',
    remedy: 'Fill in {source}, or let an administrator turn on "Today if the date is empty".',
    who: 'requester',
  },
  DATE_INVALID: {
    message: 'The date {date} is no day of the calendar.',
    remedy: 'Correct {source}.',
    who: 'requester',
  },
  DATE_AMBIGUOUS: {
    message: 'The date of the invoice was entered in another time zone than {zone}; it may mean {dates}.',
    remedy: 'Choose which of these days is the date of the invoice.',
    who: 'requester',
    choice: true,
  },
  DATE_IN_FUTURE: {
    message: 'The date of the invoice, {date}, is in the future; today is {today}.',
    remedy: 'Send it when that day has come, or change the date.',
    who: 'requester',
  },
  DUE_DATE_MISSING: {
    message:
      'The invoice has neither a due date nor payment terms, nor has its contact in Xero, and Xero needs a due date for anything but a draft.',
    remedy: 'Fill in the due date or the payment terms, or send the invoice as Draft.',
    who: 'requester',
  },
  XERO_TERMS_UNREADABLE: {
    message: 'The payment terms that Xero has of {whose} are none that a due date can be told by.',
    remedy: 'Fill in the due date or the payment terms of the invoice, or correct the payment terms in Xero.',
    who: 'requester',
  },
  TERMS_UNKNOWN: {
    message:
      "The payment terms of the {whose} ({terms}) are your company's own, and nothing says how many days they mean, so there is no due date.",
    remedy: 'Fill in the due date of the invoice.',
    who: 'requester',
  },
  TERMS_UNKNOWN_DRAFT: {
    message:
      "The payment terms of the {whose} ({terms}) are your company's own, and nothing says how many days they mean, so the draft goes without a due date.",
    remedy: 'Fill in the due date of the invoice before it is approved.',
    who: 'requester',
  },
  TERMS_DISCOUNT_LEFT_OUT: {
    message: 'The payment terms grant 2 % for paying within 10 days; Xero knows no such discount and shows the due date in 30 days alone.',
    remedy: 'Write the discount into the description if the customer should read of it.',
    who: 'requester',
  },
  DUE_DATE_BEFORE_DATE: {
    message: 'The due date {dueDate} lies before the date {date} of the invoice, which Xero does not take.',
    remedy: 'Choose {date} or a later day as the due date, or an earlier date of the invoice.',
    who: 'requester',
  },
  LOCKED_PERIOD: {
    message: 'The date {date} lies in a period that is closed in Xero up to {lockDate}, so the invoice cannot be authorised there.',
    remedy: 'Choose {firstOpen} or a later day as the date, send it as Draft, or ask the adviser to move the lock date in Xero.',
    who: 'requester',
  },
  LOCKED_PERIOD_DRAFT: {
    message:
      'The date {date} lies in a period that is closed in Xero up to {lockDate}; the document can be sent, but not be approved there.',
    remedy: 'Choose {firstOpen} or a later day as the date before it is approved.',
    who: 'requester',
  },
  NUMBER_MISSING: {
    message: 'The invoice has no number to send: {source} is empty.',
    remedy: 'Fill in {source}, or let an administrator turn on "Use Xero invoice number".',
    who: 'requester',
  },
  NUMBER_TOO_LONG: {
    message: 'The number of the invoice is longer than the 255 characters that Xero takes.',
    remedy: 'Shorten {source}, or send another number.',
    who: 'requester',
  },
  NUMBER_NOT_PRINTABLE: {
    message: 'The number of the invoice holds characters that Xero does not take in a number.',
    remedy: 'Use only letters, digits and signs of the English keyboard in {source}, or send another number.',
    who: 'requester',
  },
  NUMBER_TAKEN: {
    message: 'The number {number} belongs to another document in Xero; voided and deleted ones count too.',
    remedy: 'Send the invoice with another number.',
    who: 'requester',
    choice: true,
  },
  NUMBER_RESERVED: {
    message: 'The number {number} is that of {other} too, which is sent at this moment; Xero takes a number once.',
    remedy: 'Give one of the two another number.',
    who: 'requester',
    choice: true,
  },
  BILL_NUMBER_MISSING: {
    message: "A bill needs the supplier's number, and there is none.",
    remedy: "Enter the supplier's number as the number of the bill.",
    who: 'requester',
  },
  TEXT_NOT_ALLOWED: {
    message: 'A text of the invoice holds control characters that Xero does not take.',
    remedy: 'Type the text anew; such characters usually come with a copy from another program.',
    who: 'requester',
  },
  BRANDING_THEME_UNKNOWN: {
    message: 'The branding theme of the invoice is not one of {organisation} in Xero.',
    remedy: 'Choose another branding theme, or none.',
    who: 'requester',
  },
  NEGATIVE_TOTAL: {
    message: 'The total of the invoice is negative, and Xero takes no negative invoice.',
    remedy: 'Send it as a credit note.',
    who: 'requester',
  },
  MIXED_CREDIT_NOTE: {
    message: 'The credit note is entered negative, but line {line} is above zero.',
    remedy: 'Enter a credit note either wholly positive or wholly negative.',
    who: 'requester',
  },
} as const satisfies Record<string, Cause>;
