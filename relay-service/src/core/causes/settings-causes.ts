import type { Cause } from './cause.ts';

/** Causes that lie in rights, settings and the connection. */
export const settingsCauses = {
  SETTINGS_COLUMN_UNKNOWN: {
    message: 'The settings name the column {column}, which invoices in Dynamics do not have or the connector may not read.',
    remedy: 'Correct the name in the settings; it is the logical name of the column, such as new_billedon.',
    who: 'administrator',
  },
  TIME_ZONE_UNKNOWN: {
    message: 'The settings name the time zone {zone}, which does not exist, so nobody can tell on which day the invoice is dated.',
    remedy: 'Correct the time zone in the settings; it is a name such as Europe/London, or empty for the zone of the organisation.',
    who: 'administrator',
  },
  CONNECTION_DOWN: {
    message: 'The connection to {organisation} in Xero is down, so nothing can be sent.',
    remedy: 'An administrator connects Xero again in the portal; what waits is sent then.',
    who: 'administrator',
  },
  ENVIRONMENT_COPIED: {
    message: 'This environment is a copy of the one that is connected to {organisation} in Xero, so nothing is sent from here.',
    remedy: 'Send from the original, or let an administrator connect this copy on its own.',
    who: 'administrator',
  },
  TAKEN_OVER: {
    message: 'Another installation of the connector has taken over {organisation} in Xero, so this one sends nothing.',
    remedy: 'Send from there, or let an administrator connect Xero here again.',
    who: 'administrator',
  },
  TRIAL_OVER: {
    message: 'The free trial for {organisation} is over, so sending has stopped. What was sent stays in Xero.',
    remedy: 'An administrator chooses a plan in the portal; the mappings are kept.',
    who: 'administrator',
  },
  SUBSCRIPTION_ENDED: {
    message: 'The subscription for {organisation} has ended, so sending has stopped. What was sent stays in Xero.',
    remedy: 'An administrator chooses a plan in the portal; the mappings are kept.',
    who: 'administrator',
  },
  NO_RIGHT_TO_INVOICE: {
    message: '{requester} may not read this invoice in Dynamics, so it was not sent.',
    remedy: 'Ask the owner of the invoice to share it.',
    who: 'administrator',
  },
  NO_ROLE: {
    message: '{requester} holds no role of Stellarise Connector, so the invoice was not sent.',
    remedy: 'An administrator can give the role Stellarise Connector User.',
    who: 'administrator',
  },
  NEEDS_APPROVER: {
    message: 'Sending as Authorised needs an Approver, which {requester} is not.',
    remedy: 'Send the invoice as Submitted, so that an Approver approves it, or ask an Approver to send it.',
    who: 'approver',
  },
  NEEDS_APPROVER_BY_SETTINGS: {
    message: 'The settings send invoices as Authorised, which needs an Approver, and {requester} is not one.',
    remedy: 'Send the invoice as Submitted, so that an Approver approves it, or ask an Approver to send it.',
    who: 'approver',
  },
  NEEDS_APPROVER_ABOVE: {
    message: 'The invoice is above {limit}, and such documents need an Approver.',
    remedy: 'Ask an Approver to send it.',
    who: 'approver',
  },
  NEEDS_ANOTHER_APPROVER: {
    message: 'The invoice belongs to {requester}, and the settings ask for somebody else to authorise it.',
    remedy: 'Send it as Submitted, or ask another Approver to send it.',
    who: 'approver',
  },
  MAPPINGS_NOT_CONFIRMED: {
    message: 'Nothing is sent to {organisation} before an administrator has confirmed the accounts and tax types in the settings.',
    remedy: 'An administrator presses Confirm mappings in the settings.',
    who: 'administrator',
  },
  ENVIRONMENT_HOST_NAMES_XERO: {
    message: "The address of this Dynamics environment holds Xero's name; Xero refuses links with it, and the document needs such a link.",
    remedy: 'A Power Platform administrator can change the address of the environment.',
    who: 'administrator',
  },
  FREIGHT_ACCOUNT_MISSING: {
    message: 'The invoice has a freight amount, and the settings name no freight account.',
    remedy: 'An administrator sets the freight account, or the freight is entered as a write-in line.',
    who: 'administrator',
  },
  FREIGHT_TAX_MISSING: {
    message: 'The invoice has a freight amount, and the settings do not say how it is taxed.',
    remedy: 'An administrator sets the freight tax type.',
    who: 'administrator',
  },
  FREIGHT_TAX_UNCLEAR: {
    message: 'Freight is to be taxed as the lines are, but the lines are taxed in different ways.',
    remedy: 'Enter the freight as a write-in line with a tax type, or let an administrator set the freight tax type.',
    who: 'requester',
  },
  DISCOUNT_ACCOUNT_MISSING: {
    message: 'The invoice has a discount on the whole, and the settings name no discount account.',
    remedy: 'An administrator sets the discount account, or has discounts spread over the accounts of the lines.',
    who: 'administrator',
  },
  DISCOUNT_WITHOUT_LINES: {
    message: 'The invoice has a discount on the whole, but no line with an amount to take it off.',
    remedy: 'Correct the discount.',
    who: 'requester',
  },
  ROUNDING_TAX_MISSING: {
    message: 'A rounding line is needed, but {organisation} has no tax type without tax for the rounding account.',
    remedy: 'An administrator chooses another rounding account.',
    who: 'administrator',
  },
} as const satisfies Record<string, Cause>;
