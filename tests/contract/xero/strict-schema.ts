/** Turns schemas of an OpenAPI 3.0 document into JSON Schemas for Ajv, with unknown properties refused. */
import { extras } from './extras.ts';

/** A schema object of the document. */
export type Schema = Readonly<Record<string, unknown>>;
/** Requests may not carry what is read-only; answers may carry what the specification forgot. */
export type Direction = 'request' | 'answer';

/** `/Date(1795392000000+0000)/`. */
const MS_DATE = String.raw`/Date\(-?\d+([+-]\d{4})?\)/`;
const PLAIN_DATE = String.raw`\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?`;

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Words about a schema that say nothing of the value; `default` is wrong in places ("false" of a boolean). */
const silent = new Set(['description', 'example', 'externalDocs', 'default', 'nullable', 'readOnly']);

const datePattern = (schema: Schema, direction: Direction): Schema => {
  if (schema['x-is-msdate'] !== true && schema['x-is-msdate-time'] !== true) return {};
  return { pattern: direction === 'answer' ? `^${MS_DATE}$` : `^(${PLAIN_DATE}|${MS_DATE})$` };
};

const extrasOf = (name: string | undefined, schema: Schema): Readonly<Record<string, Schema>> => {
  const isList = typeof schema['x-objectArrayKey'] === 'string';
  return Object.fromEntries(
    extras
      .filter(({ of }) => (name !== undefined && of.includes(name)) || (isList && of.includes('list')))
      .map(({ property, schema: extra }) => [property, extra as Schema]),
  );
};

/**
 * One schema, made strict; references point into the schema store `direction`.
 * @param name of a schema under components, which extras are known by
 */
export const strictSchema = (schema: Schema, direction: Direction, name?: string): Schema => {
  const inner = (value: unknown): unknown => (isSchema(value) ? strictSchema(value, direction) : value);
  const strict: Record<string, unknown> = {};
  for (const [word, value] of Object.entries(schema)) {
    if (silent.has(word) || word.startsWith('x-')) continue;
    if (word === '$ref') strict[word] = String(value).replace(/^#/, `${direction}#`);
    else if (word === 'properties') {
      const known = { ...(value as Schema), ...(direction === 'answer' ? extrasOf(name, schema) : {}) };
      strict['properties'] = Object.fromEntries(
        Object.entries(known).map(([property, each]) => [
          property,
          direction === 'request' && isSchema(each) && each['readOnly'] === true ? false : inner(each),
        ]),
      );
      strict['additionalProperties'] = false;
    } else if (Array.isArray(value) && ['allOf', 'anyOf', 'oneOf'].includes(word)) strict[word] = value.map(inner);
    else strict[word] = word === 'items' ? inner(value) : value;
  }
  Object.assign(strict, datePattern(schema, direction));
  return schema['nullable'] === true ? { anyOf: [strict, { type: 'null' }] } : strict;
};
