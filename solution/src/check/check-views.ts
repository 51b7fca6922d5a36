/** Group 14: views. */
import { microsoftColumns } from '../emit/microsoft-columns.ts';
import { queryTypes } from '../emit/views/view.ts';
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import { wrongCall } from './scripts.ts';
import type { SolutionModel, TableModel } from './solution-model.ts';
import { CUSTOMIZATIONS } from './solution-model.ts';
import type { XmlNode } from './xml-tree.ts';
import { at, childrenOf, descendants, textAt } from './xml-tree.ts';

const OFFLINE = String(queryTypes.offline);

const hasColumn = (model: SolutionModel, logicalName: string, column: string): boolean => {
  const table = model.tables.find((of) => of.logicalName === logicalName);
  if (table === undefined) return true;
  if (table.columns.has(column) || column === table.primaryKey) return true;
  return !table.own && (model.ours ? microsoftColumns[logicalName]?.[column] !== undefined : !column.startsWith(model.prefix));
};

const view = (model: SolutionModel, table: TableModel, node: XmlNode): readonly Finding[] => {
  const title = at(node, 'LocalizedNames', 'LocalizedName')?.attributes['description'] ?? '';
  const say = (message: string): Finding => finding(14, CUSTOMIZATIONS, `view "${title}" of ${table.logicalName} ${message}`);
  const entity = at(node, 'fetchxml', 'fetch', 'entity');
  if (entity === undefined) return [say('has no FetchXML')];
  const links = new Map(
    descendants(entity, 'link-entity').map((link) => [link.attributes['alias'] ?? link.attributes['name'] ?? '', link]),
  );
  const fetched = (of: XmlNode): readonly string[] => childrenOf(of, 'attribute').map(({ attributes }) => attributes['name'] ?? '');
  const tableOf = (alias: string | undefined): string =>
    alias === undefined ? table.logicalName : (links.get(alias)?.attributes['name'] ?? '');
  const used = [
    ...fetched(entity).map((name) => [table.logicalName, name] as const),
    ...[...links.values()].flatMap((link) => fetched(link).map((name) => [link.attributes['name'] ?? '', name] as const)),
    ...descendants(entity, 'condition').map(
      ({ attributes }) => [tableOf(attributes['entityname']), attributes['attribute'] ?? ''] as const,
    ),
    ...childrenOf(entity, 'order').map(({ attributes }) => [table.logicalName, attributes['attribute'] ?? ''] as const),
  ];
  // The list that goes offline has rows and no columns.
  const hasLayout = textAt(node, 'querytype') !== OFFLINE;
  const shown = childrenOf(at(node, 'layoutxml', 'grid', 'row'), 'cell');
  const available = new Set([
    ...fetched(entity),
    ...[...links].flatMap(([alias, link]) => fetched(link).map((name) => `${alias}.${name}`)),
  ]);
  const isQuickFind = textAt(node, 'isquickfindquery') === '1';
  const findFilter = descendants(entity, 'filter').find(({ attributes }) => ['1', 'true'].includes(attributes['isquickfindfields'] ?? ''));
  return [
    ...(entity.attributes['name'] === table.logicalName ? [] : [say(`is over ${entity.attributes['name'] ?? ''}`)]),
    ...used.filter(([of, name]) => !hasColumn(model, of, name)).map(([of, name]) => say(`names ${of}.${name}, which does not exist`)),
    ...shown
      .map(({ attributes }) => attributes['name'] ?? '')
      .filter((name) => !available.has(name))
      .map((name) => say(`shows ${name} without fetching it`)),
    ...(hasLayout && shown.length === 0 ? [say('shows no column')] : []),
    ...(available.has(table.primaryKey) ? [] : [say(`does not fetch ${table.primaryKey}`)]),
    ...(!hasLayout || at(node, 'layoutxml', 'grid', 'row')?.attributes['id'] === table.primaryKey
      ? []
      : [say(`does not tell rows apart by ${table.primaryKey}`)]),
    ...(childrenOf(entity, 'order').length === 0 && model.ours ? [say('has no order')] : []),
    ...(isQuickFind && table.own && (findFilter === undefined || childrenOf(findFilter, 'condition').length === 0)
      ? [say('is a quick find without columns to search')]
      : []),
    ...shown.flatMap(({ attributes }) => {
      const provider = attributes['imageproviderwebresource']?.replace('$webresource:', '');
      const wrong = provider === undefined ? null : wrongCall(model, provider, attributes['imageproviderfunctionname'] ?? '');
      return wrong === null ? [] : [say(`cannot draw its icons: ${wrong}`)];
    }),
  ];
};

/** Columns exist and are fetched, rows can be told apart, quick find searches something. */
export const checkViews = (model: SolutionModel): readonly Finding[] =>
  model.tables.flatMap((table) => table.views.flatMap((node) => view(model, table, node)));
