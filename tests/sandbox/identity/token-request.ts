/** The token endpoint's request, put into the standard's terms before the provider reads it. */
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type Provider from 'oidc-provider';
import type { Refusal } from './answers.ts';
import { standardParameters } from './entra-shapes.ts';

export type Message = IncomingMessage & { originalUrl?: string };
export type Parameters = Readonly<Record<string, string>>;

export const isRefusal = (answer: object | null): answer is Refusal => answer !== null && 'error_description' in answer;

/** Who the token will be about. */
export interface Requested {
  readonly accountId: string;
  readonly grantId: string;
}

export const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

/** The provider reads the request itself; it must find the translated parameters. */
const replaceBody = (request: Message, parameters: Parameters): void => {
  const bytes = Buffer.from(new URLSearchParams(parameters).toString());
  request.headers['content-length'] = String(bytes.length);
  Object.defineProperty(request, 'readable', { value: true });
  request.iterator = () => Readable.from([bytes]).iterator();
};

/** Entra's refresh tokens are good for every resource of the tenant; the standard binds them to those that were asked for. */
const widenRefreshToken = async (provider: Provider, parameters: Parameters): Promise<readonly [Requested | null, Parameters]> => {
  // Entra ID widens a refresh by its scope, the standard only narrows it.
  const { scope: widened, ...rest } = parameters;
  const token = await provider.RefreshToken.find(parameters['refresh_token'] ?? '');
  if (!token) return [null, rest];
  const known = [token.resource ?? []].flat();
  const resource = parameters['resource'] ?? known[0];
  if (resource !== undefined && !known.includes(resource)) {
    token.resource = [...known, resource];
    await token.save();
    const grant = await provider.Grant.find(token.grantId ?? '');
    grant?.addResourceScope(resource, 'user_impersonation');
    await grant?.save();
  }
  return [
    { accountId: token.accountId, grantId: token.grantId ?? '' },
    { ...rest, ...(resource === undefined ? {} : { resource }) },
  ];
};

/**
 * @param prove puts the application's secret in the place of an assertion that stands up to its checks
 * @returns whom a code or refresh token belongs to; null for the application itself and for what is not known
 */
export const translateTokenRequest = async (
  provider: Provider,
  request: Message,
  prove: (given: Parameters) => Promise<Parameters | Refusal>,
): Promise<Requested | Refusal | null> => {
  const proved = await prove(Object.fromEntries(new URLSearchParams(await readBody(request))));
  if (isRefusal(proved)) return proved;
  const parameters = standardParameters(proved);
  if (parameters['grant_type'] === 'refresh_token') {
    const [requested, widened] = await widenRefreshToken(provider, parameters);
    replaceBody(request, widened);
    return requested;
  }
  replaceBody(request, parameters);
  const code = await provider.AuthorizationCode.find(parameters['code'] ?? '');
  return code?.accountId !== undefined ? { accountId: code.accountId, grantId: code.grantId ?? '' } : null;
};
