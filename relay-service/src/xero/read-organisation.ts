/** The organisation and its reference data, as Xero answers them. */
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
  readonly taxRates: readonly WireTaxRate[];
  readonly brandingThemes: readonly WireBrandingTheme[];
  readonly trackingCategories: readonly WireTrackingCategory[];
}

const listOf = <Item>(answer: Readonly<Record<string, unknown>>, name: string): readonly Item[] => {
  const list: unknown = answer[name];
  if (!Array.isArray(list)) throw new Error(`Xero's answer holds no ${name}; nothing was changed.`);
  return list as Item[];
};

/**
 * Reads everything or nothing: a failed part fails the whole, so that half an answer is never taken for "vanished in Xero".
 * @throws {RemoteError}
 */
export const readOrganisation = async (client: XeroClient): Promise<OrganisationData> => {
  const organisations = listOf<WireOrganisation>(await client.request({ call: (api, id) => api.getOrganisations(id) }), 'Organisations');
  const [organisation] = organisations;
  if (!organisation) throw new Error('Xero names no organisation for this connection.');
  return {
    organisation,
    currencies: listOf<{ Code: string }>(await client.request({ call: (api, id) => api.getCurrencies(id) }), 'Currencies').map(
      ({ Code }) => Code,
    ),
    accounts: listOf<WireAccount>(await client.request({ call: (api, id) => api.getAccounts(id) }), 'Accounts'),
    taxRates: listOf<WireTaxRate>(await client.request({ call: (api, id) => api.getTaxRates(id) }), 'TaxRates'),
    brandingThemes: listOf<WireBrandingTheme>(await client.request({ call: (api, id) => api.getBrandingThemes(id) }), 'BrandingThemes'),
    trackingCategories: listOf<WireTrackingCategory>(
      await client.request({ call: (api, id) => api.getTrackingCategories(id) }),
      'TrackingCategories',
    ),
  };
};
