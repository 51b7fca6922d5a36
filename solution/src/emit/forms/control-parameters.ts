/** What the platform's own controls are told. */
import type { Column, Columns } from '../../schema/index.ts';
import { connector, extendedTables, tables } from '../../schema/index.ts';
import { braced, viewId } from '../ids.ts';
import type { XmlElement } from '../xml.ts';
import { element, fragment, leaves, parent } from '../xml.ts';
import type { CellSpec } from './form-spec.ts';

/** Which quick view shows the row; the inner XML is text to the outer one. */
export const quickViewParameters = (cell: Extract<CellSpec, { kind: 'quickView' }>): XmlElement =>
  parent(
    'parameters',
    element('QuickForms', {}, [fragment(parent('QuickFormIds', element('QuickFormId', { entityname: cell.table }, [cell.formId])))]),
    ...leaves({ ControlMode: 'Edit' }),
  );

/** Which rows a sub-grid lists and how. */
export const subGridParameters = (cell: Extract<CellSpec, { kind: 'subGrid' }>): XmlElement =>
  parent(
    'parameters',
    ...leaves({
      ViewId: braced(cell.viewId),
      IsUserView: 'false',
      RelationshipName: cell.relationship,
      TargetEntityType: cell.table,
      AutoExpand: 'Fixed',
      EnableQuickFind: 'false',
      EnableViewPicker: 'false',
      ViewIds: braced(cell.viewId),
      EnableJumpBar: 'false',
      ChartGridMode: 'Grid',
      IsUserChart: 'false',
      EnableChartPicker: 'false',
      RecordsPerPage: 10,
    }),
  );

const CONNECTOR = 'stl3_connectorid';
const columnsOf = (table: string): Columns =>
  [...tables, ...extendedTables].find(({ logicalName }) => logicalName === table)?.columns ?? {};
const relationshipTo = (column: Column | undefined): string | undefined => (column?.type === 'lookup' ? column.relationship : undefined);

// An account or tax type of another connection would be refused on sending, so it is not offered.
const ofSameConnector = (table: string, target: string): Readonly<Record<string, string>> => {
  const filter = relationshipTo(columnsOf(target)[CONNECTOR]);
  if (filter === undefined || columnsOf(table)[CONNECTOR] === undefined || table === target) return {};
  return {
    AllowFilterOff: 'false',
    FilterRelationshipName: filter,
    DependentAttributeName: `${table}.${CONNECTOR}`,
    DependentAttributeType: connector.logicalName,
  };
};

/** What a lookup offers: rows of the same connection, by its view. Nothing for other columns. */
export const lookupParameters = (table: string, cell: Extract<CellSpec, { kind: 'column' }>): readonly XmlElement[] => {
  const column = columnsOf(table)[cell.column];
  if (column?.type !== 'lookup') return [];
  const view = cell.view === undefined ? {} : { DefaultViewId: braced(viewId(column.target, cell.view)), DisableViewPicker: 'true' };
  const filter = ofSameConnector(table, column.target);
  return Object.keys({ ...view, ...filter }).length === 0
    ? []
    : [parent('parameters', ...leaves({ AutoResolve: 'true', ...view, ...filter }))];
};
