/** Groups 8, 10 and 12: what every table of its own has, its money and its keys. */
import type { Finding, Group } from './finding.ts';
import { finding } from './finding.ts';
import type { SolutionModel, TableModel } from './solution-model.ts';
import { CUSTOMIZATIONS, repeated } from './solution-model.ts';
import { childrenOf, at, descendants, textAt } from './xml-tree.ts';

/** What even the oldest exports that still import have. */
const OLDEST = new Set(['createdby', 'createdon', 'modifiedby', 'modifiedon', 'ownerid', 'owningbusinessunit', 'statecode', 'statuscode']);

/** The platform's columns of a user-owned table; today's exports list them all. */
const SYSTEM_COLUMNS = [
  ...['createdby', 'createdon', 'createdonbehalfby', 'importsequencenumber', 'modifiedby', 'modifiedon', 'modifiedonbehalfby'],
  ...['overriddencreatedon', 'ownerid', 'owningbusinessunit', 'owningteam', 'owninguser', 'statecode', 'statuscode'],
  ...['timezoneruleversionnumber', 'utcconversiontimezonecode'],
];

const systemRelationships = (table: string): readonly string[] => [
  `business_unit_${table}`,
  `lk_${table}_createdby`,
  `lk_${table}_modifiedby`,
  `owner_${table}`,
  `team_${table}`,
  `user_${table}`,
];

/** Places that a view can be for; a table without one of them shows an empty list there. */
const QUERY_TYPES = ['0', '1', '2', '4', '64'];

const say = (group: Group, table: TableModel, message: string): Finding => finding(group, CUSTOMIZATIONS, `${table.schemaName} ${message}`);

const structure = (model: SolutionModel, table: TableModel): readonly Finding[] => {
  const { columns, entity, forms, views } = table;
  const userOwned = textAt(entity, 'OwnershipTypeMask') === 'UserOwned';
  const names = new Set(model.relationships.map(({ attributes }) => (attributes['Name'] ?? '').toLowerCase()));
  const typed = (type: string): number => [...columns.values()].filter((column) => textAt(column, 'Type') === type).length;
  const primaryNames = [...columns.values()].filter((column) => textAt(column, 'DisplayMask').split('|').includes('PrimaryName'));
  const queryTypes = views.map((view) => textAt(view, 'querytype'));
  const counted = (of: string, count: number): readonly Finding[] =>
    count === 1 ? [] : [say(8, table, `has ${count} columns that are ${of}, not 1`)];
  return [
    ...(userOwned ? SYSTEM_COLUMNS : [])
      .filter((name) => model.ours || OLDEST.has(name))
      .filter((name) => !columns.has(name))
      .map((name) => say(8, table, `lacks the platform's column ${name}`)),
    ...counted('its primary key', typed('primarykey')),
    ...counted('its primary name', primaryNames.length),
    ...counted('its state', typed('state')),
    ...counted('its status reason', typed('status')),
    ...(userOwned ? systemRelationships(table.logicalName) : [])
      .filter((name) => !names.has(name))
      .map((name) => say(8, table, `lacks the platform's relationship ${name}`)),
    ...QUERY_TYPES.filter((type) => !queryTypes.includes(type)).map((type) => say(8, table, `has no view of query type ${type}`)),
    ...(views.some((view) => textAt(view, 'querytype') === '0' && textAt(view, 'isdefault') === '1')
      ? []
      : [say(8, table, 'has no default view')]),
    ...(forms.some(({ type }) => type === 'main') ? [] : [say(8, table, 'has no main form')]),
  ];
};

/** Own tables are complete, and their set names are theirs alone. */
export const checkTables = (model: SolutionModel): readonly Finding[] => {
  const own = model.tables.filter((table) => table.own);
  return [
    ...own.flatMap((table) => structure(model, table)),
    ...repeated(own.map(({ entity }) => textAt(entity, 'EntitySetName').toLowerCase())).map((name) =>
      finding(8, CUSTOMIZATIONS, `two tables have the set name ${name}`),
    ),
    ...repeated(model.tables.map(({ logicalName }) => logicalName)).map((name) =>
      finding(8, CUSTOMIZATIONS, `the table ${name} is there twice`),
    ),
  ];
};

/** An amount needs its twin in the base currency, and the table a currency and a rate. */
export const checkMoney = (model: SolutionModel): readonly Finding[] =>
  model.tables.flatMap((table) => {
    const amounts = [...table.columns].filter(([, column]) => textAt(column, 'Type') === 'money' && textAt(column, 'CalculationOf') === '');
    if (amounts.length === 0) return [];
    const twins = amounts
      .filter(([name]) => textAt(table.columns.get(`${name}_base`), 'CalculationOf').toLowerCase() !== name)
      .map(([name]) => say(10, table, `has the amount ${name} without ${name}_base`));
    const needed = table.own ? ['exchangerate', 'transactioncurrencyid'].filter((name) => !table.columns.has(name)) : [];
    return [...twins, ...needed.map((name) => say(10, table, `has amounts but no column ${name}`))];
  });

const KEY_TYPES: ReadonlySet<string> = new Set(['nvarchar', 'int', 'decimal', 'datetime', 'lookup', 'picklist']);

/** Alternate keys are of columns that exist and can be indexed. */
export const checkKeys = (model: SolutionModel): readonly Finding[] =>
  model.tables.flatMap((table) =>
    descendants(at(table.entity, 'EntityKeys'), 'EntityKey').flatMap((key) =>
      childrenOf(at(key, 'EntityKeyAttributes'), 'AttributeName').flatMap(({ text }) => {
        const column = table.columns.get(text.trim());
        const name = textAt(key, 'Name');
        if (column === undefined) return [say(12, table, `key ${name} names the column ${text.trim()}, which does not exist`)];
        const type = textAt(column, 'Type');
        return KEY_TYPES.has(type) ? [] : [say(12, table, `key ${name} names ${text.trim()}, whose type ${type} cannot be in a key`)];
      }),
    ),
  );
