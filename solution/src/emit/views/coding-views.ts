/** Accounts and tax types by what they may be used for: lists for people, and what the lookups of forms offer. */
import { accountClass } from '../../schema/index.ts';
import type { Condition, ListToWorkFrom } from './view.ts';

const { revenue, expense, asset, liability } = accountClass.values;

const ofClass = (...classes: readonly { readonly value: number }[]): Condition => ({
  attribute: 'stl3_accountclass',
  operator: 'in',
  value: classes.map(({ value }) => value),
});
const system = 'stl3_systemaccount';
// Xero posts to its system accounts itself, and refuses lines on them.
const NO_SYSTEM_ACCOUNT: Condition = { attribute: system, operator: 'null' };
const yes = (attribute: string): readonly Condition[] => [{ attribute, operator: 'eq', value: 1 }];

/** Views of the chart of accounts. A lookup offers no account that sending would refuse. */
export const accountViews: Readonly<Record<string, ListToWorkFrom>> = {
  revenue: { title: 'Revenue accounts', conditions: [{ attribute: 'stl3_accountclass', operator: 'eq', value: revenue.value }] },
  cost: { title: 'Expense and asset accounts', conditions: [ofClass(expense, asset)] },
  'for-sales': { title: 'Accounts for sales invoices', conditions: [ofClass(revenue, liability, asset), NO_SYSTEM_ACCOUNT] },
  'for-bills': { title: 'Accounts for bills', conditions: [ofClass(expense, asset, liability), NO_SYSTEM_ACCOUNT] },
  // Where it depends on the invoice which side an account is for.
  'for-lines': { title: 'Accounts for lines', conditions: [ofClass(revenue, expense, asset, liability), NO_SYSTEM_ACCOUNT] },
  'for-rounding': {
    title: 'Accounts for rounding',
    conditions: [],
    anyOf: [NO_SYSTEM_ACCOUNT, { attribute: system, operator: 'eq', value: 'ROUNDING' }],
  },
};

/** Views of the tax types. */
export const taxTypeViews: Readonly<Record<string, ListToWorkFrom>> = {
  'for-revenue': { title: 'Tax types for revenue', conditions: yes('stl3_forrevenue') },
  'for-expenses': { title: 'Tax types for expenses', conditions: yes('stl3_forexpenses') },
};
