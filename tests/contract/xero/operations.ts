/** Finds the operation of an OpenAPI document that a request is meant for. */
import type { Schema } from './strict-schema.ts';

export interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Schema;
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}
interface Reference {
  readonly $ref: string;
}
interface OperationObject {
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: Content | Reference;
  readonly responses: Readonly<Record<string, Content | Reference>>;
}
/** The parts of the document that are read. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** An operation with its references resolved. */
export interface Operation {
  readonly template: string;
  /** Values in the path, by the name of their parameter. */
  readonly inPath: Readonly<Record<string, string>>;
  readonly parameters: readonly Parameter[];
  /** Schema of the JSON body; undefined where the operation takes none, `'other'` where it takes no JSON. */
  readonly body: Schema | 'other' | undefined;
  /** Schema of the JSON answer by status; null where nothing is said of the body. */
  readonly answers: Readonly<Record<string, Schema | null>>;
}

const resolve = <Target>(document: OpenApiDocument, value: Target | Reference): Target => {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value;
  const [kind = '', name = ''] = value.$ref.replace('#/components/', '').split('/');
  return document.components[kind]?.[name] as Target;
};

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

const fit = (template: string, path: string): Readonly<Record<string, string>> | null => {
  const [wanted, given] = [template.split('/'), path.split('/')];
  if (wanted.length !== given.length) return null;
  const values: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    const parameter = /^\{(.+)\}$/.exec(part)?.[1];
    if (parameter !== undefined && value !== '') values[parameter] = decode(value);
    else if (part !== value) return null;
  }
  return values;
};

const read = (document: OpenApiDocument, template: string, inPath: Readonly<Record<string, string>>, method: string): Operation => {
  const item = document.paths[template] ?? {};
  const operation = item[method] as OperationObject;
  const shared = (item['parameters'] ?? []) as OperationObject['parameters'];
  const body = operation.requestBody === undefined ? undefined : resolve<Content>(document, operation.requestBody);
  return {
    template,
    inPath,
    parameters: [...(shared ?? []), ...(operation.parameters ?? [])].map((parameter) => resolve<Parameter>(document, parameter)),
    body: body === undefined ? undefined : (body.content?.['application/json']?.schema ?? 'other'),
    answers: Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) => [
        status,
        resolve<Content>(document, response).content?.['application/json']?.schema ?? null,
      ]),
    ),
  };
};

/**
 * The operations that a request may be meant for, the most literal template first: two templates may differ
 * in the name of a parameter alone (`/Contacts/{ContactID}` and `/Contacts/{ContactNumber}`).
 * @returns a violation in words where there is none
 */
export const findOperations = (document: OpenApiDocument, method: string, path: string): readonly Operation[] | string => {
  const fitting = Object.keys(document.paths).flatMap((template) => {
    const inPath = fit(template, path);
    return inPath ? [{ template, inPath }] : [];
  });
  if (fitting.length === 0) return `${path} is no path of the specification`;
  const able = fitting.filter(({ template }) => method.toLowerCase() in (document.paths[template] ?? {}));
  if (able.length === 0) return `${method} is no method of ${fitting.map(({ template }) => template).join(', ')}`;
  const fewest = Math.min(...able.map(({ inPath }) => Object.keys(inPath).length));
  return able
    .filter(({ inPath }) => Object.keys(inPath).length === fewest)
    .map(({ template, inPath }) => read(document, template, inPath, method.toLowerCase()));
};
