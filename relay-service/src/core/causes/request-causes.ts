/** What can be wrong with a request itself. */
import type { Cause } from './cause.ts';

export const requestCauses = {
  INVOICE_GONE: {
    message: 'The invoice was deleted before it could be read. Nothing was sent.',
    remedy: 'If it was deleted by mistake, make it again and send that one.',
    who: 'requester',
  },
  ACTION_NOT_YET: {
    message: 'This version of the connector cannot do that yet. Nothing was changed.',
    remedy: 'Do it in Xero, then press Refresh here.',
    who: 'requester',
  },
  CONNECTOR_UNKNOWN: {
    message: 'No connection to Xero serves this invoice. Nothing was sent.',
    remedy: 'Choose a connector on the invoice, or ask an administrator to make one the default.',
    who: 'administrator',
  },
  CONNECTION_REMOVED: {
    message: 'The connection to Xero was removed before the invoice could be sent. Nothing was sent.',
    remedy: 'An administrator connects Xero again in the portal; then send the invoice again.',
    who: 'administrator',
  },
  CONNECTION_REMOVED_IN_DOUBT: {
    message: 'The connection to Xero was removed while the invoice was on its way, so nobody knows yet whether it arrived there.',
    remedy: 'Look for it in Xero before you send it again; once Xero is connected again, the connector finds out by itself.',
    who: 'administrator',
  },
  CONNECTION_REMOVED_IN_XERO: {
    message: 'The invoice is in Xero; the connection was removed before its number could be written here.',
    remedy: 'Do not send it again. Once Xero is connected again, the connector writes it here by itself.',
    who: 'administrator',
  },
  NOT_ARRIVED: {
    message: 'The invoice was looked for in Xero and is not there.',
    remedy: 'Send the invoice again.',
    who: 'requester',
  },
  SOLUTION_TOO_OLD: {
    message: 'Dynamics has version {installed} of the solution, and the connector serves {needed} or newer. Nothing was sent.',
    remedy: 'An administrator downloads the newest solution from {link} and imports it; then send the invoice again.',
    who: 'administrator',
  },
  CONNECTOR_NOT_CHOSEN: {
    message: 'Several connections to Xero could serve this invoice, and not exactly one of them is the default. Nothing was sent.',
    remedy: 'Choose a connector on the invoice, or let an administrator make one of them the default.',
    who: 'requester',
    choice: true,
  },
  NOT_IN_XERO: {
    message: 'The invoice was not sent to Xero yet, so there is nothing there to read or to change.',
    remedy: 'Press Send to Xero first.',
    who: 'requester',
  },
} as const satisfies Record<string, Cause>;
