/** Tables: ours in full, Microsoft's as shells that carry our columns and nothing of theirs. */
import type { AlternateKey, ExtendedTable, Table } from '../schema/index.ts';
import { columnsOf } from './columns.ts';
import { labelled } from './labels.ts';
import { systemColumns } from './system-columns.ts';
import type { XmlElement } from './xml.ts';
import { element, leaves, parent } from './xml.ts';

const SINCE = '1.0.0.0';

/** Parts of a table that other emitters make. */
export interface TableParts {
  readonly forms: readonly XmlElement[];
  readonly views: readonly XmlElement[];
  readonly ribbon: XmlElement;
  /** Web resource of the table's icon; null = the platform's. */
  readonly icon: string | null;
}

const off = (...names: readonly string[]): readonly XmlElement[] => leaves(Object.fromEntries(names.map((name) => [name, 0])));
const on = (...names: readonly string[]): readonly XmlElement[] => leaves(Object.fromEntries(names.map((name) => [name, 1])));

const entityKey = (key: AlternateKey): XmlElement =>
  parent(
    'EntityKey',
    ...leaves({ Name: key.schemaName, LogicalName: key.schemaName.toLowerCase(), IntroducedVersion: SINCE, IsCustomizable: 1 }),
    parent('EntityKeyAttributes', ...key.columns.flatMap((name) => leaves({ AttributeName: name }))),
    labelled('displaynames', key.label),
  );

const flags = (table: Table, icon: string | null): readonly XmlElement[] => [
  ...off('IsDuplicateCheckSupported', 'IsBusinessProcessEnabled', 'IsRequiredOffline', 'IsInteractionCentricEnabled', 'IsCollaboration'),
  ...off('AutoRouteToOwnerQueue', 'IsConnectionsEnabled', 'IsDocumentManagementEnabled', 'AutoCreateAccessTeams'),
  ...off('IsOneNoteIntegrationEnabled', 'IsKnowledgeManagementEnabled', 'IsSLAEnabled', 'IsDocumentRecommendationsEnabled', 'IsBPFEntity'),
  ...leaves({ OwnershipTypeMask: 'UserOwned', IsAuditEnabled: table.audited ? 1 : 0, ActivityTypeMask: '' }),
  ...off('IsActivity', 'IsActivityParty', 'IsReplicated', 'IsReplicationUserFiltered', 'IsMailMergeEnabled', 'IsVisibleInMobile'),
  ...on('IsVisibleInMobileClient'),
  ...off('IsReadOnlyInMobileClient', 'IsOfflineInMobileClient', 'DaysSinceRecordLastModified'),
  ...on('IsMapiGridEnabled', 'IsReadingPaneEnabled'),
  ...off('IsQuickCreateEnabled', 'SyncToExternalSearchIndex'),
  ...leaves({ IntroducedVersion: SINCE, IconVectorName: icon ?? undefined }),
  ...on('IsCustomizable', 'IsRenameable', 'IsMappable', 'CanModifyAuditSettings', 'CanModifyMobileVisibility'),
  ...on('CanModifyMobileClientVisibility', 'CanModifyMobileClientReadOnly', 'CanModifyMobileClientOffline', 'CanModifyConnectionSettings'),
  ...on('CanModifyDuplicateDetectionSettings', 'CanModifyMailMergeSettings', 'CanModifyQueueSettings', 'CanCreateAttributes'),
  ...on('CanCreateForms', 'CanCreateCharts', 'CanCreateViews', 'CanModifyAdditionalSettings', 'CanEnableSyncToExternalSearchIndex'),
  ...on('CanBeRelatedEntityInRelationship', 'CanBePrimaryEntityInRelationship', 'CanBeInManyToMany', 'CanChangeHierarchicalRelationship'),
  ...off('EnforceStateTransitions', 'EntityHelpUrlEnabled', 'IsEnabledForExternalChannels'),
  ...leaves({ ChangeTrackingEnabled: table.changeTracking ? 1 : 0, CanChangeTrackingBeEnabled: 1 }),
];

const parts = ({ forms, views, ribbon }: TableParts): readonly XmlElement[] => [
  ...(forms.length === 0 ? [] : [parent('FormXml', ...forms)]),
  ...(views.length === 0 ? [] : [parent('SavedQueries', parent('savedqueries', ...views))]),
  ribbon,
];

/** A table of ours with everything in it. */
export const ownEntity = (table: Table, of: TableParts): XmlElement =>
  parent(
    'Entity',
    element('Name', { LocalizedName: table.label, OriginalName: table.label }, [table.schemaName]),
    parent(
      'EntityInfo',
      element('entity', { Name: table.schemaName }, [
        labelled('LocalizedNames', table.label),
        labelled('LocalizedCollectionNames', table.pluralLabel),
        labelled('Descriptions', table.description),
        parent('attributes', ...systemColumns(table), ...columnsOf(table.logicalName, table.columns, table.primaryName)),
        ...leaves({ EntitySetName: table.setName }),
        ...(table.keys.length === 0 ? [] : [parent('EntityKeys', ...table.keys.map(entityKey))]),
        ...flags(table, of.icon),
      ]),
    ),
    ...parts(of),
  );

/** A table of Microsoft's: no label, no flag, no column but ours, so that we own nothing else. */
export const shellEntity = (table: ExtendedTable, label: string, of: TableParts): XmlElement =>
  parent(
    'Entity',
    element('Name', { LocalizedName: label, OriginalName: '' }, [table.schemaName]),
    parent(
      'EntityInfo',
      element('entity', { Name: table.schemaName }, [parent('attributes', ...columnsOf(table.logicalName, table.columns, null))]),
    ),
    ...parts(of),
  );
