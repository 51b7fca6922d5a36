/** The invoice's freight as a line of its own; Xero has no such amount on the document. */
import { addedLine } from './added-lines.ts';
import type { LedgerAccount, TaxRate } from './connection.ts';
import type { MappedLine } from './document-lines.ts';
import { checkAccount, checkTaxType } from './line-coding.ts';
import type { Mapping } from './mapping.ts';
import { hasRefusedLine, refuse } from './mapping.ts';
import type { Decimal } from './money.ts';

const SETTINGS = 'stl3_stellariseconnectorsettings';

/** The one tax type of all lines; taxing freight by a mixture would be a guess. */
const taxOfLines = (mapping: Mapping, lines: readonly MappedLine[], account: LedgerAccount): TaxRate | null => {
  const [first, ...others] = new Map(
    lines.flatMap(({ priced }) => (priced?.taxType ? [[priced.taxType.id, priced.taxType]] : [])),
  ).values();
  if (first === undefined && hasRefusedLine(mapping)) return null;
  if (first === undefined || others.length > 0) return refuse(mapping, 'FREIGHT_TAX_UNCLEAR', {}, `${SETTINGS}.stl3_freighttax`);
  return checkTaxType(mapping, { id: first.id, field: `${SETTINGS}.stl3_freighttax` }, account, 0);
};

const taxOfFreight = (mapping: Mapping, lines: readonly MappedLine[], account: LedgerAccount): TaxRate | null => {
  const { freightTax, freightTaxTypeId } = mapping.connection.settings;
  if (freightTax === 'sameAsLines') return taxOfLines(mapping, lines, account);
  const field = `${SETTINGS}.stl3_freighttaxtypeid`;
  if (freightTaxTypeId == null) return refuse(mapping, 'FREIGHT_TAX_MISSING', {}, field);
  return checkTaxType(mapping, { id: freightTaxTypeId, field }, account, 0);
};

/** The freight line, none where there is no freight or a reason was noted. */
export const freightLines = (mapping: Mapping, lines: readonly MappedLine[], freight: Decimal): readonly MappedLine[] => {
  if (freight.isZero()) return [];
  const field = `${SETTINGS}.stl3_freightaccountid`;
  const { freightAccountId } = mapping.connection.settings;
  if (freightAccountId == null) {
    refuse(mapping, 'FREIGHT_ACCOUNT_MISSING', {}, field);
    return [];
  }
  const account = checkAccount(mapping, { id: freightAccountId, field }, 0);
  if (account === null) return [];
  if (mapping.lineAmountTypes === 'noTax') return [addedLine(mapping, 'Freight', freight, account, null)];
  const taxType = taxOfFreight(mapping, lines, account);
  return taxType === null ? [] : [addedLine(mapping, 'Freight', freight, account, taxType)];
};
