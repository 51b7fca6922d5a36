/**
 * Holds requests and answers of Xero's Accounting API to Xero's own OpenAPI document, by plain Ajv with unknown properties refused
 * (a mock server on the full document accepts any invoice: its schemas are circular).
 */
import { readFileSync } from 'node:fs';
import type { ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { oracle } from '../oracles.ts';
import { IDEMPOTENCY_KEY_LIMIT, undeclaredStatuses } from './extras.ts';
import type { OpenApiDocument, Operation, Parameter } from './operations.ts';
import { findOperations } from './operations.ts';
import type { Direction, Schema } from './strict-schema.ts';
import { strictSchema } from './strict-schema.ts';

/** A request as it left. */
export interface SentRequest {
  readonly method: string;
  /** With or without the API's base `/api.xro/2.0`. */
  readonly path: string;
  /** As it stands in the address, without the question mark. */
  readonly query: string;
  /** By names in lower case; absent where nobody wrote them down, and then not checked. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON; undefined or null = none. */
  readonly body: unknown;
}
/** An answer as it came, and the request that it answers. */
export interface GivenAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Parsed JSON. */
  readonly body: unknown;
}
export interface XeroSpecification {
  /** @returns violations in words; empty = conforms */
  checkRequest(request: SentRequest): string[];
  /** @returns violations in words; empty = conforms */
  checkAnswer(answer: GivenAnswer): string[];
}

const BASE = /^\/api\.xro\/2\.0(?=\/)/;

type Judge = (schema: Schema, direction: Direction, value: unknown, where: string) => string[];

const judgeBy = (document: OpenApiDocument): Judge => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  for (const direction of ['request', 'answer'] as const) {
    const schemas = Object.entries(document.components['schemas'] ?? {});
    const strict = schemas.map(([name, schema]) => [name, strictSchema(schema as Schema, direction, name)]);
    ajv.addSchema({ $id: direction, components: { schemas: Object.fromEntries(strict) as object } });
  }
  const compiled = { request: new Map<Schema, ValidateFunction>(), answer: new Map<Schema, ValidateFunction>() };
  return (schema, direction, value, where) => {
    const validate = compiled[direction].get(schema) ?? ajv.compile(strictSchema(schema, direction));
    compiled[direction].set(schema, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, keyword, message, params }) => {
      const named = 'additionalProperty' in params ? `: ${String(params['additionalProperty'])}` : '';
      const what = keyword === 'false schema' ? 'is read-only' : (message ?? keyword);
      return `${where}${instancePath} ${what}${named}${keyword === 'enum' ? `: ${JSON.stringify(params['allowedValues'])}` : ''}`;
    });
  };
};

/** The value that a text in an address stands for, so that its type can be held to the parameter's. */
const valueOf = (schema: Schema, text: string): unknown => {
  if (schema['items'] !== undefined) return text.split(',');
  if (schema['type'] === 'integer' || schema['type'] === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  return schema['type'] === 'boolean' && /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : text;
};

// Contacts' IDs are declared as a string with items: a list all the same.
const listed = (schema: Schema): Schema => (schema['items'] === undefined ? schema : { ...schema, type: 'array' });

const checkPlaces = (judge: Judge, { parameters, inPath }: Operation, { query, headers }: SentRequest): string[] => {
  const held = (parameter: Parameter, text: string): string[] =>
    judge(listed(parameter.schema), 'request', valueOf(parameter.schema, text), `${parameter.in} ${parameter.name}`);
  const problems: string[] = [];
  const asked = [...new URLSearchParams(query)];
  for (const [name, text] of asked) {
    const parameter = parameters.find((each) => each.in === 'query' && each.name === name);
    problems.push(...(parameter ? held(parameter, text) : [`query ${name} is no parameter of the operation`]));
  }
  const given = (parameter: Parameter): string | undefined => {
    if (parameter.in === 'path') return inPath[parameter.name];
    if (parameter.in === 'header') return headers?.[parameter.name.toLowerCase()];
    return asked.find(([name]) => name === parameter.name)?.[1];
  };
  const looked = parameters.filter(({ in: place }) => place !== 'header' || headers !== undefined);
  for (const parameter of looked) {
    const text = given(parameter) ?? '';
    if (text === '' && parameter.required === true) problems.push(`${parameter.in} ${parameter.name} is missing`);
    else if (text !== '' && parameter.in !== 'query') problems.push(...held(parameter, text));
  }
  return problems;
};

const checkHeaders = (headers: NonNullable<SentRequest['headers']>, takesBody: boolean): string[] => [
  ...(/^Bearer \S+$/.test(headers['authorization'] ?? '') ? [] : ['header authorization is no bearer token']),
  // Xero answers XML to whom does not ask for JSON.
  ...(headers['accept']?.includes('application/json') === true ? [] : ['header accept does not ask for application/json']),
  ...(takesBody && headers['content-type']?.startsWith('application/json') !== true ? ['header content-type is not application/json'] : []),
  ...((headers['idempotency-key'] ?? '').length > IDEMPOTENCY_KEY_LIMIT ? ['header idempotency-key is too long'] : []),
];

const checkBody = (judge: Judge, { body: schema, template }: Operation, body: unknown): string[] => {
  if (schema === undefined) return body === undefined || body === null ? [] : [`${template} takes no body`];
  if (schema === 'other') return [];
  return body === undefined || body === null ? ['body is missing'] : judge(schema, 'request', body, 'body');
};

const error: Schema = { $ref: '#/components/schemas/Error' };

/** A refusal echoes the elements as the list would hold them (reference/xero.md section 3, Errors); the schema knows their ids alone. */
const checkRefusal = (judge: Judge, operation: Operation, body: unknown): string[] => {
  const { Elements, ...rest } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const success = operation.answers['200'];
  const list = String(success?.['$ref']).split('/').at(-1) ?? '';
  const echoed = success && Elements !== undefined ? judge(success, 'answer', { [list]: Elements }, 'body') : [];
  return [...judge(error, 'answer', rest, 'body'), ...echoed.map((violation) => violation.replace(`body/${list}`, 'body/Elements'))];
};

const specificationOf = (document: OpenApiDocument): XeroSpecification => {
  const judge = judgeBy(document);
  /** The least that any of the operations has against it. */
  const least = (operations: readonly Operation[] | string, check: (operation: Operation) => string[]): string[] =>
    typeof operations === 'string' ? [operations] : operations.map(check).reduce((best, each) => (each.length < best.length ? each : best));
  return {
    checkRequest: (request) =>
      least(findOperations(document, request.method, request.path.replace(BASE, '')), (operation) => [
        ...checkPlaces(judge, operation, request),
        ...(request.headers ? checkHeaders(request.headers, operation.body !== undefined && operation.body !== 'other') : []),
        ...checkBody(judge, operation, request.body),
      ]),
    checkAnswer: ({ method, path, status, body }) =>
      least(findOperations(document, method, path.replace(BASE, '')), (operation) => {
        if (status === 400) return checkRefusal(judge, operation, body);
        const schema = operation.answers[String(status)];
        if (schema) return judge(schema, 'answer', body, 'body');
        return schema === null || undeclaredStatuses.includes(status) ? [] : [`status ${status} is no answer of ${method} ${path}`];
      }),
  };
};

/** Xero's specification of the Accounting API; null where this machine has none (`absent` in ../oracles.ts says so). */
export const loadXeroSpecification = (): XeroSpecification | null => {
  const file = oracle('xero/xero_accounting.yaml');
  return file === null ? null : specificationOf(parse(readFileSync(file, 'utf8')) as OpenApiDocument);
};
