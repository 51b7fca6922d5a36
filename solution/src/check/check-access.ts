/** Groups 20 and 21: roles and the app. */
import { componentTypes } from '../emit/component-types.ts';
import { platformRoles } from '../emit/roles.ts';
import { roles } from '../schema/index.ts';
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import { platformPrivileges, tenPermissions } from './privileges.ts';
import type { SolutionModel } from './solution-model.ts';
import { CUSTOMIZATIONS, bare, isKnownTable, repeated } from './solution-model.ts';
import type { XmlNode } from './xml-tree.ts';
import { at, childrenOf, descendants, textAt } from './xml-tree.ts';

const PRIVILEGE = /^prv(Create|Read|Write|Delete|AppendTo|Append|Assign|Share)(\w+)$/;

const unknownPrivilege = (model: SolutionModel, name: string): string | null => {
  const [, right = '', table = ''] = PRIVILEGE.exec(name) ?? [];
  if (!table.toLowerCase().startsWith(model.prefix)) {
    if (model.ours) return platformPrivileges.has(name) ? null : 'the platform has no such privilege';
    return isKnownTable(model, table.toLowerCase()) ? null : 'its table is neither in the zip nor declared';
  }
  const own = model.tables.find(({ schemaName }) => schemaName === table);
  if (own === undefined) return 'the zip has no table of this spelling';
  const isOrganisationOwned = textAt(own.entity, 'OwnershipTypeMask') === 'OrgOwned';
  return isOrganisationOwned && (right === 'Assign' || right === 'Share') ? 'a table of the organisation has no such privilege' : null;
};

// Who confirmed or asked is written by the relay, never by the person.
const STAMPED = 'prvAppendToUser';

/** Whoever makes rows that point at others needs Append on the one table and AppendTo on the other. */
const linkPrivileges = (model: SolutionModel, held: ReadonlyMap<string, string>): readonly string[] =>
  model.tables
    .filter(({ own, schemaName }) => own && held.has(`prvCreate${schemaName}`))
    .flatMap(({ schemaName, logicalName }) => {
      const links = model.relationships.filter(
        (relationship) =>
          textAt(relationship, 'ReferencingEntityName').toLowerCase() === logicalName &&
          (relationship.attributes['Name'] ?? '').startsWith(model.prefix),
      );
      const targets = links.map((relationship) => textAt(relationship, 'ReferencedEntityName').replace('SystemUser', 'User'));
      return [...(links.length === 0 ? [] : [`prvAppend${schemaName}`]), ...targets.map((target) => `prvAppendTo${target}`)];
    });

const role = (model: SolutionModel, node: XmlNode): readonly Finding[] => {
  const title = node.attributes['name'] ?? '';
  const say = (message: string): Finding => finding(20, CUSTOMIZATIONS, `role ${title} ${message}`);
  const privileges = childrenOf(at(node, 'RolePrivileges'), 'RolePrivilege').map(({ attributes }) => attributes);
  const levels = new Map(privileges.map(({ name = '', level = '' }) => [name, level]));
  const isRelay = model.ours && title === roles.applicationUser.name;
  return [
    ...[...levels.keys()].flatMap((name) => {
      const wrong = unknownPrivilege(model, name);
      return wrong === null ? [] : [say(`has ${name}: ${wrong}`)];
    }),
    ...repeated(privileges.map(({ name = '' }) => name)).map((name) => say(`has ${name} twice`)),
    ...(model.ours
      ? [...new Set(linkPrivileges(model, levels))]
          .filter((name) => !levels.has(name) && (isRelay || name !== STAMPED))
          .map((name) => say(`lacks ${name}, without which it cannot relate what it creates`))
      : []),
    ...(isRelay
      ? tenPermissions.filter((name) => levels.get(name) !== 'Global').map((name) => say(`lacks ${name} of the install guide`))
      : []),
  ];
};

/** Privileges exist, and the relay's role covers what the install guide asks for. */
export const checkRoles = (model: SolutionModel): readonly Finding[] => {
  const nodes = childrenOf(at(model.customizations, 'Roles'), 'Role');
  return [
    ...nodes.flatMap((node) => role(model, node)),
    ...repeated(nodes.map(({ attributes }) => attributes['name'] ?? '')).map((name) =>
      finding(20, CUSTOMIZATIONS, `two roles are called ${name}`),
    ),
    ...(model.ours
      ? Object.values(roles)
          .filter(({ name }) => !nodes.some(({ attributes }) => attributes['name'] === name))
          .map(({ name }) => finding(20, CUSTOMIZATIONS, `the role ${name} is missing`))
      : []),
  ];
};

const etn = (url: string): string | undefined => /[?&]etn=(\w+)/.exec(url)?.[1];
const viewOf = (url: string): string | undefined => /[?&]viewid=(?:\{|%7b)?([0-9a-fA-F-]{36})/.exec(url)?.[1]?.toLowerCase();

const navigation = (model: SolutionModel, tables: ReadonlySet<string>): readonly Finding[] => {
  const views = new Set(model.tables.flatMap((table) => table.views.map((view) => bare(textAt(view, 'savedqueryid')))));
  const areas = descendants(at(model.customizations, 'AppModuleSiteMaps'), 'SubArea');
  const say = (id: string, message: string): Finding => finding(21, CUSTOMIZATIONS, `navigation entry ${id} ${message}`);
  return [
    ...areas.flatMap(({ attributes }) => {
      const id = attributes['Id'] ?? '';
      const table = attributes['Entity'] ?? etn(attributes['Url'] ?? '');
      const view = viewOf(attributes['Url'] ?? '');
      return [
        ...(table !== undefined && !tables.has(table) ? [say(id, `leads to ${table}, which the app does not hold`)] : []),
        ...(model.ours && view !== undefined && !views.has(view) ? [say(id, `leads to the view ${view}, which is not in the zip`)] : []),
      ];
    }),
    ...repeated(areas.map(({ attributes }) => attributes['Id'] ?? '')).map((id) => say(id, 'is there twice')),
  ];
};

/** What the app names is in the zip or known to every environment. */
export const checkApp = (model: SolutionModel): readonly Finding[] => {
  const apps = childrenOf(at(model.customizations, 'AppModules'), 'AppModule');
  const siteMaps = new Set(
    childrenOf(at(model.customizations, 'AppModuleSiteMaps'), 'AppModuleSiteMap').map((node) => textAt(node, 'SiteMapUniqueName')),
  );
  const ownRoles = new Set<string>([
    ...platformRoles,
    ...childrenOf(at(model.customizations, 'Roles'), 'Role').map(({ attributes }) => bare(attributes['id'] ?? '')),
  ]);
  const say = (app: XmlNode, message: string): Finding => finding(21, CUSTOMIZATIONS, `app ${textAt(app, 'UniqueName')} ${message}`);
  const held = new Set<string>();
  const found = apps.flatMap((app) => {
    const components = descendants(app, 'AppModuleComponent').map(({ attributes }) => ({
      type: Number(attributes['type']),
      name: attributes['schemaName'] ?? '',
    }));
    components.filter(({ type }) => type === componentTypes.table).forEach(({ name }) => held.add(name));
    return [
      ...components
        .filter(({ type, name }) => type === componentTypes.table && !isKnownTable(model, name))
        .map(({ name }) => say(app, `holds the table ${name}, which is neither in the zip nor declared`)),
      ...components
        .filter(({ type, name }) => type === componentTypes.siteMap && !siteMaps.has(name))
        .map(({ name }) => say(app, `holds the site map ${name}, which is not in the zip`)),
      ...(components.some(({ type }) => type === componentTypes.siteMap) ? [] : [say(app, 'has no site map')]),
      ...childrenOf(at(app, 'AppModuleRoleMaps'), 'Role')
        .filter(({ attributes }) => !ownRoles.has(bare(attributes['id'] ?? '')))
        .map(({ attributes }) => say(app, `is for the role ${attributes['id'] ?? ''}, which does not exist`)),
    ];
  });
  return [...found, ...(apps.length === 0 ? [] : navigation(model, held))];
};
