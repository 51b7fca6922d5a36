/** The whole schema as Web API metadata calls, in the order in which one needs the other. Pure: who sends them is the caller's business. */
import type { Choice } from '../schema/choices.ts';
import type { Columns, Table } from '../schema/table.ts';
import type { Relationship } from '../schema/tables.ts';
import { extendedTables, relationships, tables } from '../schema/tables.ts';
import { attribute, requiredLevel } from './columns.ts';
import { label, managed } from './labels.ts';

export interface MetadataCall {
  /** What a person is told. */
  readonly what: string;
  /** Answers 200 where it is there already. */
  readonly exists: string;
  /** Where it is created. */
  readonly path: string;
  readonly body: object;
}

const choicesOf = (columns: Columns): Choice[] =>
  Object.values(columns).flatMap((column) => (column.type === 'choice' ? [column.choice] : []));

const choiceCall = (choice: Choice): MetadataCall => ({
  what: `choice ${choice.schemaName}`,
  exists: `GlobalOptionSetDefinitions(Name='${choice.schemaName}')`,
  path: 'GlobalOptionSetDefinitions',
  body: {
    '@odata.type': 'Microsoft.Dynamics.CRM.OptionSetMetadata',
    Name: choice.schemaName,
    DisplayName: label(choice.label),
    IsGlobal: true,
    OptionSetType: 'Picklist',
    Options: Object.values(choice.values).map((option) => ({ Value: option.value, Label: label(option.label) })),
  },
});

const entity = (logicalName: string): string => `EntityDefinitions(LogicalName='${logicalName}')`;

const tableCall = (table: Table): MetadataCall => {
  const primary = table.columns[table.primaryName];
  if (!primary || primary.type === 'lookup') throw new Error(`${table.schemaName} has no column that names its rows.`);
  return {
    what: `table ${table.schemaName}`,
    exists: entity(table.logicalName),
    path: 'EntityDefinitions',
    body: {
      '@odata.type': 'Microsoft.Dynamics.CRM.EntityMetadata',
      SchemaName: table.schemaName,
      DisplayName: label(table.label),
      DisplayCollectionName: label(table.pluralLabel),
      Description: label(table.description),
      OwnershipType: 'UserOwned',
      IsActivity: false,
      HasActivities: false,
      HasNotes: false,
      IsAuditEnabled: managed(table.audited, 'canmodifyauditsettings'),
      ChangeTrackingEnabled: table.changeTracking,
      Attributes: [attribute(primary, true)],
    },
  };
};

const columnCalls = (logicalName: string, columns: Columns, primaryName: string | null): MetadataCall[] =>
  Object.entries(columns).flatMap(([name, column]) =>
    column.type === 'lookup' || name === primaryName
      ? []
      : [
          {
            what: `column ${logicalName}.${name}`,
            exists: `${entity(logicalName)}/Attributes(LogicalName='${name}')`,
            path: `${entity(logicalName)}/Attributes`,
            body: attribute(column),
          },
        ],
  );

const relationshipCall = ({ schemaName, referencing, referenced, column }: Relationship): MetadataCall => ({
  what: `relationship ${schemaName}`,
  exists: `RelationshipDefinitions(SchemaName='${schemaName}')`,
  path: 'RelationshipDefinitions',
  body: {
    '@odata.type': 'Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata',
    SchemaName: schemaName,
    ReferencedEntity: referenced,
    ReferencedAttribute: `${referenced}id`,
    ReferencingEntity: referencing,
    CascadeConfiguration: {
      Assign: 'NoCascade',
      Delete: column.onDelete,
      Merge: 'NoCascade',
      Reparent: 'NoCascade',
      Share: 'NoCascade',
      Unshare: 'NoCascade',
    },
    Lookup: {
      '@odata.type': 'Microsoft.Dynamics.CRM.LookupAttributeMetadata',
      AttributeType: 'Lookup',
      AttributeTypeName: { Value: 'LookupType' },
      SchemaName: column.schemaName,
      DisplayName: label(column.label),
      Description: label(column.description),
      RequiredLevel: requiredLevel(column),
    },
  },
});

const keyCalls = (table: Table): MetadataCall[] =>
  table.keys.map((key) => ({
    what: `key ${key.schemaName}`,
    exists: `${entity(table.logicalName)}/Keys(LogicalName='${key.schemaName.toLowerCase()}')`,
    path: `${entity(table.logicalName)}/Keys`,
    body: { SchemaName: key.schemaName, DisplayName: label(key.label), KeyAttributes: key.columns },
  }));

/** Every call that makes the schema: choices, tables, columns, relationships, keys. */
export const metadataCalls = (): MetadataCall[] => {
  const choices = new Map(
    [...tables, ...extendedTables].flatMap(({ columns }) => choicesOf(columns)).map((choice) => [choice.schemaName, choice]),
  );
  return [
    ...[...choices.values()].map(choiceCall),
    ...tables.map(tableCall),
    ...tables.flatMap((table) => columnCalls(table.logicalName, table.columns, table.primaryName)),
    ...extendedTables.flatMap((table) => columnCalls(table.logicalName, table.columns, null)),
    ...relationships.map(relationshipCall),
    ...tables.flatMap(keyCalls),
  ];
};
