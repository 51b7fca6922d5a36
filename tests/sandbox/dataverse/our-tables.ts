/** Our own tables and columns as an imported solution makes them: the typed schema with the system columns that the platform adds. */
import { extendedTables, tables } from '@stl3/solution';
import type { Columns } from '@stl3/solution';
import type { Column, TableDefinition } from './column.ts';
import { choice, computed, date, decimal, id, instant, lookup, memo, money, onCreateOnly, text, whole, yesNo } from './column.ts';
import { microsoftTables } from './microsoft-tables.ts';

type SchemaColumn = Columns[string];

const columnOf = (column: SchemaColumn): Column => {
  switch (column.type) {
    case 'text':
      return text(column.maxLength);
    case 'memo':
      return memo(column.maxLength);
    case 'whole':
      return whole({ min: column.min, max: column.max });
    case 'decimal':
      return decimal(column.precision, { min: column.min, max: column.max });
    case 'money':
      return money();
    case 'yesno':
      return yesNo({ default: column.default });
    case 'date':
      return date();
    case 'instant':
      return instant();
    case 'choice':
      return choice(Object.fromEntries(Object.values(column.choice.values).map(({ value, label }) => [value, label])), {
        ...(column.default === null ? {} : { default: column.default }),
      });
    case 'lookup':
      return lookup({ [column.schemaName]: column.target });
  }
};

const columnsOf = (columns: Columns): Record<string, Column> =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, { ...columnOf(column), since: () => column.since }]));

const account = microsoftTables.find(({ logicalName }) => logicalName === 'account')?.columns ?? {};
const computedInstant = instant(computed);
const systemColumns = ['createdon', 'modifiedon', 'createdby', 'modifiedby', 'versionnumber', 'ownerid', 'owninguser', 'owningteam'];
const system = Object.fromEntries(
  [...systemColumns, 'owningbusinessunit', 'statecode', 'statuscode'].map((name) => [name, account[name] ?? computedInstant]),
);

const ours = tables.map((of): TableDefinition => {
  const hasMoney = Object.values(of.columns).some(({ type }) => type === 'money');
  return {
    schemaName: of.schemaName,
    logicalName: of.logicalName,
    setName: of.setName,
    primaryKey: of.primaryKey,
    primaryName: of.primaryName,
    guardedBy: of.schemaName,
    owned: 'user',
    columns: {
      [of.primaryKey]: id(onCreateOnly),
      ...system,
      ...columnsOf(of.columns),
      ...(hasMoney
        ? { transactioncurrencyid: lookup({ transactioncurrencyid: 'transactioncurrency' }), exchangerate: decimal(10, computed) }
        : {}),
    },
    keys: of.keys.map(({ columns }) => columns),
  };
});

const extended = microsoftTables.map((of): TableDefinition => {
  const added = extendedTables.find(({ logicalName }) => logicalName === of.logicalName);
  return added ? { ...of, columns: { ...of.columns, ...columnsOf(added.columns) } } : of;
});

/** Every table that the environment has. */
export const allTables: readonly TableDefinition[] = [...extended, ...ours];
