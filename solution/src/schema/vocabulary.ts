/** Every global choice of the product. Offsets are for ever. */
import { defineChoice } from './choices.ts';

/** What a person or flow asks for on an invoice. */
export const requestAction = defineChoice('stl3_requestaction', 'Xero request action', {
  check: [0, 'Check'],
  send: [1, 'Send'],
  approve: [2, 'Approve'],
  update: [3, 'Update'],
  void: [4, 'Void'],
  refresh: [5, 'Refresh'],
  accept: [6, 'Accept'],
  allocate: [7, 'Allocate'],
});
/** Life of a request row. */
export const requestState = defineChoice('stl3_requeststate', 'Xero request state', {
  requested: [0, 'Requested'],
  taken: [1, 'Taken'],
  done: [2, 'Done'],
  refused: [3, 'Refused'],
});
export const invoiceType = defineChoice('stl3_invoicetype', 'Invoice type', {
  salesInvoice: [0, 'Sales invoice'],
  bill: [1, 'Bill'],
  salesCreditNote: [2, 'Sales credit note'],
  billCreditNote: [3, 'Bill credit note'],
});
export const lineAmountTypes = defineChoice('stl3_lineamounttypes', 'Line amount types', {
  exclusive: [0, 'Exclusive'],
  inclusive: [1, 'Inclusive'],
  noTax: [2, 'No tax'],
});
/** The status that a document is sent with. */
export const sendStatus = defineChoice('stl3_sendstatus', 'Xero invoice status to send', {
  draft: [0, 'Draft'],
  submitted: [1, 'Submitted'],
  authorised: [2, 'Authorised'],
});
/** Where an invoice stands on its way to Xero, as the status control shows it. */
export const exportState = defineChoice('stl3_exportstate', 'Xero export state', {
  notSent: [0, 'Not sent'],
  checked: [1, 'Checked'],
  waiting: [2, 'Waiting'],
  sending: [3, 'Sending'],
  checkingWithXero: [4, 'Checking with Xero'],
  sent: [5, 'In Xero'],
  needsChoice: [6, 'Needs a choice'],
  blocked: [7, 'Blocked'],
  partPaid: [8, 'Part-paid'],
  paid: [9, 'Paid'],
  credited: [10, 'Credited'],
  voided: [11, 'Voided'],
  deleted: [12, 'Deleted'],
});
/** The document's own status at Xero (Accounting API, Invoices: Status codes). */
export const xeroStatus = defineChoice('stl3_xerostatus', 'Xero status', {
  draft: [0, 'Draft'],
  submitted: [1, 'Submitted'],
  authorised: [2, 'Authorised'],
  paid: [3, 'Paid'],
  voided: [4, 'Voided'],
  deleted: [5, 'Deleted'],
});
export const verdict = defineChoice('stl3_verdict', 'Preflight verdict', {
  ready: [0, 'Ready'],
  blocked: [1, 'Blocked'],
  needsChoice: [2, 'Needs a choice'],
});
export const driftState = defineChoice('stl3_driftstate', 'Drift', {
  none: [0, 'None'],
  editedInDynamics: [1, 'Edited in Dynamics'],
  changedInXero: [2, 'Changed in Xero'],
  both: [3, 'Changed on both sides'],
});
export const historyResult = defineChoice('stl3_historyresult', 'Sync result', {
  succeeded: [0, 'Succeeded'],
  refused: [1, 'Refused'],
  failed: [2, 'Failed'],
  checking: [3, 'Checking with Xero'],
});
export const startedBy = defineChoice('stl3_startedby', 'Started by', {
  person: [0, 'Person'],
  flow: [1, 'Flow'],
  automatic: [2, 'Automatic sending'],
  xero: [3, 'Xero'],
  relay: [4, 'Connector'],
});
/** How a Xero contact was tied to a customer. */
export const matchedBy = defineChoice('stl3_matchedby', 'Matched by', {
  storedId: [0, 'Stored id'],
  contactNumber: [1, 'Contact number'],
  accountNumber: [2, 'Account number'],
  name: [3, 'Name'],
  created: [4, 'Created in Xero'],
  person: [5, 'Chosen by a person'],
});
export const contactState = defineChoice('stl3_contactstate', 'Customer link state', {
  linked: [0, 'Linked'],
  toConfirm: [1, 'To confirm'],
});
export const connectionState = defineChoice('stl3_connectionstate', 'Connection state', {
  connected: [0, 'Connected'],
  reconnect: [1, 'Reconnect needed'],
  disconnected: [2, 'Disconnected'],
  copied: [3, 'Copied environment'],
  takenOver: [4, 'Taken over by another relay'],
});
export const subscriptionState = defineChoice('stl3_subscriptionstate', 'Subscription', {
  notStarted: [0, 'Not started'],
  trial: [1, 'Trial'],
  trialOver: [2, 'Trial over'],
  active: [3, 'Active'],
  ended: [4, 'Ended'],
});
export const accountClass = defineChoice('stl3_accountclass', 'Account class', {
  asset: [0, 'Asset'],
  equity: [1, 'Equity'],
  expense: [2, 'Expense'],
  liability: [3, 'Liability'],
  revenue: [4, 'Revenue'],
});
export const contactUpdates = defineChoice('stl3_contactupdates', 'Contact updates', {
  never: [0, 'Never'],
  fillEmpty: [1, 'Fill empty fields'],
  keepInStep: [2, 'Keep in step'],
});
export const creditAllocation = defineChoice('stl3_creditallocation', 'Allocation of credit notes', {
  automatic: [0, 'Once both documents are authorised'],
  ask: [1, 'When somebody presses Allocate'],
});
export const billTo = defineChoice('stl3_billto', 'Bill to', {
  customer: [0, 'Customer of the invoice'],
  contactsCompany: [1, "Contact's company"],
  parent: [2, 'Parent account'],
  namedLookup: [3, 'A named lookup'],
});
export const resendNumber = defineChoice('stl3_resendnumber', 'Number for a resend after void', {
  xero: [0, "Xero's next number"],
  suffix: [1, 'Same number with a suffix'],
  ask: [2, 'Ask'],
});
export const discountWay = defineChoice('stl3_discountway', 'Invoice discount', {
  spread: [0, 'Spread over the accounts of the lines'],
  linePerTaxType: [1, 'One line per tax type'],
});
export const taxSource = defineChoice('stl3_taxsource', 'Tax source', {
  xeroComputes: [0, 'Xero computes'],
  dynamicsIsTruth: [1, 'Dynamics is truth'],
});
export const rateSource = defineChoice('stl3_ratesource', 'Exchange rate source', {
  xero: [0, "Xero's rate of the day"],
  dynamics: [1, "Dynamics' rate"],
});
export const dateSource = defineChoice('stl3_datesource', 'Invoice date source', {
  dateDelivered: [0, 'Date Delivered'],
  createdOn: [1, 'Created On'],
  today: [2, 'Today'],
  column: [3, 'Another date column'],
});
export const futureDate = defineChoice('stl3_futuredate', 'Date in the future', {
  wait: [0, 'Wait until the date arrives'],
  warn: [1, 'Send with a warning'],
});
export const foldedLine = defineChoice('stl3_foldedline', 'Quantity or price that Xero cannot hold', {
  fold: [0, 'Send as quantity 1 with the original in the description'],
  refuse: [1, 'Refuse'],
});
export const referenceSource = defineChoice('stl3_referencesource', 'Reference source', {
  description: [0, 'Description'],
  column: [1, 'Another column'],
});
export const freightTax = defineChoice('stl3_freighttax', 'Freight tax', {
  taxType: [0, 'The tax type below'],
  sameAsLines: [1, 'Same as the lines'],
});
export const trackingSource = defineChoice('stl3_trackingsource', 'Tracking default', {
  fixed: [0, 'The options below'],
  owner: [1, "Option named as the invoice's owner"],
  businessUnit: [2, "Option named as the owner's business unit"],
});
export const automaticSending = defineChoice('stl3_automaticsending', 'Automatic sending', {
  off: [0, 'Off'],
  dateArrives: [1, 'When the date arrives'],
  atStatus: [2, 'At a status'],
});
export const reconciliationState = defineChoice('stl3_reconciliationstate', 'Reconciliation state', {
  running: [0, 'Running'],
  done: [1, 'Done'],
  failed: [2, 'Failed'],
});
export const differenceKind = defineChoice('stl3_differencekind', 'Kind of difference', {
  missingInXero: [0, 'Missing in Xero'],
  extraInXero: [1, 'Extra in Xero'],
  amount: [2, 'Amount differs'],
  status: [3, 'Status differs'],
  twiceInXero: [4, 'Twice in Xero'],
});
