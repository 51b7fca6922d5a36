/** Groups 17, 18 and 22: web resources, controls and environment variables. */
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import type { SolutionModel } from './solution-model.ts';
import { CUSTOMIZATIONS, repeated } from './solution-model.ts';
import type { XmlNode } from './xml-tree.ts';
import { at, childrenOf, descendants, everyNode, parseXml, textAt } from './xml-tree.ts';

// Dataverse's default limit of a file is 5 MB.
const MOST_BYTES = 5 * 1024 * 1024;

const RESOURCE = '$webresource:';

const pathOf = (node: XmlNode): string => textAt(node, 'FileName').replace(/^\//, '');
const startsWith = (content: Uint8Array, ...bytes: readonly number[]): boolean => bytes.every((byte, index) => content[index] === byte);
const textOf = (content: Uint8Array): string => new TextDecoder().decode(content);

const rootName = (content: Uint8Array): string | null => {
  try {
    return parseXml(textOf(content)).name;
  } catch {
    return null;
  }
};

/** Whether the bytes are of the type that the number says (5 png, 6 jpg, 7 gif, 11 svg, 12 resx). */
const isOfType = (type: number, content: Uint8Array): boolean => {
  switch (type) {
    case 5:
      return startsWith(content, 0x89, 0x50, 0x4e, 0x47);
    case 6:
      return startsWith(content, 0xff, 0xd8);
    case 7:
      return startsWith(content, 0x47, 0x49, 0x46);
    case 11:
      return rootName(content) === 'svg';
    case 12:
      return rootName(content) === 'root';
    default:
      return true;
  }
};

const hasScript = (content: Uint8Array): boolean => {
  try {
    const root = parseXml(textOf(content));
    return [root, ...everyNode(root)].some(
      ({ name, attributes }) =>
        name === 'script' || Object.entries(attributes).some(([key, value]) => /^on/i.test(key) || /^\s*javascript:/i.test(value)),
    );
  } catch {
    return false;
  }
};

const webResource = (model: SolutionModel, node: XmlNode): readonly Finding[] => {
  const name = textAt(node, 'Name');
  const path = pathOf(node);
  const content = model.files.get(path);
  const type = Number(textAt(node, 'WebResourceType'));
  const say = (message: string): Finding => finding(17, path, `web resource ${name} ${message}`);
  if (content === undefined) return [say('has no file')];
  return [
    ...(content.length === 0 ? [say('is empty')] : []),
    ...(content.length > MOST_BYTES ? [say(`has ${content.length} bytes, more than ${MOST_BYTES}`)] : []),
    ...(content.length > 0 && !isOfType(type, content) ? [say(`is not of its type ${type}`)] : []),
    ...(type === 11 && hasScript(content) ? [say('is a picture with a script in it')] : []),
  ];
};

/** Icons of tables and navigation entries, by the name of their web resource. */
const icons = (model: SolutionModel): readonly string[] => [
  ...model.tables.map(({ entity }) => textAt(entity, 'IconVectorName')).filter((name) => name !== ''),
  ...descendants(at(model.customizations, 'AppModuleSiteMaps'), 'SubArea').flatMap(({ attributes }) => {
    const icon = attributes['VectorIcon'];
    return icon?.startsWith(RESOURCE) === true ? [icon.slice(RESOURCE.length)] : [];
  }),
];

/** Every web resource has its file and every file its web resource. */
export const checkWebResources = (model: SolutionModel): readonly Finding[] => {
  const resources = childrenOf(at(model.customizations, 'WebResources'), 'WebResource');
  const paths = new Set(resources.map(pathOf));
  return [
    ...resources.flatMap((node) => webResource(model, node)),
    ...[...new Set(icons(model))]
      .filter((name) => name.startsWith(model.prefix) && !resources.some((node) => textAt(node, 'Name') === name))
      .map((name) => finding(17, CUSTOMIZATIONS, `the icon ${name} is not in the zip`)),
    ...[...model.files.keys()]
      .filter((path) => path.startsWith('WebResources/') && !paths.has(path))
      .map((path) => finding(17, path, 'belongs to no web resource')),
    ...repeated(resources.map((node) => textAt(node, 'Name').toLowerCase())).map((name) =>
      finding(17, CUSTOMIZATIONS, `the web resource ${name} is there twice`),
    ),
  ];
};

// `constructor` is a name that every object knows, so it is not looked up as a property.
const valueOf = (node: XmlNode, attribute: string): string => new Map(Object.entries(node.attributes)).get(attribute) ?? '';

const resxOf = (files: readonly string[], language: string): boolean => files.some((path) => path.endsWith(`.${language}.resx`));

/** Controls have their manifest, built by Microsoft's toolchain, and every file that it names. */
export const checkControls = (model: SolutionModel): readonly Finding[] =>
  childrenOf(at(model.customizations, 'CustomControls'), 'CustomControl').flatMap((node) => {
    const name = textAt(node, 'Name');
    const path = pathOf(node);
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const control = at(model.documents.get(path), 'control');
    const say = (message: string): Finding => finding(18, path, `control ${name} ${message}`);
    if (control === undefined) return [say('has no manifest')];
    const [namespace, built, version] = ['namespace', 'constructor', 'version'].map((attribute) => valueOf(control, attribute));
    const files = [...model.files.keys()].filter((file) => file.startsWith(folder));
    const resources =
      at(control, 'resources')?.children.flatMap(({ attributes }) => (attributes['path'] === undefined ? [] : [attributes['path']])) ?? [];
    const hasTexts = files.some((file) => file.endsWith('.resx'));
    return [
      ...(name === `${model.prefix}${namespace}.${built}`
        ? []
        : [say(`is called ${model.prefix}${namespace}.${built} by its manifest and the publisher's prefix`)]),
      ...resources
        .filter((resource) => !model.files.has(`${folder}${resource}`))
        .map((resource) => say(`names the file ${resource}, which is not in the zip`)),
      ...(hasTexts
        ? model.languages.filter((language) => !resxOf(files, language)).map((language) => say(`has no texts in language ${language}`))
        : []),
      ...(control.attributes['api-version'] === undefined || at(control, 'built-by') === undefined
        ? [say('is not built: its manifest is the source')]
        : []),
      ...(model.ours && !textAt(model.manifest, 'Version').startsWith(`${version}.`)
        ? [say(`has version ${version}, so that browsers keep the bundle of another release`)]
        : []),
    ];
  });

const TYPES: ReadonlySet<string> = new Set(['100000000', '100000001', '100000002', '100000003', '100000004', '100000005']);

/** Definitions have a type and a name of ours; a value in the zip would never be asked for again. */
export const checkEnvironmentVariables = (model: SolutionModel): readonly Finding[] => [
  ...[...model.documents]
    .filter(([path]) => /^environmentvariabledefinitions\/.*\.xml$/.test(path))
    .flatMap(([path, root]) => {
      const name = root.attributes['schemaname'] ?? '';
      return [
        ...(TYPES.has(textAt(root, 'type'))
          ? []
          : [finding(22, path, `environment variable ${name} has the type ${textAt(root, 'type')}, which does not exist`)]),
        ...(path.split('/')[1] === name ? [] : [finding(22, path, `environment variable ${name} lies in a folder of another name`)]),
        ...(name.startsWith(model.prefix) ? [] : [finding(22, path, `environment variable ${name} does not start with ${model.prefix}`)]),
        ...descendants(root, 'label')
          .filter(({ attributes }) => !model.languages.includes(attributes['languagecode'] ?? ''))
          .map(({ attributes }) =>
            finding(
              22,
              path,
              `environment variable ${name} has a label in language ${attributes['languagecode'] ?? ''}, which Languages does not list`,
            ),
          ),
      ];
    }),
  ...[...model.files.keys()]
    .filter((path) => path.endsWith('environmentvariablevalues.json'))
    .map((path) => finding(22, path, 'ships a value, which every environment would get')),
];
