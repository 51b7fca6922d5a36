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
