/** What is asked for at Xero and why, scope by scope: shown before the person leaves for Xero. */

/** In the order in which the relay asks for them; a test holds the list to what is really asked. */
export const scopeReasons: readonly { readonly scope: string; readonly what: string; readonly why: string }[] = [
  {
    scope: 'openid',
    what: 'Who you are',
    why: 'So that, if Xero ever refuses something because your role there is too low, people read whose role it is. Nobody is written to.',
  },
  { scope: 'profile', what: 'Your name', why: 'For the same; it is kept encrypted, and forgotten when you disconnect.' },
  { scope: 'email', what: 'Your e-mail address', why: 'For the same, where two people have one name.' },
  {
    scope: 'offline_access',
    what: 'Stay connected',
    why: 'So that an invoice can be sent whenever somebody clicks, without anybody signing in to Xero each time. It ends when you disconnect.',
  },
  {
    scope: 'accounting.invoices',
    what: 'Invoices, bills, credit notes and items',
    why: 'To create what you send from Dynamics, and to approve, update or void it when you ask for that.',
  },
  {
    scope: 'accounting.contacts',
    what: 'Contacts',
    why: 'To find the contact of your customer, and to make or change one where the settings allow it. None is removed.',
  },
  {
    scope: 'accounting.settings.read',
    what: 'Settings, read only',
    why: 'To offer your own accounts, tax rates, tracking and branding themes, and to respect currencies and lock dates.',
  },
  { scope: 'accounting.payments.read', what: 'Payments, read only', why: 'To show in Dynamics what was paid.' },
];
