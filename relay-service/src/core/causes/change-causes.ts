/** What can stand against changing a document that is in Xero. */
import type { Cause } from './cause.ts';

export const changeCauses = {
  CHANGE_NEEDS_APPROVER: {
    message: '{action} a document in Xero needs an Approver, which {requester} is not. Nothing was changed.',
    remedy: 'Ask an Approver; the role is Stellarise Connector Approver.',
    who: 'approver',
  },
  CHANGE_NEEDS_ANOTHER_APPROVER: {
    message: 'The invoice belongs to {requester}, and the settings ask for somebody else to authorise it. Nothing was changed in Xero.',
    remedy: 'Ask another Approver to press {button}.',
    who: 'approver',
  },
  DOCUMENT_ENDED: {
    message: 'The document is {status} in Xero, so it cannot be approved any more.',
    remedy: 'Send the invoice again; that makes a new document, which needs a number of its own.',
    who: 'requester',
  },
  APPROVE_WITHOUT_DUE_DATE: {
    message: 'The draft in Xero has no due date, and Xero approves no invoice without one.',
    remedy: 'Enter the due date in Xero, then approve it.',
    who: 'xeroUser',
  },
  VOID_WITH_PAYMENTS: {
    message: 'Payments or credits of {amount} {currency} lie on the document in Xero, so it cannot be voided.',
    remedy: 'Send a credit note, or remove the payments and credits in Xero first.',
    who: 'xeroUser',
  },
  VOID_ALLOCATED: {
    message: 'The credit note is allocated in Xero, so it cannot be voided.',
    remedy: 'Remove its allocations in Xero first.',
    who: 'xeroUser',
  },
  CHANGE_IN_LOCKED_PERIOD: {
    message: 'The document is dated {date}, and the books in Xero are locked up to {lockDate}. Nothing was changed.',
    remedy: 'Send a credit note dated {firstOpen} or later, or ask an adviser to open the period in Xero.',
    who: 'xeroUser',
  },
  APPROVE_IN_LOCKED_PERIOD: {
    message: 'The draft is dated {date}, and the books in Xero are locked up to {lockDate}, so it was not approved.',
    remedy: 'Date the invoice {firstOpen} or later, press Update in Xero and approve it then, or ask an adviser to open the period.',
    who: 'requester',
  },
  UPDATE_INTO_LOCKED_PERIOD: {
    message: 'The invoice would be dated {date} now, and the books in Xero are locked up to {lockDate}. Nothing was changed.',
    remedy: 'Date the invoice {firstOpen} or later and press Update in Xero, or ask an adviser to open the period in Xero.',
    who: 'requester',
  },
  SENT_BUT_NOT_FOUND: {
    message: 'The invoice was sent before, but {organisation} in Xero does not show the document any more. Nothing was sent again.',
    remedy: 'A demo company forgets everything when Xero resets it; an administrator can connect it anew. Otherwise ask support.',
    who: 'administrator',
  },
  CHANGED_SINCE_LOOKED: {
    message: 'The invoice, its contact in Xero, the settings or the rates changed since the preview that you looked at. Nothing was sent.',
    remedy: 'Look at the new preview, then send it.',
    who: 'requester',
  },
  UPDATE_OF_ENDED_DOCUMENT: {
    message: 'The document is {status} in Xero, so it cannot be brought up to date.',
    remedy: 'Send the invoice again; that makes a new document, which needs a number of its own.',
    who: 'requester',
  },
  UPDATE_OF_TYPE: {
    message: 'The document in Xero is a {kind}, and Xero cannot turn it into a {wanted}. Nothing was changed.',
    remedy: 'Void it in Xero, then send the invoice as what it is meant to be.',
    who: 'requester',
  },
  UPDATE_OF_PAID_DOCUMENT: {
    message: 'Payments, credits or allocations lie on the {kind} in Xero, which then cannot be changed. Nothing was changed.',
    remedy: 'Remove them in Xero first, or leave the document as it is.',
    who: 'xeroUser',
  },
  UPDATE_OF_PAID_AMOUNTS: {
    message: 'Something is paid or credited on the invoice in Xero, so its amounts stay as they are: {fields}. Nothing was changed.',
    remedy: 'Send a credit note for the difference, or remove the payments in Xero first.',
    who: 'requester',
  },
  UPDATE_OVERWRITES_CODING: {
    message: 'Somebody may have coded the document in Xero, and an update would overwrite it: {fields}. Nothing was changed.',
    remedy: 'Press Update in Xero once more to overwrite it, or set the same account and tracking in Dynamics first.',
    who: 'requester',
    choice: true,
  },
  SEVERAL_IN_XERO: {
    message: 'Xero holds more than one document that bears the mark of this invoice. Nothing more is sent for it.',
    remedy: 'Delete or void in Xero what is there twice; the connector looks again every hour.',
    who: 'xeroUser',
    choice: true,
  },
  RESEND_NUMBER_NEEDED: {
    message: 'The document {number} was voided in Xero, and its number cannot be used again there.',
    remedy:
      'In the list Requests, make a new one: action Send, this invoice, and under Choices the new number. Or an administrator lets the settings choose one after a void.',
    who: 'requester',
    choice: true,
  },
} as const satisfies Record<string, Cause>;
