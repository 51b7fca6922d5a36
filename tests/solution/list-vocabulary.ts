/** Writes the vocabulary as one readable line per promise, for the golden list. */
import type { Choice, Column, ExtendedTable, Relationship, Role, Table } from '@stl3/solution';
import * as solution from '@stl3/solution';

/** Ids that the promise of the derived ids is shown on; any two would do. */
const EXAMPLE = { invoice: '11111111-1111-4111-8111-111111111111', connector: '22222222-2222-4222-8222-222222222222' };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const isTable = (value: unknown): value is Table | ExtendedTable => isObject(value) && 'logicalName' in value && 'columns' in value;
const isChoice = (value: unknown): value is Choice => isObject(value) && 'schemaName' in value && 'values' in value;

/** Every choice that the schema exports, by the name that code calls it. */
export const choices: readonly (readonly [name: string, choice: Choice])[] = Object.entries(solution).flatMap(([name, value]) =>
  isChoice(value) ? [[name, value] as const] : [],
);

const shapeOf = (column: Column): string => {
  switch (column.type) {
    case 'text':
      return `maxLength=${column.maxLength} format=${column.format}`;
    case 'memo':
      return `maxLength=${column.maxLength}`;
    case 'whole':
      return `min=${column.min} max=${column.max}`;
    case 'decimal':
      return `precision=${column.precision} min=${column.min} max=${column.max}`;
    case 'choice':
      return `choice=${column.choice.schemaName}`;
    case 'lookup':
      return `target=${column.target} relationship=${column.relationship}`;
    case 'yesno':
    case 'money':
    case 'date':
    case 'instant':
      return '';
  }
};

const columnLine =
  (table: string) =>
  ([logicalName, column]: readonly [string, Column]): string =>
    `column ${table}.${logicalName} schema=${column.schemaName} type=${column.type} ${shapeOf(column)}`.trimEnd();

const tableLines = (table: Table | ExtendedTable): readonly string[] => [
  `table ${table.logicalName} schema=${table.schemaName} set=${table.setName} key=${table.primaryKey}` +
    ('primaryName' in table ? ` name=${table.primaryName}` : ''),
  ...('keys' in table ? table.keys : []).map((key) => `alternate-key ${table.logicalName} ${key.schemaName} (${key.columns.join(', ')})`),
  ...Object.entries(table.columns).map(columnLine(table.logicalName)),
];

const choiceLines = ([, { schemaName, label, values }]: readonly [string, Choice]): readonly string[] => [
  `choice ${schemaName} ${JSON.stringify(label)}`,
  ...Object.entries(values).map(([name, option]) => `option ${schemaName}.${name} ${option.value} ${JSON.stringify(option.label)}`),
];

const relationshipLine = ({ schemaName, referencing, referenced, column }: Relationship): string =>
  `relationship ${schemaName} ${referencing}.${column.schemaName.toLowerCase()} -> ${referenced}`;

const roleLine = ([key, { id, name }]: readonly [string, Role]): string => `role ${key} ${id} ${JSON.stringify(name)}`;

/** Exports that are listed by hand below, or elsewhere as part of a table. */
const listed = new Set(['FIRST_OPTION_VALUE', 'NAMESPACE', 'publisher', 'statusControl', 'solutionName', 'solutionTitle']);
for (const name of [
  'portalUrlVariable',
  'appName',
  'webResources',
  'registrationIds',
  'roles',
  'tables',
  'extendedTables',
  'relationships',
])
  listed.add(name);

/** Exports that no line of the list speaks of: data that nobody promised anything about. */
export const unlisted = (): readonly string[] =>
  Object.entries(solution)
    .filter(([name, value]) => typeof value !== 'function' && !listed.has(name) && !isTable(value) && !isChoice(value))
    .map(([name]) => name);

const names = (): readonly string[] => [
  `name solution ${solution.solutionName}`,
  ...Object.entries(solution.publisher).map(([key, value]) => `name publisher.${key} ${value}`),
  ...Object.entries(solution.statusControl).map(([key, value]) => `name control.${key} ${value}`),
  `name environment-variable ${solution.portalUrlVariable}`,
  `name app ${solution.appName}`,
  `name first-option-value ${solution.FIRST_OPTION_VALUE}`,
];

const ids = (): readonly string[] => [
  `id namespace ${solution.NAMESPACE}`,
  ...Object.entries(solution.registrationIds).map(([key, id]) => `id registration.${key} ${id}`),
  `id details(${EXAMPLE.invoice}, ${EXAMPLE.connector}) ${solution.detailsIdOf(EXAMPLE.invoice, EXAMPLE.connector)}`,
  `id contact-link(${EXAMPLE.invoice}, ${EXAMPLE.connector}) ${solution.contactLinkIdOf(EXAMPLE.invoice, EXAMPLE.connector)}`,
];

/** The whole vocabulary, a line each. Order carries no meaning; a line never appears twice. */
export const listVocabulary = (): readonly string[] => [
  ...names(),
  ...ids(),
  ...Object.entries(solution.roles).map(roleLine),
  ...Object.values(solution.webResources).map((name) => `web-resource ${name} ${solution.webResourceId(name)}`),
  ...choices.flatMap(choiceLines),
  ...[...solution.tables, ...solution.extendedTables].flatMap(tableLines),
  ...solution.relationships.map(relationshipLine),
];
