/** What whoever runs a relay copies into Xero's and Microsoft's own pages, word by word. */
import type { Config } from '../../config.ts';
import { customConnectionScope } from '../../tokens/application-tokens.ts';
import { xeroConsentScope } from '../../tokens/xero-sign-in.ts';

export interface ValueToCopy {
  /** The field there, as that page calls it. */
  readonly field: string;
  readonly value: string;
  readonly why: string;
}
export interface PageToFill {
  readonly title: string;
  /** The way to it. */
  readonly where: string;
  readonly values: readonly ValueToCopy[];
}

/** What an app of one's own at Xero means, before it is certified ("Pricing and policy updates", developer.xero.com). */
export const ownXeroApp: readonly string[] = [
  'It holds 5 connections, and each organisation allows it 1,000 calls a day (about 20,000 invoices sent in bulk, or 300 sent one by one).',
  'An organisation lets in two uncertified apps at the most; a third is refused by Xero until one of them is disconnected.',
  'The address of the relay must be https, and reachable from the internet for the webhooks of Dynamics and Xero.',
  'A custom connection in its place reaches one organisation of your own: nobody signs in, and it does not count among the uncertified apps. Xero charges for it by the month, and offers it in Australia, New Zealand, the United Kingdom and the United States.',
  "The app's name may not contain Xero's; call it Stellarise Connector.",
];

/** Why each scope is asked for; the least that the connector needs. */
export const scopeReasons: Readonly<Record<string, string>> = {
  openid: 'says who connects, so that a refusal for the want of a role in Xero can name the person',
  profile: 'the name of that person',
  email: 'the address of that person',
  offline_access: 'goes on sending when nobody is signed in',
  'accounting.invoices': 'creates and reads invoices, bills, credit notes and items',
  'accounting.contacts': 'finds a customer, or creates one where the settings allow it',
  'accounting.settings.read': 'reads accounts, tax rates, tracking, branding themes and lock dates; changes none of them',
  'accounting.payments.read': 'shows in Dynamics what was paid',
};

/** Both pages, filled in for this relay. */
export const pagesToFill = ({ RELAY_PUBLIC_URL: origin }: Pick<Config, 'RELAY_PUBLIC_URL'>): readonly PageToFill[] => [
  {
    title: 'Xero',
    where: 'developer.xero.com > My Apps > New app > Web app',
    values: [
      { field: 'App name', value: 'Stellarise Connector', why: 'what people see when they allow access' },
      { field: 'Company or application URL', value: origin, why: 'the portal' },
      { field: 'Redirect URI', value: `${origin}/oauth/xero/callback`, why: 'where people come back to after allowing access' },
      { field: 'Login URL for launcher', value: `${origin}/login`, why: "opens the portal from Xero's app launcher" },
      { field: 'Webhooks > Delivery URL', value: `${origin}/hooks/xero`, why: 'Xero says at once when something changed there' },
      { field: 'Scopes (asked for, nothing to fill in)', value: xeroConsentScope, why: 'the least that the connector needs' },
    ],
  },
  {
    title: 'Xero, by a custom connection (in place of the app above)',
    where: 'developer.xero.com > My Apps > New app > Custom connection',
    values: [
      { field: 'App name', value: 'Stellarise Connector', why: 'what whoever authorises it sees' },
      { field: 'Scopes (chosen there)', value: customConnectionScope, why: 'the least that the connector needs' },
      {
        field: 'Authorising user',
        value: 'a Standard user or Adviser of the organisation',
        why: 'gets a mail with the link that authorises it',
      },
      { field: 'Webhooks > Delivery URL', value: `${origin}/hooks/xero`, why: 'Xero says at once when something changed there' },
      {
        field: 'Settings of the relay',
        value: 'XERO_CUSTOM_CONNECTION=yes and RELAY_SINGLE_TENANT=yes',
        why: 'with XERO_CLIENT_ID and XERO_CLIENT_SECRET of the custom connection; no redirect address is needed',
      },
    ],
  },
  {
    title: 'Microsoft Entra ID',
    where: 'entra.microsoft.com > App registrations > New registration > Accounts in any organizational directory',
    values: [
      { field: 'Name', value: 'Stellarise Connector', why: 'what people see when they consent' },
      { field: 'Redirect URI (Web)', value: `${origin}/oauth/entra/callback`, why: 'where people come back to after consenting' },
      {
        field: 'Redirect URI (Web), second',
        value: `${origin}/oauth/entra/admin-consent`,
        why: 'where an administrator comes back to after approving',
      },
      {
        field: 'Certificates & secrets',
        value: 'a certificate, or a client secret',
        why: 'ENTRA_CLIENT_CERTIFICATE holds the certificate with its private key, and only the certificate is uploaded; else ENTRA_CLIENT_SECRET holds the value of the secret',
      },
      {
        field: 'API permissions > Dynamics CRM > Delegated',
        value: 'user_impersonation',
        why: 'works in Dynamics as the person who connected, or as the application user',
      },
    ],
  },
];
