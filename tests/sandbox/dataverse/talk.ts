/** Speaks to the stand-in over HTTP as one of the company's people, for the tests beside it. */
import type { Company } from '../company/company.ts';
import { coralBay } from '../company/company.ts';
import { environmentOf } from '../company/environment.ts';
import type { PersonKey } from '../company/people.ts';
import { people } from '../company/people.ts';
import type { DataverseOptions, DataverseStandIn } from './start.ts';
import { startDataverse } from './start.ts';

export type Json = Readonly<Record<string, unknown>>;
export interface Said {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
  readonly text: string;
  /** Rows of a list. */
  readonly rows: readonly Json[];
  /** Code of an error. */
  readonly code: string | undefined;
}
export interface Talk {
  readonly standIn: DataverseStandIn;
  /** @param path behind `/api/data/v9.2/`, or a whole address @param body sent as JSON; text goes as it is */
  ask(who: PersonKey, method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Said>;
  get(path: string, headers?: Readonly<Record<string, string>>, who?: PersonKey): Promise<Said>;
  /** Creates a row as the administrator and says its id. */
  create(set: string, body: Json): Promise<string>;
}

export const saidOf = async (answer: Response): Promise<Said> => {
  const text = await answer.text();
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  const body = (isJson && text !== '' ? JSON.parse(text) : {}) as Json;
  const code = (body['error'] as { readonly code?: string } | undefined)?.code;
  return { status: answer.status, headers: answer.headers, body, text, rows: (body['value'] ?? []) as readonly Json[], code };
};

/** The company without its invoices, so that a test knows every row. */
export const companyWithoutInvoices = (): Company => ({ ...coralBay(), invoices: [] });

/** Talks to a stand-in that runs already. */
export const talkTo = (standIn: DataverseStandIn): Talk => {
  const ask: Talk['ask'] = async (who, method, path, body, headers = {}) =>
    saidOf(
      await fetch(/^https?:/.test(path) ? path : `${standIn.origin}/api/data/v9.2/${path}`, {
        method,
        headers: {
          authorization: `Bearer ${people[who].userId}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
  return {
    standIn,
    ask,
    get: (path, headers, who = 'administrator') => ask(who, 'GET', path, undefined, headers),
    create: async (set, body) => {
      const said = await ask('administrator', 'POST', set, body);
      if (said.status !== 204) throw new Error(`POST ${set} answered ${String(said.status)}: ${said.text}`);
      return /\(([0-9a-f-]{36})\)$/.exec(said.headers.get('odata-entityid') ?? '')?.[1] ?? '';
    },
  };
};

/** Starts a stand-in with the company, without its invoices unless an environment is given. */
export const startTalk = async (options: DataverseOptions = {}): Promise<Talk> =>
  talkTo(await startDataverse({ environment: environmentOf(companyWithoutInvoices()), ...options }));
