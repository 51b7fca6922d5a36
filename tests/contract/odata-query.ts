/** Holds OData queries to the model: syntax by a grammar, every name by the metadata. */
import type { Token } from '@odata/parser';
import { defaultParser } from '@odata/parser';
import type { Model, ModelType } from './metadata-model.ts';

const typeOf = (token: Token): string => token.type;
const childrenOf = (token: Token): readonly Token[] => {
  const value = token.value as unknown;
  const isToken = (each: unknown): each is Token => typeof each === 'object' && each !== null && 'type' in each && 'raw' in each;
  if (isToken(value)) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((each: unknown) => (Array.isArray(each) ? each.filter(isToken) : isToken(each) ? [each] : []));
};

const checkNames = (type: ModelType, token: Token, what: string): string[] => {
  const collection = typeOf(token) === 'PropertyPathExpression' ? /^(\w+)\/any\(\)$/.exec(token.raw)?.[1] : undefined;
  if (collection !== undefined)
    return type.navigations.get(collection)?.collection === true ? [] : [`${what} names ${collection}, which is no collection`];
  if (typeOf(token) === 'FunctionExpression') {
    const property = /^Microsoft\.Dynamics\.CRM\.\w+\(PropertyName='(\w+)'/.exec(token.raw)?.[1] ?? token.raw;
    return type.properties.has(property) ? [] : [`${what} names ${property}, which is no property`];
  }
  if (typeOf(token) === 'ODataIdentifier')
    return type.properties.has(token.raw) ? [] : [`${what} names ${token.raw}, which is no property`];
  return childrenOf(token).flatMap((child) => checkNames(type, child, what));
};

const checkExpandItem = (model: Model, type: ModelType, item: Token): string[] => {
  const { path, options = [] } = item.value as { readonly path: Token; readonly options?: readonly Token[] };
  const navigation = type.navigations.get(path.raw);
  if (!navigation) return [`$expand names ${path.raw}, which is no navigation property`];
  const target = model.types.get(navigation.type);
  return target ? options.flatMap((option) => checkOption(model, target, option)) : [];
};

const checkOption = (model: Model, type: ModelType, option: Token): string[] => {
  const items = (option.value as { readonly items?: readonly Token[] }).items ?? [];
  switch (typeOf(option)) {
    case 'Select':
      return items.filter(({ raw }) => !type.properties.has(raw)).map(({ raw }) => `$select names ${raw}, which is no property`);
    case 'Expand':
      return items.flatMap((item) => checkExpandItem(model, type, item));
    case 'Filter':
    case 'OrderBy':
      return checkNames(type, option, typeOf(option) === 'Filter' ? '$filter' : '$orderby');
    default:
      return [];
  }
};

/**
 * Checks a path with its query, such as `invoices(guid)?$select=name`.
 * @returns violations; empty = conforms
 */
export const checkQuery = (model: Model, pathAndQuery: string): string[] => {
  const [path = '', search = ''] = pathAndQuery.split(/\?(.*)/s);
  if (/^(WhoAmI(\(\))?|EntityDefinitions\(LogicalName='\w+'\)|\$batch)$/.test(path)) return [];
  const [, set = '', call] = /^([a-z0-9_]+)(?:\([^)]*\))?(?:\/(?:Microsoft\.Dynamics\.CRM\.)?(\w+)[\s\S]*)?$/i.exec(path) ?? [];
  const type = model.types.get(model.sets.get(set) ?? '');
  if (!type) return [`${set} is no entity set`];
  if (call !== undefined || search === '') return [];
  try {
    const parsed = defaultParser.query(decodeURIComponent(search.replaceAll('+', '%20')));
    return (parsed.value as { readonly options: readonly Token[] }).options.flatMap((option) => checkOption(model, type, option));
  } catch (problem) {
    return [`${search}: ${(problem as Error).message}`];
  }
};
