import type { Cause } from './cause.ts';

/** Causes that lie in a line, its account, its tax, or in how the amounts come together. */
export const lineCauses = {
  LINE_TEXT_MISSING: {
    message: 'Line {line} has neither a name nor a description, and Xero needs one.',
    remedy: 'Give the line a name or a description.',
    who: 'requester',
  },
  LINE_AMOUNT_MISSING: {
    message: 'Line {line} has no {column}.',
    remedy: 'Fill it in, or recalculate the invoice.',
    who: 'requester',
  },
  AMOUNT_NOT_A_NUMBER: {
    message: 'An amount of the invoice is not a number: {column}.',
    remedy: 'Correct the amount, or recalculate the invoice.',
    who: 'requester',
  },
  AMOUNT_TOO_LARGE: {
    message: 'An amount is larger than the 9,999,999,999.99 that Xero can hold.',
    remedy: 'Correct the amount, or split the invoice.',
    who: 'requester',
  },
  AMOUNT_TOO_FINE: {
    message: 'The amount {amount} of the invoice has more than two decimals, and a total in Xero has two.',
    remedy: 'Round the amounts of the invoice to two decimals.',
    who: 'requester',
  },
  AMOUNT_NOT_WHOLE: {
    message: 'The amount {amount} of the invoice is not whole, although its currency has no smaller unit.',
    remedy: 'Round the amounts of the invoice to whole units of the currency.',
    who: 'requester',
  },
  LINE_NOT_REPRODUCIBLE: {
    message: 'Xero cannot reproduce {net} from the quantity and price of line {line}.',
    remedy: 'Change quantity or price, or let an administrator allow such lines to be sent as quantity 1.',
    who: 'requester',
  },
  PRODUCT_MISSING: {
    message: 'The product of line {line} no longer exists in Dynamics.',
    remedy: 'Replace the line by one with a product, or by a write-in.',
    who: 'requester',
  },
  PROJECT_LINE: {
    message: 'Line {line} comes from Project Operations; such invoices are not sent.',
    remedy: 'Send an invoice without project lines.',
    who: 'requester',
  },
  ACCOUNT_MISSING: {
    message: 'Line {line} has no account: neither the line nor its product nor the settings name one.',
    remedy: 'Choose an account on the line or the product, or let an administrator set the {side} account.',
    who: 'requester',
  },
  ACCOUNT_UNKNOWN: {
    message: 'The account {place} is not in the chart of accounts of {organisation}.',
    remedy: 'Choose an account of this connection.',
    who: 'requester',
  },
  ACCOUNT_INACTIVE: {
    message: 'The account {account} {place} is archived in Xero.',
    remedy: 'Choose another account, or restore it in Xero.',
    who: 'requester',
  },
  ACCOUNT_CLASS_NOT_ALLOWED: {
    message: 'The account {account} {place} is of the class {class}, which a {kind} cannot be posted to.',
    remedy: 'Choose an account of another class.',
    who: 'requester',
  },
  ACCOUNT_OF_SYSTEM: {
    message: 'The account {account} {place} is kept by Xero itself and takes no lines.',
    remedy: 'Choose another account.',
    who: 'requester',
  },
  TAX_TYPE_MISSING: {
    message: 'Line {line} has no tax type: neither the line, the customer, the product nor the settings name one.',
    remedy: 'Choose a tax type on the line or the product, or let an administrator set the {side} tax type.',
    who: 'requester',
  },
  TAX_TYPE_UNKNOWN: {
    message: 'The tax type {place} is not one of {organisation} in Xero.',
    remedy: 'Choose a tax type of this connection.',
    who: 'requester',
  },
  TAX_TYPE_INACTIVE: {
    message: 'The tax type {taxType} {place} is no longer active in Xero.',
    remedy: 'Choose another tax type.',
    who: 'requester',
  },
  TAX_RATE_NOT_A_NUMBER: {
    message: 'The tax type {taxType} {place} has no rate that can be calculated with.',
    remedy: 'An administrator refreshes the tax types from Xero in the portal; until then, choose another one.',
    who: 'administrator',
  },
  TAX_TYPE_NOT_ALLOWED: {
    message: 'The tax type {taxType} {place} cannot be used with the account {account} in Xero.',
    remedy: 'Choose another tax type or another account; which fits is a question for the accountant.',
    who: 'requester',
  },
  TAX_AUTOMATIC: {
    message: 'The tax type {taxType} {place} is computed by an automatic sales tax service, which cannot be checked beforehand.',
    remedy: 'Choose a tax type with a rate of its own.',
    who: 'requester',
  },
  TAX_WITHIN_INCLUSIVE: {
    message: 'Line {line} carries tax in Dynamics although the prices are said to include tax; Dynamics has added it on top.',
    remedy: 'Send the invoice with amounts exclusive of tax, or take the tax off the line.',
    who: 'requester',
  },
  TAX_WITHOUT_TAX: {
    message: 'Line {line} carries tax in Dynamics although the document is sent without tax.',
    remedy: 'Send the invoice with amounts exclusive of tax, or take the tax off the line.',
    who: 'requester',
  },
  TAX_ON_SOME_LINES: {
    message:
      'Line {line} carries no tax in Dynamics although other lines do, and its tax type {taxType} would make it {computed} in Xero{beside}.',
    remedy: 'Enter {computed} as the tax of the line, or choose a tax type without tax for it.',
    who: 'requester',
  },
  TAX_RATE_DIFFERS: {
    message: 'Line {line} carries {tax} of tax in Dynamics, but the tax type {taxType} gives {computed} in Xero{beside}.',
    remedy: 'Enter {computed} as the tax of the line, or choose the tax type that its tax was computed with.',
    who: 'requester',
  },
  NET_DOES_NOT_TIE: {
    message: 'Without tax the invoice is {ours} in Dynamics and would be {theirs} in Xero.',
    remedy: 'Recalculate the invoice; for a difference of cents an administrator can set a rounding account.',
    who: 'requester',
  },
  TAX_DOES_NOT_TIE: {
    message: 'The tax of the invoice is {ours} in Dynamics and would be {theirs} in Xero.',
    remedy:
      'Change the tax of the lines so that it comes to {theirs}. Where the tax source is Xero computes, an administrator can have cents closed by a rounding account.',
    who: 'requester',
  },
  TAX_BEFORE_DISCOUNT: {
    message:
      'The tax of the invoice is {ours} in Dynamics, as if there were no invoice discount; after the discount it is {theirs} in Xero.',
    remedy:
      'Work out the tax of each line after its share of the discount, {theirs} in all. Where it is due on the full price, an administrator has the discount sent as one line per tax type, with a tax type without tax.',
    who: 'requester',
  },
  FREIGHT_TAX_LEFT_OUT: {
    message: 'Xero would charge {tax} of tax on the freight, which the tax of {ours} in Dynamics does not hold.',
    remedy:
      'Empty the freight amount and enter the freight as a write-in line with its tax, or let an administrator have freight taxed by a tax type without tax.',
    who: 'requester',
  },
  TOTAL_DOES_NOT_TIE: {
    message: 'The total of the invoice is {ours} in Dynamics, but its parts come to {theirs}.',
    remedy: 'Recalculate the invoice in Dynamics.',
    who: 'requester',
  },
  TRACKING_UNKNOWN: {
    message: 'A tracking option {place} is not one of {organisation} in Xero.',
    remedy: 'Choose a tracking option of this connection.',
    who: 'requester',
  },
  TRACKING_INACTIVE: {
    message: 'The tracking option {option} {place} is archived in Xero.',
    remedy: 'Choose another tracking option.',
    who: 'requester',
  },
  TRACKING_TWICE: {
    message: 'Both tracking options {place} are of the category {category}, and Xero takes one of each.',
    remedy: 'Choose options of different categories.',
    who: 'requester',
  },
  ITEM_CODE_CLASH: {
    message:
      'Xero would take {products} for one item, {code}, because it knows only 30 characters of a product number. Line {line} needs one of its own.',
    remedy:
      'Give the products numbers that differ in their first 30 characters, or say under Xero Items which item each is; if it is one item, give it the same name in Xero.',
    who: 'requester',
    choice: true,
  },
  ITEM_CHOSEN_GONE: {
    message: 'The item {code} that was chosen for the product of line {line} is not in Xero; it may be archived or deleted there.',
    remedy: 'Choose another item under Xero Items, bring it back in Xero, or allow the settings to create products there.',
    who: 'administrator',
  },
  ITEM_TRACKED: {
    message: 'The item {code} of line {line} is counted as stock in Xero; the document moves what Xero has of it.',
    remedy: 'Nothing is to be done if that is meant; else take the product off the line, or stop counting the item in Xero.',
    who: 'xeroUser',
  },
} as const satisfies Record<string, Cause>;
