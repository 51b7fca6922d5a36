/** Group 9: every lookup has its relationship and every relationship its lookup. */
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import type { SolutionModel } from './solution-model.ts';
import { CUSTOMIZATIONS, isKnownTable, repeated } from './solution-model.ts';
import { childrenOf, at, textAt } from './xml-tree.ts';

const say = (message: string): Finding => finding(9, CUSTOMIZATIONS, message);

/** The platform makes the relationships of these itself, or has none. */
const WITHOUT: ReadonlySet<string> = new Set(['createdonbehalfby', 'modifiedonbehalfby']);
const NO_CASCADE = ['CascadeAssign', 'CascadeReparent', 'CascadeShare', 'CascadeUnshare', 'CascadeRollupView'];

const navigationNames = (model: SolutionModel): readonly string[] =>
  model.relationships.flatMap((relationship) =>
    childrenOf(at(relationship, 'EntityRelationshipRoles'), 'EntityRelationshipRole').flatMap((role) => {
      const name = textAt(role, 'NavigationPropertyName');
      const of = textAt(role, 'RelationshipRoleType') === '1' ? 'ReferencingEntityName' : 'ReferencedEntityName';
      return name === '' ? [] : [`${textAt(relationship, of).toLowerCase()}.${name}`];
    }),
  );

/** Both ways, to tables that will be there, with navigation properties of their own. */
export const checkRelationships = (model: SolutionModel): readonly Finding[] => {
  const oneToMany = model.relationships.filter((relationship) => textAt(relationship, 'EntityRelationshipType') === 'OneToMany');
  const links = oneToMany.map((relationship) => ({
    name: relationship.attributes['Name'] ?? '',
    node: relationship,
    referencing: textAt(relationship, 'ReferencingEntityName').toLowerCase(),
    referenced: textAt(relationship, 'ReferencedEntityName').toLowerCase(),
    column: textAt(relationship, 'ReferencingAttributeName').toLowerCase(),
  }));
  const linked = new Set(links.map(({ referencing, column }) => `${referencing}.${column}`));
  const lookups = model.tables.flatMap(({ logicalName, columns }) =>
    [...columns]
      .filter(([name, column]) => ['lookup', 'owner'].includes(textAt(column, 'Type')) && !WITHOUT.has(name))
      .map(([name]) => `${logicalName}.${name}`),
  );
  const inZip = new Map(model.tables.map((table) => [table.logicalName, table]));
  return [
    ...lookups.filter((name) => !linked.has(name)).map((name) => say(`the lookup ${name} has no relationship`)),
    ...links
      .filter(
        ({ referencing, column }) =>
          (model.ours || (inZip.has(referencing) && column.startsWith(model.prefix))) &&
          inZip.get(referencing)?.columns.has(column) !== true,
      )
      .map(({ name, referencing, column }) =>
        say(`relationship ${name} is of the column ${referencing}.${column}, which is not in the zip`),
      ),
    ...links
      .filter(({ referenced }) => !isKnownTable(model, referenced))
      .map(({ name, referenced }) => say(`relationship ${name} points at ${referenced}, which is neither in the zip nor declared`)),
    ...repeated(links.map(({ name }) => name.toLowerCase())).map((name) => say(`the relationship ${name} is there twice`)),
    ...repeated(navigationNames(model)).map((name) => say(`the navigation property ${name} is there twice`)),
    ...(model.ours
      ? links.flatMap(({ name, node, referenced }) =>
          NO_CASCADE.filter(
            (cascade) => (name.startsWith(model.prefix) || at(node, cascade) !== undefined) && textAt(node, cascade) !== 'NoCascade',
          ).map((cascade) =>
            say(`relationship ${name} from ${referenced} has ${cascade} ${textAt(node, cascade)}; nothing but deletion may cascade`),
          ),
        )
      : []),
  ];
};
