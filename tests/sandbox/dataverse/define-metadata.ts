/**
 * The metadata calls that create choices, tables, columns, relationships and keys ("Create and update table definitions using the
 * Web API", Microsoft Learn). The stand-in keeps what was defined and checks what a server would refuse; it does not grow tables by it.
 */
import { hasTable } from './model.ts';
import { Refusal } from './refusal.ts';
import { depthOf } from './rights.ts';
import type { Environment } from './state.ts';

type Body = Readonly<Record<string, unknown>>;

const attributeTypes = ['String', 'Memo', 'Integer', 'Decimal', 'Money', 'Boolean', 'DateTime', 'Picklist'];

const invalid = (message: string): Refusal => new Refusal(400, '0x80048d19', message);
const textOf = (body: Body, name: string): string => {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw invalid(`${name} is missing.`);
  return value;
};
const needLabel = (body: Body, name: string): void => {
  const labels = (
    body[name] as { readonly LocalizedLabels?: readonly { readonly Label?: string; readonly LanguageCode?: number }[] } | undefined
  )?.LocalizedLabels;
  if (!labels?.every(({ Label, LanguageCode }) => typeof Label === 'string' && Label !== '' && LanguageCode === 1033))
    throw invalid(`${name} needs a label in 1033.`);
};
const prefixed = (name: string): string => {
  if (!/^[a-z][a-z0-9]{1,7}_[a-zA-Z0-9_]+$/.test(name))
    throw new Refusal(400, '0x8004701d', `The name ${name} must begin with the publisher's prefix.`);
  return name;
};

const tableOf = (environment: Environment, logicalName: string): string => {
  // What the stand-in's model has of ours is not there before it was defined.
  if (
    environment.defined.has(`EntityDefinitions(LogicalName='${logicalName}')`) ||
    (hasTable(logicalName) && !logicalName.startsWith('stl3_'))
  )
    return logicalName;
  throw new Refusal(404, '0x80060888', `Could not find an entity with name ${logicalName}.`);
};

const checkAttribute = (environment: Environment, body: Body): string => {
  const [, type = ''] = /^Microsoft\.Dynamics\.CRM\.(\w+)AttributeMetadata$/.exec(textOf(body, '@odata.type')) ?? [];
  if (!attributeTypes.includes(type) || body['AttributeType'] !== type)
    throw invalid(`${String(body['@odata.type'])} and AttributeType do not agree.`);
  needLabel(body, 'DisplayName');
  if (type === 'String' && !(Number(body['MaxLength']) >= 1 && Number(body['MaxLength']) <= 4000))
    throw invalid('MaxLength of text is 1 to 4000.');
  if (type === 'Memo' && !(Number(body['MaxLength']) >= 1 && Number(body['MaxLength']) <= 1_048_576))
    throw invalid('MaxLength of a memo is 1 to 1048576.');
  const bound = body['GlobalOptionSet@odata.bind'];
  const choice = typeof bound === 'string' ? /^\/(GlobalOptionSetDefinitions\(Name='\w+'\))$/.exec(bound)?.[1] : undefined;
  if (type === 'Picklist' && (choice === undefined || !environment.defined.has(choice)))
    throw invalid('The choice of the column does not exist.');
  return prefixed(textOf(body, 'SchemaName'));
};

const define = (environment: Environment, key: string, body: Body): void => {
  if (environment.defined.has(key)) throw new Refusal(400, '0x80044363', `${key} exists already.`);
  environment.defined.set(key, body);
};

const makers: readonly (readonly [RegExp, (environment: Environment, body: Body, table: string) => string])[] = [
  [
    /^GlobalOptionSetDefinitions$/,
    (environment, body) => {
      needLabel(body, 'DisplayName');
      const key = `GlobalOptionSetDefinitions(Name='${prefixed(textOf(body, 'Name'))}')`;
      define(environment, key, body);
      return key;
    },
  ],
  [
    /^EntityDefinitions$/,
    (environment, body) => {
      needLabel(body, 'DisplayName');
      needLabel(body, 'DisplayCollectionName');
      const attributes = body['Attributes'] as readonly Body[];
      if (attributes.filter(({ IsPrimaryName }) => IsPrimaryName === true).length !== 1) throw invalid('A table needs one primary name.');
      const logicalName = prefixed(textOf(body, 'SchemaName')).toLowerCase();
      define(environment, `EntityDefinitions(LogicalName='${logicalName}')`, body);
      for (const attribute of attributes)
        define(
          environment,
          `EntityDefinitions(LogicalName='${logicalName}')/Attributes(LogicalName='${checkAttribute(environment, attribute).toLowerCase()}')`,
          attribute,
        );
      return logicalName;
    },
  ],
  [
    /^EntityDefinitions\(LogicalName='(\w+)'\)\/Attributes$/,
    (environment, body, table) => {
      const key = `EntityDefinitions(LogicalName='${tableOf(environment, table)}')/Attributes(LogicalName='${checkAttribute(environment, body).toLowerCase()}')`;
      define(environment, key, body);
      return key;
    },
  ],
  [
    /^RelationshipDefinitions$/,
    (environment, body) => {
      const referencing = tableOf(environment, textOf(body, 'ReferencingEntity'));
      tableOf(environment, textOf(body, 'ReferencedEntity'));
      const lookup = body['Lookup'] as Body;
      needLabel(lookup, 'DisplayName');
      define(
        environment,
        `EntityDefinitions(LogicalName='${referencing}')/Attributes(LogicalName='${prefixed(textOf(lookup, 'SchemaName')).toLowerCase()}')`,
        lookup,
      );
      const key = `RelationshipDefinitions(SchemaName='${prefixed(textOf(body, 'SchemaName'))}')`;
      define(environment, key, body);
      return key;
    },
  ],
  [
    /^EntityDefinitions\(LogicalName='(\w+)'\)\/Keys$/,
    (environment, body, table) => {
      for (const column of body['KeyAttributes'] as readonly string[])
        if (!environment.defined.has(`EntityDefinitions(LogicalName='${tableOf(environment, table)}')/Attributes(LogicalName='${column}')`))
          throw invalid(`The key names ${column}, which is no column of ${table}.`);
      const key = `EntityDefinitions(LogicalName='${table}')/Keys(LogicalName='${prefixed(textOf(body, 'SchemaName')).toLowerCase()}')`;
      define(environment, key, body);
      return key;
    },
  ],
];

/** Whether a path is one of metadata that was, or can be, defined. */
export const isDefinition = (path: string): boolean =>
  /^(GlobalOptionSetDefinitions|RelationshipDefinitions|EntityDefinitions)(\(|$)/.test(path);

/** Reads what was defined. @throws {Refusal} 404 */
export const readDefinition = (environment: Environment, path: string): object => {
  const found = environment.defined.get(path);
  if (!found) throw new Refusal(404, '0x80060888', `Could not find ${path}.`);
  return found;
};

/** Defines something. @throws {Refusal} 400, 403 without the customizer's privilege, 404 */
export const defineMetadata = (environment: Environment, userId: string, path: string, body: unknown): string => {
  if (depthOf(environment, userId, 'prvCreateEntity') === null)
    throw new Refusal(403, '0x80040220', `Principal user (Id=${userId}, type=8) is missing prvCreateEntity privilege.`);
  for (const [pattern, make] of makers) {
    const match = pattern.exec(path);
    if (match) return make(environment, body as Body, match[1] ?? '');
  }
  throw new Refusal(501, '0x80048d0f', `The stand-in does not serve POST ${path}.`);
};
