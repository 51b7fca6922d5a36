/** Lookups to reference data by Xero's own words, for files that were written by hand: an account's code is as good as its row's id. */
import { brandingTheme, chartOfAccounts, taxType, trackingCategory } from '@stl3/solution';
import type { Row } from '../../dataverse/rows.ts';
import { referenceIdOf } from '../../dataverse/write-reference-data.ts';
import type { OrganisationData } from '../../xero/read-organisation.ts';

type Ids = ReadonlyMap<string, string>;

/** Column of a lookup -> what its values may name. */
const idsByColumn = (connectorId: string, data: OrganisationData): readonly (readonly [RegExp, Ids])[] => {
  const idsOf = (table: Parameters<typeof referenceIdOf>[0], things: readonly (readonly [string, ...(string | undefined)[]])[]): Ids =>
    new Map(
      things.flatMap(([xeroId, ...words]) =>
        [xeroId, ...words].flatMap((word) => (word ? [[word.toLowerCase(), referenceIdOf(table, connectorId, xeroId)] as const] : [])),
      ),
    );
  const options = data.trackingCategories.flatMap(({ Options = [] }) => Options);
  return [
    [
      /^_stl3_\w*accountid_value$/,
      idsOf(
        chartOfAccounts,
        data.accounts.map(({ AccountID, Code }) => [AccountID, Code]),
      ),
    ],
    [
      /^_stl3_\w*taxtypeid_value$/,
      idsOf(
        taxType,
        data.taxRates.map(({ TaxType }) => [TaxType]),
      ),
    ],
    [
      /^_stl3_brandingthemeid_value$/,
      idsOf(
        brandingTheme,
        data.brandingThemes.map(({ BrandingThemeID }) => [BrandingThemeID]),
      ),
    ],
    [
      /^_stl3_trackingoption\did_value$/,
      idsOf(
        trackingCategory,
        options.map(({ TrackingOptionID }) => [TrackingOptionID]),
      ),
    ],
  ];
};

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The row, and the rows expanded in it, with lookups that name an account, tax type, theme or tracking option of Xero's turned into row ids. */
export const withReferenceIds = (row: Row, connectorId: string, data: OrganisationData): Row => {
  const columns = idsByColumn(connectorId, data);
  const turn = (name: string, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((each: unknown) => turn(name, each));
    if (isRow(value)) return turnAll(value);
    if (typeof value !== 'string' && typeof value !== 'number') return value;
    const ids = columns.find(([pattern]) => pattern.test(name))?.[1];
    return ids?.get(String(value).toLowerCase()) ?? value;
  };
  const turnAll = (each: Row): Row => Object.fromEntries(Object.entries(each).map(([name, value]) => [name, turn(name, value)]));
  return turnAll(row);
};
