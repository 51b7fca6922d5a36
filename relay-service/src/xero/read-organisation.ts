/** The organisation and its reference data, as Xero answers them. */
import type { WirePaymentTerms } from '../core/payment-terms.ts';
import { RemoteError } from '../errors.ts';
import type { XeroClient } from './client.ts';

export interface WireOrganisation {
  readonly OrganisationID: string;
  readonly Name: string;
  readonly ShortCode: string;
  readonly CountryCode: string;
  readonly BaseCurrency: string;
  readonly IsDemoCompany: boolean;
  readonly Timezone: string;
  readonly PeriodLockDate?: string;
  readonly EndOfYearLockDate?: string;
  readonly PaymentTerms?: WirePaymentTerms;
}
export interface WireAccount {
  readonly AccountID: string;
  readonly Code?: string;
  readonly Name: string;
  readonly Type: string;
  readonly Class: string;
  readonly Status: string;
  readonly TaxType?: string;
  readonly SystemAccount?: string;
  readonly Description?: string;
}
export interface WireTaxRate {
  readonly Name: string;
  readonly TaxType: string;
  readonly Status: string;
  readonly EffectiveRate?: number;
  readonly DisplayTaxRate?: number;
  readonly CanApplyToRevenue?: boolean;
  readonly CanApplyToExpenses?: boolean;
  readonly CanApplyToAssets?: boolean;
  readonly CanApplyToEquity?: boolean;
  readonly CanApplyToLiabilities?: boolean;
  readonly TaxComponents?: readonly { readonly Name: string; readonly Rate: number; readonly IsCompound: boolean }[];
}
export interface WireBrandingTheme {
  readonly BrandingThemeID: string;
  readonly Name: string;
  readonly SortOrder?: number;
}
export interface WireTrackingCategory {
  readonly TrackingCategoryID: string;
  readonly Name: string;
  readonly Status: string;
  readonly Options?: readonly { readonly TrackingOptionID: string; readonly Name: string; readonly Status: string }[];
}

export interface OrganisationData {
  readonly organisation: WireOrganisation;
  readonly currencies: readonly string[];
  readonly accounts: readonly WireAccount[];
  /** Only accounts that changed were asked for: one that is not there has not vanished. */
  readonly accountsChangedOnly?: boolean;
  readonly taxRates: readonly WireTaxRate[];
  readonly brandingThemes: readonly WireBrandingTheme[];
  readonly trackingCategories: readonly WireTrackingCategory[];
}

const halfRead = (message: string): RemoteError =>
  new RemoteError({ code: 'XERO_HALF_READ', system: 'Xero', message, executed: 'no', retryable: true });

const listOf = <Item>(answer: Readonly<Record<string, unknown>>, name: string): readonly Item[] => {
  const list: unknown = answer[name];
  if (!Array.isArray(list)) throw halfRead(`Xero's answer holds no ${name}; nothing was changed.`);
  return list as Item[];
};

/**
 * Reads everything or nothing: a failed part fails the whole, so that half an answer is never taken for "vanished in Xero".
 * @param accountsSince only accounts that changed since then; Xero takes `If-Modified-Since` for accounts alone of what is read here
 * @throws {RemoteError}
 */
export const readOrganisation = async (client: XeroClient, accountsSince?: Date): Promise<OrganisationData> => {
  type Verb = Parameters<XeroClient['request']>[0];
  const read = async <Item>(name: string, call: Verb['call'], other: Partial<Verb> = {}): Promise<readonly Item[]> =>
    listOf<Item>(await client.request({ ...other, call }), name);
  const [organisation] = await read<WireOrganisation>('Organisations', (api, id) => api.getOrganisations(id), { free: true });
  if (!organisation) throw halfRead('Xero names no organisation for this connection.');
  const data: OrganisationData = {
    organisation,
    currencies: (await read<{ Code: string }>('Currencies', (api, id) => api.getCurrencies(id))).map(({ Code }) => Code),
    accounts: await read<WireAccount>('Accounts', (api, id) => api.getAccounts(id, accountsSince)),
    accountsChangedOnly: accountsSince !== undefined,
    taxRates: await read<WireTaxRate>('TaxRates', (api, id) => api.getTaxRates(id)),
    brandingThemes: await read<WireBrandingTheme>('BrandingThemes', (api, id) => api.getBrandingThemes(id)),
    trackingCategories: await read<WireTrackingCategory>('TrackingCategories', (api, id) => api.getTrackingCategories(id)),
  };
  // Every organisation has accounts and rates; an answer without any would deactivate all that Dynamics has.
  if ((data.accounts.length === 0 && accountsSince === undefined) || data.taxRates.length === 0)
    throw halfRead('Xero answered without a single account or tax rate; nothing was changed.');
  return data;
};
