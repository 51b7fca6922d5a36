import { choice, instant, lookup, memo, money, text } from '../columns.ts';
import { table } from '../table.ts';
import { contactState, matchedBy } from '../vocabulary.ts';

/** A Dynamics customer and its contact in Xero, one row per customer and connector. */
export const contactLink = table(
  'stl3_XeroContact',
  {
    label: 'Xero Contact',
    pluralLabel: 'Xero Contacts',
    description: 'Which contact in Xero a customer is.',
    audited: true,
    keys: [{ schemaName: 'stl3_CustomerKey', label: 'One per customer and connector', columns: ['stl3_connectorid', 'stl3_customerkey'] }],
  },
  {
    stl3_name: text('stl3_Name', 'Name', 255, 'Name of the contact in Xero.', { required: 'required' }),
    stl3_connectorid: lookup(
      'stl3_ConnectorId',
      'Connector',
      'stl3_dynamicsxeroconnector',
      'stl3_connector_xerocontact',
      'The connection.',
      { required: 'required', onDelete: 'Cascade' },
    ),
    stl3_accountid: lookup('stl3_AccountId', 'Account', 'account', 'stl3_account_xerocontact', 'The customer, where it is an account.'),
    stl3_contactid: lookup('stl3_ContactId', 'Contact', 'contact', 'stl3_contact_xerocontact', 'The customer, where it is a contact.'),
    stl3_customerkey: text('stl3_CustomerKey', 'Customer id', 36, "The customer's id as text.", { required: 'required' }),
    stl3_xeroid: text('stl3_XeroId', 'Xero contact id', 36, 'Id of the contact in Xero.', { audited: true }),
    stl3_matchedby: choice('stl3_MatchedBy', 'Matched by', matchedBy, 'How the two were tied.', { audited: true }),
    stl3_contactstate: choice('stl3_ContactState', 'State', contactState, 'Linked, or waiting for a person.', {
      default: 'linked',
      audited: true,
    }),
    stl3_candidates: memo('stl3_Candidates', 'Candidates', 20000, 'Contacts in Xero to choose from, as JSON.'),
    stl3_confirmedbyid: lookup('stl3_ConfirmedById', 'Confirmed by', 'systemuser', 'stl3_systemuser_xerocontact_confirmed', 'Who chose.', {
      audited: true,
    }),
    stl3_confirmedon: instant('stl3_ConfirmedOn', 'Confirmed on', 'When it was chosen.', { audited: true }),
    stl3_outstanding: money('stl3_Outstanding', 'Outstanding', 'What the customer owes in Xero.'),
    stl3_overdue: money('stl3_Overdue', 'Overdue', 'What of it is overdue.'),
    stl3_currencycode: text('stl3_CurrencyCode', 'Currency', 3, 'Currency of these amounts, ISO 4217.'),
  },
);
