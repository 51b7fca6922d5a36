/** The platform's `Xrm.WebApi` over the Web API: the same answers, and errors that carry the platform's numeric code. */
import { extendedTables, tables } from '@stl3/solution';

const API = '/api/data/v9.2/';
const setNames = new Map([...tables, ...extendedTables].map(({ logicalName, setName }) => [logicalName, setName]));

/** An error as model-driven apps throw it. */
export class WebApiError extends Error {
  readonly errorCode: number;
  constructor(errorCode: number, message: string) {
    super(message);
    this.errorCode = errorCode;
  }
}

export type Row = Readonly<Record<string, unknown>>;

const setNameOf = (logicalName: string): string => {
  const found = setNames.get(logicalName);
  if (found === undefined) throw new Error(`The page knows no table ${logicalName}.`);
  return found;
};

const send = async (method: string, path: string, body?: Row): Promise<Row> => {
  const answer = await fetch(API + path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      prefer: method === 'POST' ? 'return=representation' : 'odata.include-annotations="*"',
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  const parsed = text === '' ? {} : (JSON.parse(text) as Row);
  if (answer.ok) return parsed;
  const { code, message } = (parsed as { readonly error: { readonly code: string; readonly message: string } }).error;
  throw new WebApiError(Number(code), message);
};

export const webApi = {
  createRecord: async (table: string, row: Row): Promise<{ readonly entityType: string; readonly id: string }> => {
    const created = await send('POST', setNameOf(table), row);
    return { entityType: table, id: String(created[`${table}id`]) };
  },
  retrieveRecord: (table: string, id: string, options = ''): Promise<Row> => send('GET', `${setNameOf(table)}(${id})${options}`),
  retrieveMultipleRecords: async (table: string, options = ''): Promise<{ readonly entities: readonly Row[] }> => ({
    entities: ((await send('GET', `${setNameOf(table)}${options}`))['value'] ?? []) as readonly Row[],
  }),
  updateRecord: (table: string, id: string, row: Row): Promise<Row> => send('PATCH', `${setNameOf(table)}(${id})`, row),
};
