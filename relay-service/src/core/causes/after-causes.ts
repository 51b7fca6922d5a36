/** What can stand against what follows a document: allocation, mail, note, contact, and what a cancellation in Dynamics asks for. */
import type { Cause } from './cause.ts';

export const afterCauses = {
  ALLOCATION_NEEDS_INVOICE: {
    message: 'The credit note does not say which invoice it credits, so nothing was allocated.',
    remedy: 'Choose the invoice in "Credits invoice", then press Allocate.',
    who: 'requester',
  },
  ALLOCATION_OF_INVOICE: {
    message: 'Only a credit note that is in Xero can be allocated, and this is none.',
    remedy: 'Send it as a credit note first.',
    who: 'requester',
  },
  ALLOCATION_INVOICE_NOT_IN_XERO: {
    message: 'The invoice that {credit} credits is not in Xero, so nothing was allocated.',
    remedy: 'Send that invoice first, then press Allocate on the credit note.',
    who: 'requester',
  },
  ALLOCATION_OF_OTHER_SIDE: {
    message: '{credit} cannot be allocated to {invoice}: one is a sales document, the other a purchase one, or neither is a credit note.',
    remedy: 'Choose the right invoice in "Credits invoice".',
    who: 'requester',
  },
  ALLOCATION_OF_OTHER_CONTACT: {
    message: '{credit} and {invoice} belong to two contacts in Xero, which allocates within one contact alone.',
    remedy: 'Choose the right invoice in "Credits invoice", or correct the contact of one of the two in Xero.',
    who: 'requester',
  },
  ALLOCATION_OF_OTHER_CURRENCY: {
    message: '{credit} is in {creditCurrency} and {invoice} in {currency}; Xero allocates within one currency alone.',
    remedy: 'Send a credit note in the currency of the invoice.',
    who: 'requester',
  },
  ALLOCATION_NOT_APPROVED: {
    message: '{document} is not approved in Xero yet, so nothing was allocated.',
    remedy: 'Approve it, then press Allocate on the credit note.',
    who: 'approver',
  },
  ALLOCATION_OF_ENDED: {
    message: '{document} is {status} in Xero, so nothing can be allocated.',
    remedy: 'Choose another invoice in "Credits invoice", or send the document again.',
    who: 'requester',
  },
  ALLOCATION_NOTHING_LEFT: {
    message: 'Nothing of {credit} is left to allocate; it was allocated or paid out in Xero already.',
    remedy: 'Look at the credit note in Xero.',
    who: 'xeroUser',
  },
  ALLOCATION_NOTHING_DUE: {
    message: 'Nothing is due on {invoice} any more, so {credit} was not allocated to it. Its credit stays with the customer.',
    remedy: 'Allocate it to another invoice in Xero, or pay it out there.',
    who: 'xeroUser',
  },
  ALLOCATION_IN_LOCKED_PERIOD: {
    message: '{credit} would be allocated on {date}, and the books in Xero are locked up to {lockDate}. Nothing was allocated.',
    remedy: 'Allocate it in Xero on {firstOpen} or later, or ask an adviser to open the period.',
    who: 'xeroUser',
  },
  EMAIL_NOT_APPROVED: {
    message: 'The invoice is {status} in Xero, and only an authorised one is mailed. No mail was sent.',
    remedy: 'Approve it; the mail goes out then.',
    who: 'approver',
  },
  EMAIL_OF_ENDED: {
    message: 'The invoice is {status} in Xero, and only one that is still to be paid is mailed. No mail was sent.',
    remedy: 'Nothing is to be done; if the customer needs a copy of it, look for it in Xero.',
    who: 'xeroUser',
  },
  EMAIL_OF_OTHER_KIND: {
    message: 'Xero mails sales invoices alone, and this is a {kind}. No mail was sent.',
    remedy: 'Send it to the customer another way.',
    who: 'requester',
  },
  EMAIL_WITHOUT_ADDRESS: {
    message: 'The contact in Xero has no e-mail address, so the invoice was not mailed.',
    remedy:
      'Enter the address on the contact in Xero. Then make a new one in the list Requests: action Send, this invoice, and under Choices "Send email from Xero".',
    who: 'xeroUser',
  },
  EMAIL_FROM_DEMO: {
    message: 'A demo company of Xero sends no mail, so the invoice was not mailed.',
    remedy: 'Nothing is to be done; a real organisation mails it.',
    who: 'requester',
  },
  XERO_TOTAL_DIFFERS: {
    message: 'Xero comes to {total}, and {wanted} was expected from Dynamics: a tax rate may have been changed in Xero a moment ago.',
    remedy: 'Press "Refresh from Xero" on the settings, then Check; void the document in Xero and send it again where Xero is wrong.',
    who: 'administrator',
  },
  EMAIL_TOTALS_DIFFER: {
    message:
      'The invoice in Xero is over {total}, Dynamics comes to {wanted}; a customer gets no invoice that does not agree. No mail was sent.',
    remedy: 'Press Update in Xero, or mail it from Xero.',
    who: 'requester',
  },
  EMAIL_CHANGED_SINCE: {
    message: 'The invoice could not be sent any more as it is now, so what is in Xero was not mailed.',
    remedy: 'Press Check to see what stands in the way, or mail it from Xero.',
    who: 'requester',
  },
  EMAIL_ALLOWANCE_USED: {
    message: "Xero's allowance of mails for today is used up. The invoice is mailed within 24 hours.",
    remedy: 'Nothing is to be done; a paying organisation may mail 1,000 a day.',
    who: 'requester',
  },
  EMAIL_MAY_HAVE_BEEN_SENT: {
    message: 'It is not known whether Xero mailed the invoice. It may have been sent, and it is not sent again by itself.',
    remedy: 'Look at the history of the invoice in Xero. If it was not sent, mail it from there.',
    who: 'xeroUser',
  },
  NOTE_MAY_HAVE_BEEN_ADDED: {
    message: 'It is not known whether Xero added the history note. It may be there, and it is not added again.',
    remedy: 'Nothing is to be done.',
    who: 'requester',
  },
  XERO_REFUSED_EFFECT: {
    message: 'Xero refused {what}. The document itself is in Xero all the same.',
    remedy: "Xero's own words say why; correct it there, then ask once more.",
    who: 'xeroUser',
  },
  CONTACT_SHARED: {
    message: 'The contact {contact} in Xero belongs to another customer too, so that it was not changed.',
    remedy: 'An administrator can give each customer a contact of its own under Xero Contacts.',
    who: 'administrator',
  },
  CANCELED_WITH_PAYMENTS: {
    message:
      'The invoice was canceled in Dynamics, but {paid} {currency} are paid or credited on {document} in Xero and {due} are still due.',
    remedy: 'Send a credit note for what is due, or turn on "Create credit note automatically" in the settings.',
    who: 'requester',
    choice: true,
  },
  CANCELED_IN_LOCKED_PERIOD: {
    message: 'The invoice was canceled in Dynamics; {document} in Xero is dated {date}, and its books are locked up to {lockDate}.',
    remedy: 'Send a credit note dated {firstOpen} or later, or turn on "Create credit note automatically" in the settings.',
    who: 'requester',
    choice: true,
  },
  CANCELED_STILL_IN_XERO: {
    message: 'The invoice was canceled in Dynamics; {document} still stands in Xero ({status}).',
    remedy: 'Press Void in Xero, or turn on "Create credit note automatically" in the settings.',
    who: 'approver',
    choice: true,
  },
  CANCELED_BILL: {
    message: "The bill was canceled in Dynamics; {document} in Xero cannot be voided, and its credit note has the supplier's number.",
    remedy: "Send the supplier's credit note as a document of its own.",
    who: 'requester',
    choice: true,
  },
  CANCELED_CREDIT_NOTE: {
    message: 'The credit note was canceled in Dynamics; {document} is allocated or lies in a closed period in Xero, so it stays there.',
    remedy: 'Remove its allocations in Xero and void it there, or send an invoice that takes it back.',
    who: 'xeroUser',
    choice: true,
  },
} as const satisfies Record<string, Cause>;
