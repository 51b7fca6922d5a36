import type { Cause } from './cause.ts';

/** Causes that lie in finding the contact in Xero. */
export const contactCauses = {
  CONTACT_CREATION_OFF: {
    message: '{customer} is not among the contacts in Xero, and the settings forbid making new ones.',
    remedy: 'Make the contact in Xero, link the customer to one, or let an administrator allow new contacts.',
    who: 'administrator',
  },
  CONTACT_ARCHIVED: {
    message: 'The contact {contact} is archived in Xero, and nothing can be sent to it.',
    remedy: 'Restore the contact in Xero, or choose another.',
    who: 'xeroUser',
    choice: true,
  },
  CONTACT_GONE: {
    message: 'The contact in Xero that stood for {customer} no longer exists.',
    remedy: 'Choose the contact anew.',
    who: 'administrator',
    choice: true,
  },
  CONTACT_AMBIGUOUS: {
    message: 'Several contacts in Xero may be {customer}.',
    remedy: 'Choose the right one; the answer is remembered.',
    who: 'requester',
    choice: true,
  },
  CONTACT_NAME_DIFFERS: {
    message: 'The account number of {customer} belongs to {contact} in Xero, which has another name.',
    remedy: 'Say whether they are the same; the answer is remembered.',
    who: 'requester',
    choice: true,
  },
  CONTACT_NEAR_MATCH: {
    message: '{contact} in Xero may be {customer}.',
    remedy: 'Say whether they are the same, or make a new contact; the answer is remembered.',
    who: 'requester',
    choice: true,
  },
  CONTACT_OF_ANOTHER: {
    message: "The contact {contact} in Xero is another customer's: it is linked to one in Dynamics, or has another account number.",
    remedy: 'Choose whether {customer} is billed with that contact too, or gets one of its own.',
    who: 'requester',
    choice: true,
  },
  CONTACT_OF_SEVERAL: {
    message: 'Several customers in Dynamics, {customer} among them, may be the contact {contact} in Xero.',
    remedy: 'Choose whose contact it is; the answer is remembered.',
    who: 'requester',
    choice: true,
  },
} as const satisfies Record<string, Cause>;
