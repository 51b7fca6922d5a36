/** Groups 5, 6 and 7: ids, prefixes and the case of names. */
import { idOf, publisher, roles, webResourceId } from '../schema/index.ts';
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import type { SolutionModel } from './solution-model.ts';
import { CUSTOMIZATIONS, bare, repeated } from './solution-model.ts';
import { at, childrenOf, descendants, textAt } from './xml-tree.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An id and whose it is. */
interface Identified {
  readonly kind: string;
  readonly name: string;
  readonly id: string;
  /** What it must be, where that is known. */
  readonly expected?: string;
}

const identified = (model: SolutionModel): readonly Identified[] => {
  const root = model.customizations;
  const roleIds = new Map<string, string>(Object.values(roles).map(({ name, id }) => [name, id]));
  return [
    ...childrenOf(at(root, 'Roles'), 'Role').map(({ attributes }) => {
      const name = attributes['name'] ?? '';
      return { kind: 'role', name, id: attributes['id'] ?? '', expected: roleIds.get(name) ?? '' };
    }),
    ...childrenOf(at(root, 'WebResources'), 'WebResource').map((node) => {
      const name = textAt(node, 'Name');
      return { kind: 'web resource', name, id: textAt(node, 'WebResourceId'), expected: webResourceId(name) };
    }),
    ...model.tables.flatMap(({ logicalName, forms, views }) => [
      ...forms.map(({ node }) => ({ kind: 'form', name: logicalName, id: textAt(node, 'formid') })),
      ...views.map((view) => ({ kind: 'view', name: logicalName, id: textAt(view, 'savedqueryid') })),
    ]),
  ];
};

/** Ids are UUIDs, given once per kind, and ours are those that our names give. */
export const checkIds = (model: SolutionModel): readonly Finding[] => {
  const all = identified(model);
  const isDerived = (id: string): boolean => bare(id)[14] === idOf('')[14];
  return [
    ...all
      .filter(({ id }) => !UUID.test(bare(id)))
      .map(({ kind, name, id }) => finding(5, CUSTOMIZATIONS, `the id of ${kind} ${name} is no GUID: ${id}`)),
    ...repeated(all.map(({ kind, id }) => `${kind} ${bare(id)}`)).map((name) => finding(5, CUSTOMIZATIONS, `two components are ${name}`)),
    ...(model.ours
      ? all
          .filter(({ id, expected }) => UUID.test(bare(id)) && (expected === undefined ? !isDerived(id) : bare(id) !== expected))
          .map(({ kind, name, id }) => finding(5, CUSTOMIZATIONS, `${kind} ${name} has another id than ever before: ${id}`))
      : []),
  ];
};

// Others may carry along what another publisher made; without any prefix nothing of theirs imports.
const hasPrefix = (model: SolutionModel, name: string): boolean =>
  name.toLowerCase().startsWith(model.prefix.toLowerCase()) || (!model.ours && /^[a-z][a-z0-9]{1,7}_/i.test(name));

const wrongPrefix = (model: SolutionModel, kind: string, names: readonly string[]): readonly Finding[] =>
  names
    .filter((name) => !hasPrefix(model, name))
    .map((name) => finding(6, CUSTOMIZATIONS, `${kind} ${name} does not start with ${model.prefix}`));

const isSystemRelationship = (name: string, tables: readonly string[]): boolean =>
  tables.some((table) =>
    new RegExp(`^(business_unit|lk|owner|team|user|TransactionCurrency|FileAttachment)_${table}(_|$)`, 'i').test(name),
  );

/** What the publisher makes starts with its prefix. */
export const checkPrefix = (model: SolutionModel): readonly Finding[] => {
  const root = model.customizations;
  const own = model.tables.filter((table) => table.own);
  const ownNames = own.map(({ logicalName }) => logicalName);
  const customColumns = model.tables.flatMap(({ columns }) =>
    [...columns.values()]
      .filter((column) => textAt(column, 'IsCustomField') === '1')
      .map(({ attributes }) => attributes['PhysicalName'] ?? ''),
  );
  return [
    ...(model.ours && model.prefix !== `${publisher.prefix}_`
      ? [finding(6, 'solution.xml', `the prefix is ${model.prefix}, not ${publisher.prefix}_`)]
      : []),
    ...wrongPrefix(
      model,
      'table',
      own.map(({ schemaName }) => schemaName),
    ),
    ...wrongPrefix(model, 'column', customColumns),
    ...wrongPrefix(
      model,
      'relationship',
      model.relationships.map(({ attributes }) => attributes['Name'] ?? '').filter((name) => !isSystemRelationship(name, ownNames)),
    ),
    ...wrongPrefix(
      model,
      'key',
      descendants(at(root, 'Entities'), 'EntityKey').map((key) => textAt(key, 'Name')),
    ),
    ...wrongPrefix(
      model,
      'choice',
      childrenOf(at(root, 'optionsets'), 'optionset').map(({ attributes }) => attributes['Name'] ?? ''),
    ),
    ...wrongPrefix(
      model,
      'web resource',
      childrenOf(at(root, 'WebResources'), 'WebResource').map((node) => textAt(node, 'Name')),
    ),
    ...wrongPrefix(
      model,
      'control',
      childrenOf(at(root, 'CustomControls'), 'CustomControl').map((node) => textAt(node, 'Name')),
    ),
  ];
};

/** Logical names are the schema names in lower case. */
export const checkNames = (model: SolutionModel): readonly Finding[] =>
  model.tables.flatMap(({ schemaName, entity, columns }) => [
    ...(entity !== undefined && entity.attributes['Name'] !== schemaName
      ? [finding(7, CUSTOMIZATIONS, `table ${schemaName} calls itself ${entity.attributes['Name'] ?? ''} inside`)]
      : []),
    ...[...columns].flatMap(([logicalName, column]) =>
      ['Name', 'LogicalName']
        .filter((name) => at(column, name) !== undefined && textAt(column, name) !== logicalName)
        .map((name) =>
          finding(
            7,
            CUSTOMIZATIONS,
            `${schemaName}.${column.attributes['PhysicalName'] ?? ''} has the ${name} ${textAt(column, name)}, not ${logicalName}`,
          ),
        ),
    ),
    ...repeated(
      childrenOf(at(entity, 'attributes'), 'attribute').map(({ attributes }) => (attributes['PhysicalName'] ?? '').toLowerCase()),
    ).map((name) => finding(7, CUSTOMIZATIONS, `${schemaName} has the column ${name} twice`)),
  ]);
