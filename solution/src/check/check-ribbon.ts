/** Group 16: ribbons. */
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import { webResourceFile, wrongCall } from './scripts.ts';
import type { SolutionModel, TableModel } from './solution-model.ts';
import { CUSTOMIZATIONS, repeated } from './solution-model.ts';
import type { XmlNode } from './xml-tree.ts';
import { at, childrenOf, descendants, everyNode } from './xml-tree.ts';

const ids = (nodes: readonly XmlNode[]): readonly string[] => nodes.map(({ attributes }) => attributes['Id'] ?? '');

/** Groups of Microsoft's ribbons on which the product's commands may stand. */
const LOCATION =
  /^Mscrm\.(Form|HomepageGrid|SubGrid)\.(\w+|\{!EntityLogicalName\})\.MainTab\.(Save|Actions|Collaborate|Management)\.Controls\._children$/;
const BUILT_IN = 'Mscrm.';
const LABEL = '$LocLabels:';
const RESOURCE = '$webresource:';

interface Kind {
  readonly name: string;
  readonly defined: readonly string[];
  readonly used: readonly string[];
}

const kinds = (ribbon: XmlNode): readonly Kind[] => {
  const commands = childrenOf(at(ribbon, 'CommandDefinitions'), 'CommandDefinition');
  const attributesOf = everyNode(ribbon).flatMap(({ attributes }) => Object.values(attributes));
  const rule = (name: 'EnableRule' | 'DisplayRule'): Kind => ({
    name: name === 'EnableRule' ? 'enable rule' : 'display rule',
    defined: ids(childrenOf(at(ribbon, 'RuleDefinitions', `${name}s`), name)),
    used: ids(commands.flatMap((command) => childrenOf(at(command, `${name}s`), name))),
  });
  return [
    {
      name: 'command',
      defined: ids(commands),
      used: descendants(at(ribbon, 'CustomActions'), 'CommandUIDefinition').flatMap((definition) =>
        everyNode(definition).flatMap(({ attributes }) => (attributes['Command'] === undefined ? [] : [attributes['Command']])),
      ),
    },
    rule('EnableRule'),
    rule('DisplayRule'),
    {
      name: 'label',
      defined: ids(childrenOf(at(ribbon, 'LocLabels'), 'LocLabel')),
      used: attributesOf.filter((value) => value.startsWith(LABEL)).map((value) => value.slice(LABEL.length)),
    },
  ];
};

const calls = (model: SolutionModel, ribbon: XmlNode): readonly (string | null)[] =>
  [...descendants(ribbon, 'JavaScriptFunction'), ...descendants(ribbon, 'CustomRule')].map(({ attributes }) => {
    const library = attributes['Library'] ?? '';
    return library.startsWith(RESOURCE) ? wrongCall(model, library.slice(RESOURCE.length), attributes['FunctionName'] ?? '') : null;
  });

const check = (model: SolutionModel, table: TableModel, ribbon: XmlNode): readonly Finding[] => {
  const say = (message: string): Finding => finding(16, CUSTOMIZATIONS, `the ribbon of ${table.logicalName} ${message}`);
  const actions = childrenOf(at(ribbon, 'CustomActions'), 'CustomAction');
  const images = everyNode(ribbon).flatMap(({ name, attributes }) =>
    name === 'Button'
      ? Object.values(attributes)
          .filter((value) => value.startsWith(RESOURCE))
          .map((value) => value.slice(RESOURCE.length))
      : [],
  );
  const own = [...ids(actions), ...ids(descendants(ribbon, 'Button'))];
  const ourPrefix = model.prefix.replace('_', '.');
  return [
    ...kinds(ribbon).flatMap(({ name, defined, used }) => [
      ...used
        .filter((id) => !defined.includes(id) && !id.startsWith(BUILT_IN))
        .map((id) => say(`uses the ${name} ${id}, which it does not define`)),
      ...(model.ours ? defined.filter((id) => !used.includes(id)).map((id) => say(`defines the ${name} ${id}, which nothing uses`)) : []),
      ...repeated(defined).map((id) => say(`defines the ${name} ${id} twice`)),
      ...(model.ours
        ? defined.filter((id) => !id.startsWith(ourPrefix)).map((id) => say(`has the id ${id}, which does not start with ${ourPrefix}`))
        : []),
    ]),
    ...repeated(own).map((id) => say(`has the id ${id} twice`)),
    ...(model.ours
      ? own.filter((id) => !id.startsWith(ourPrefix)).map((id) => say(`has the id ${id}, which does not start with ${ourPrefix}`))
      : []),
    ...actions
      .filter(({ attributes }) => !(model.ours ? LOCATION : /\._children$/).test(attributes['Location'] ?? ''))
      .map(({ attributes }) => say(`puts ${attributes['Id'] ?? ''} at ${attributes['Location'] ?? ''}, which is no place that exists`)),
    ...[...new Set(images)]
      .filter((name) => name.startsWith(model.prefix) && webResourceFile(model, name) === undefined)
      .map((name) => say(`shows the picture ${name}, which is not in the zip`)),
    ...[...new Set(calls(model, ribbon))].filter((wrong) => wrong !== null).map((wrong) => say(`calls what is not there: ${wrong}`)),
    ...descendants(at(ribbon, 'RuleDefinitions', 'EnableRules'), 'EntityPrivilegeRule').map(() =>
      say('has an EntityPrivilegeRule among the enable rules, where it is not allowed'),
    ),
  ];
};

/** Commands, rules, labels, pictures and functions resolve, and none is unused. */
export const checkRibbons = (model: SolutionModel): readonly Finding[] =>
  model.tables.flatMap((table) => {
    const ribbon = at(table.node, 'RibbonDiffXml');
    return ribbon === undefined ? [] : check(model, table, ribbon);
  });
