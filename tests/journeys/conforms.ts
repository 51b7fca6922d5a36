/** What a journey asked of both systems, held to their published specifications. */
import { loadModel } from '../contract/metadata-model.ts';
import { checkQuery } from '../contract/odata-query.ts';
import { loadXeroSpecification } from '../contract/xero/specification.ts';
import type { World } from '../sandbox/world.ts';

const specification = loadXeroSpecification();
const model = loadModel();

/** Whether this machine has the specifications. */
export const canCheck = specification !== null && model !== null;

/** @returns every violation: of requests to Xero, of the stand-in's answers, and of OData queries; empty = all conform */
export const violations = (world: World): { readonly checked: number; readonly found: readonly string[] } => {
  const exchanges = world.xero.control.requests().filter(({ endedAt }) => endedAt !== null);
  const queries = world.dataverse.control.requests();
  const found = [
    ...exchanges.flatMap(({ method, path, query, body, status, answer }) => [
      ...(specification?.checkRequest({ method, path, query, body }) ?? []),
      ...(specification?.checkAnswer({ method, path, status: status ?? 0, body: answer }) ?? []),
    ]),
    ...queries.flatMap(({ path }) => (model ? checkQuery(model, path) : [])),
  ];
  return { checked: exchanges.length + queries.length, found: [...new Set(found)] };
};
