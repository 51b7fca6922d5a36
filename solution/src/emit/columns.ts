/** Columns of the typed schema, as `customizations.xml` holds them. */
import type { Column, Columns } from '../schema/index.ts';
import type { AttributeSpec } from './attribute.ts';
import { PRIMARY_NAME, SHOWN, attribute, details } from './attribute.ts';
import { yesNoSet } from './option-set.ts';
import type { XmlElement } from './xml.ts';

// No default; a number because the platform has no other way to say so.
const NO_DEFAULT = -1;

const typeOf = (column: Column, table: string): Pick<AttributeSpec, 'type' | 'details'> => {
  switch (column.type) {
    case 'text':
      return { type: 'nvarchar', details: details.text(column.maxLength, column.format) };
    case 'memo':
      return { type: 'ntext', details: details.memo(column.maxLength) };
    case 'whole':
      return { type: 'int', details: details.whole(column.min, column.max, 'none') };
    case 'decimal':
      return { type: 'decimal', details: details.decimal(column.min, column.max, column.precision) };
    case 'money':
      return { type: 'money', details: details.money() };
    case 'yesno':
      return {
        type: 'bit',
        details: details.inline(column.default ? 1 : 0, yesNoSet(table, column.schemaName.toLowerCase(), column.label, column.since)),
      };
    case 'date':
      return { type: 'datetime', details: details.date('date', 2, false) };
    case 'instant':
      return { type: 'datetime', details: details.date('datetime', 1, false) };
    case 'choice':
      return { type: 'picklist', details: details.choice(column.choice.schemaName, column.default ?? NO_DEFAULT) };
    case 'lookup':
      return { type: 'lookup', details: details.lookup() };
  }
};

const specOf = (column: Column, table: string, isName: boolean): AttributeSpec => ({
  schemaName: column.schemaName,
  required: column.required,
  mask: isName ? PRIMARY_NAME : column.required === 'required' ? `${SHOWN}|RequiredForForm` : SHOWN,
  create: true,
  update: true,
  custom: true,
  audited: column.audited,
  since: column.since,
  label: column.label,
  description: column.description,
  ...typeOf(column, table),
});

// Dataverse keeps every amount in the base currency too.
const inBaseCurrency = (column: Column): AttributeSpec => ({
  // As exports have it: the logical name before, the schema name in CalculationOf.
  schemaName: `${column.schemaName.toLowerCase()}_Base`,
  type: 'money',
  required: 'none',
  mask: SHOWN,
  create: false,
  update: false,
  custom: true,
  audited: false,
  since: column.since,
  label: `${column.label} (Base)`,
  description: `${column.label}, in the base currency.`,
  details: details.money(column.schemaName),
});

/** All columns of a table of the schema; an amount brings its twin in the base currency. */
export const columnsOf = (table: string, columns: Columns, primaryName: string | null): readonly XmlElement[] =>
  Object.entries(columns).flatMap(([name, column]) => [
    attribute(specOf(column, table, name === primaryName)),
    ...(column.type === 'money' ? [attribute(inBaseCurrency(column))] : []),
  ]);

/** Whether a table keeps amounts and so needs a currency of its own. */
export const holdsMoney = (columns: Columns): boolean => Object.values(columns).some(({ type }) => type === 'money');
