/** A zip's content, read once for all checks. */
import { solutionName } from '../schema/index.ts';
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import type { ZipEntry } from './read-zip.ts';
import type { XmlNode } from './xml-tree.ts';
import { BadXml, at, childrenOf, descendants, parseXml, textAt } from './xml-tree.ts';

export interface TableModel {
  readonly schemaName: string;
  readonly logicalName: string;
  readonly node: XmlNode;
  readonly entity: XmlNode | undefined;
  /** Made by this solution, in full; no shell around a table of somebody else's, and no virtual table, whose rows lie elsewhere. */
  readonly own: boolean;
  /** What its root component brings along: 0 all of it, 1 and 2 only what is listed besides. */
  readonly behavior: string;
  /** Columns by logical name. */
  readonly columns: ReadonlyMap<string, XmlNode>;
  readonly primaryKey: string;
  readonly forms: readonly { readonly type: string; readonly node: XmlNode }[];
  readonly views: readonly XmlNode[];
}

export interface SolutionModel {
  readonly entries: readonly ZipEntry[];
  /** Files by path; of a doubled path the first. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Every XML file that could be read. */
  readonly documents: ReadonlyMap<string, XmlNode>;
  readonly manifest: XmlNode | undefined;
  readonly customizations: XmlNode | undefined;
  readonly tables: readonly TableModel[];
  readonly relationships: readonly XmlNode[];
  readonly languages: readonly string[];
  readonly prefix: string;
  readonly managed: boolean;
  /** The product itself, which is held to more than any zip. */
  readonly ours: boolean;
}

const isXml = (path: string): boolean => path.endsWith('.xml');

const tableModel = (node: XmlNode, behaviors: ReadonlyMap<string, string>): TableModel => {
  const schemaName = textAt(node, 'Name');
  const entity = at(node, 'EntityInfo', 'entity');
  const columns = new Map(
    childrenOf(at(entity, 'attributes'), 'attribute').map((attribute) => [
      (attribute.attributes['PhysicalName'] ?? '').toLowerCase(),
      attribute,
    ]),
  );
  return {
    schemaName,
    logicalName: schemaName.toLowerCase(),
    node,
    entity,
    own:
      textAt(entity, 'DataProviderId') === '' &&
      (at(entity, 'EntitySetName') !== undefined || [...columns.values()].some((column) => textAt(column, 'Type') === 'primarykey')),
    behavior: behaviors.get(schemaName.toLowerCase()) ?? '0',
    columns,
    primaryKey: [...columns].find(([, column]) => textAt(column, 'Type') === 'primarykey')?.[0] ?? `${schemaName.toLowerCase()}id`,
    forms: childrenOf(at(node, 'FormXml'), 'forms').flatMap((forms) =>
      childrenOf(forms, 'systemform').map((form) => ({ type: forms.attributes['type'] ?? '', node: form })),
    ),
    views: descendants(at(node, 'SavedQueries'), 'savedquery'),
  };
};

/** Reads the XML of a zip; what cannot be read is a finding. */
export const readModel = (entries: readonly ZipEntry[]): { readonly model: SolutionModel; readonly found: readonly Finding[] } => {
  const found: Finding[] = [];
  const files = new Map([...entries].reverse().map(({ path, content }) => [path, content]));
  const documents = new Map<string, XmlNode>();
  for (const [path, content] of files) {
    if (!isXml(path)) continue;
    try {
      documents.set(path, parseXml(new TextDecoder('utf-8', { fatal: true }).decode(content)));
    } catch (thrown) {
      found.push(finding(2, path, thrown instanceof BadXml ? thrown.message : 'is not UTF-8'));
    }
  }
  const customizations = documents.get('customizations.xml');
  const manifest = at(documents.get('solution.xml'), 'SolutionManifest');
  const behaviors = new Map(
    childrenOf(at(manifest, 'RootComponents'), 'RootComponent').map(({ attributes }) => [
      (attributes['schemaName'] ?? '').toLowerCase(),
      attributes['behavior'] ?? '0',
    ]),
  );
  const model: SolutionModel = {
    entries,
    files,
    documents,
    manifest,
    customizations,
    tables: childrenOf(at(customizations, 'Entities'), 'Entity').map((node) => tableModel(node, behaviors)),
    relationships: childrenOf(at(customizations, 'EntityRelationships'), 'EntityRelationship'),
    languages: childrenOf(at(customizations, 'Languages'), 'Language').map(({ text }) => text.trim()),
    prefix: `${textAt(manifest, 'Publisher', 'CustomizationPrefix')}_`,
    managed: textAt(manifest, 'Managed') === '1',
    ours: textAt(manifest, 'UniqueName') === solutionName,
  };
  return { model, found };
};

/** Where most findings are. */
export const CUSTOMIZATIONS = 'customizations.xml';
export const SOLUTION = 'solution.xml';

/** Values that occur more than once. */
export const repeated = (values: readonly string[]): readonly string[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];

/** Bare id in lower case. */
export const bare = (id: string): string => id.replaceAll(/[{}]/g, '').toLowerCase();

/** Tables that the zip says the target must have. */
export const requiredTables = (model: SolutionModel): ReadonlySet<string> =>
  new Set(
    descendants(at(model.manifest, 'MissingDependencies'), 'Required').flatMap(({ attributes }) =>
      attributes['type'] === '1' ? [(attributes['schemaName'] ?? '').toLowerCase()] : [],
    ),
  );

// Somebody's prefix before an underscore marks a table that not every environment has.
const CUSTOM = /^[a-z][a-z0-9]{1,7}_/;

/** Whether a table will be there: in the zip, promised by it, or one of Microsoft's. */
export const isKnownTable = (model: SolutionModel, logicalName: string): boolean =>
  !CUSTOM.test(logicalName) || model.tables.some((table) => table.logicalName === logicalName) || requiredTables(model).has(logicalName);
