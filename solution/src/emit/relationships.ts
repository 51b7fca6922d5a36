/** One-to-many relationships: one per lookup of ours, and those that the platform gives every user-owned table. */
import type { LookupColumn, Table } from '../schema/index.ts';
import { extendedTables, relationships, tables } from '../schema/index.ts';
import { holdsMoney } from './columns.ts';
import { labelled } from './labels.ts';
import type { XmlElement } from './xml.ts';
import { element, leaves, parent } from './xml.ts';

/** What both kinds say. Nothing but deletion ever cascades. */
interface RelationshipSpec {
  readonly name: string;
  readonly referencing: string;
  readonly referenced: string;
  readonly column: string;
  readonly onDelete: 'NoCascade' | LookupColumn['onDelete'];
  readonly since: string;
  readonly description: string;
  /** How people come from one row to the other; the platform's own relationships say nothing of it. */
  readonly roles: XmlElement | null;
}

const relationship = (spec: RelationshipSpec): XmlElement =>
  element('EntityRelationship', { Name: spec.name }, [
    ...leaves({
      EntityRelationshipType: 'OneToMany',
      IsCustomizable: 1,
      IntroducedVersion: spec.since,
      IsHierarchical: 0,
      ReferencingEntityName: spec.referencing,
      ReferencedEntityName: spec.referenced,
      CascadeAssign: 'NoCascade',
      CascadeDelete: spec.onDelete,
      CascadeReparent: 'NoCascade',
      CascadeShare: 'NoCascade',
      CascadeUnshare: 'NoCascade',
      CascadeRollupView: spec.roles === null ? undefined : 'NoCascade',
      IsValidForAdvancedFind: spec.roles === null ? undefined : 1,
      ReferencingAttributeName: spec.column,
    }),
    parent('RelationshipDescription', labelled('Descriptions', spec.description)),
    ...(spec.roles === null ? [] : [spec.roles]),
  ]);

const roles = (referencingSide: string, referencedSide: string, shown: boolean): XmlElement =>
  parent(
    'EntityRelationshipRoles',
    parent(
      'EntityRelationshipRole',
      ...leaves({
        NavPaneDisplayOption: shown ? 'UseCollectionName' : 'DoNotDisplay',
        NavPaneArea: 'Details',
        NavPaneOrder: 10000,
        NavigationPropertyName: referencingSide,
        RelationshipRoleType: 1,
      }),
    ),
    parent('EntityRelationshipRole', ...leaves({ NavigationPropertyName: referencedSide, RelationshipRoleType: 0 })),
  );

/** Schema name of a table by its logical name, as relationships spell it. */
export const schemaNameOf = (logicalName: string): string =>
  [...tables, ...extendedTables].find((table) => table.logicalName === logicalName)?.schemaName ??
  { systemuser: 'SystemUser' }[logicalName] ??
  logicalName;

// A list that the related menu would show twice, or that users may not read anyway, helps nobody.
const isShown = (referencing: string, referenced: string, position: number): boolean =>
  position === 0 && referenced !== 'systemuser' && tables.some(({ logicalName }) => logicalName === referencing);

const ours = (): readonly XmlElement[] =>
  relationships.map(({ schemaName, referencing, referenced, column }) => {
    const siblings = relationships.filter((other) => other.referencing === referencing && other.referenced === referenced);
    return relationship({
      name: schemaName,
      referencing: schemaNameOf(referencing),
      referenced: schemaNameOf(referenced),
      column: column.schemaName,
      onDelete: column.onDelete,
      since: column.since,
      description: column.description,
      roles: roles(
        column.schemaName,
        schemaName,
        isShown(
          referencing,
          referenced,
          siblings.findIndex((other) => other.schemaName === schemaName),
        ),
      ),
    });
  });

type SystemLink = readonly [
  name: (table: Table) => string,
  referenced: string,
  column: string,
  onDelete: RelationshipSpec['onDelete'],
  description: string,
];

const systemLinks: readonly SystemLink[] = [
  [
    ({ logicalName }) => `business_unit_${logicalName}`,
    'BusinessUnit',
    'OwningBusinessUnit',
    'Restrict',
    'Business unit that owns the row.',
  ],
  [({ logicalName }) => `lk_${logicalName}_createdby`, 'SystemUser', 'CreatedBy', 'NoCascade', 'User who created the row.'],
  [({ logicalName }) => `lk_${logicalName}_modifiedby`, 'SystemUser', 'ModifiedBy', 'NoCascade', 'User who modified the row.'],
  [({ logicalName }) => `owner_${logicalName}`, 'Owner', 'OwnerId', 'NoCascade', 'Owner of the row.'],
  [({ logicalName }) => `team_${logicalName}`, 'Team', 'OwningTeam', 'NoCascade', 'Team that owns the row.'],
  [({ logicalName }) => `user_${logicalName}`, 'SystemUser', 'OwningUser', 'NoCascade', 'User who owns the row.'],
];
// The only one that the platform names by the schema name.
const currencyLink: SystemLink = [
  ({ schemaName }) => `TransactionCurrency_${schemaName}`,
  'TransactionCurrency',
  'TransactionCurrencyId',
  'Restrict',
  'Currency of the amounts of the row.',
];

const ofThePlatform = (table: Table): readonly XmlElement[] =>
  [...systemLinks, ...(holdsMoney(table.columns) ? [currencyLink] : [])].map(([name, referenced, column, onDelete, description]) =>
    relationship({
      name: name(table),
      referencing: table.schemaName,
      referenced,
      column,
      onDelete,
      since: '1.0.0.0',
      description,
      roles: null,
    }),
  );

/** All relationships: those of our lookups, then those of the platform. */
export const entityRelationships = (): XmlElement => parent('EntityRelationships', ...ours(), ...tables.flatMap(ofThePlatform));
