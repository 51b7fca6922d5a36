/** Who calls: a bearer token of the identity stand-in, or the cookie of a person who sits before the demo page. */
import type { JWTVerifyGetKey } from 'jose';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { Refusal } from './refusal.ts';
import type { Environment } from './state.ts';
import { rowsOf } from './state.ts';

export const PERSON_COOKIE = 'stand-in-user';

const refused = (message: string): Refusal => new Refusal(401, '0x80072560', message);

/** Keys by the environment that asks: a port may serve another authority a moment later. */
const keysOf = new WeakMap<Environment, Map<string, JWTVerifyGetKey>>();
const keys = (environment: Environment, identityOrigin: string, tenant: string): JWTVerifyGetKey => {
  const known = keysOf.get(environment) ?? new Map<string, JWTVerifyGetKey>();
  keysOf.set(environment, known);
  const url = `${identityOrigin}/${tenant}/discovery/v2.0/keys`;
  const found = known.get(url) ?? createRemoteJWKSet(new URL(url));
  known.set(url, found);
  return found;
};

const userWith = (environment: Environment, column: 'azureactivedirectoryobjectid' | 'applicationid', value: string): string | undefined =>
  [...rowsOf(environment, 'systemuser').values()].find((row) => row.values[column] === value.toLowerCase())?.id;

const enabled = (environment: Environment, userId: string | undefined): string => {
  const row = userId === undefined ? undefined : rowsOf(environment, 'systemuser').get(userId);
  if (!row) throw new Refusal(403, '0x80072560', 'The user is not a member of the organization.');
  if (row.values['isdisabled'] === true) throw new Refusal(403, '0x80040225', 'The specified user is disabled.');
  return row.id;
};

/** Claims of a token of the identity stand-in, whose audience must be this origin. @throws {Refusal} 401 */
export const claimsOf = async (
  environment: Environment,
  identityOrigin: string,
  token: string,
): Promise<Readonly<Record<string, unknown>>> => {
  try {
    const { tid } = decodeJwt(token) as { readonly tid?: string };
    const { payload } = await jwtVerify(token, keys(environment, identityOrigin, tid ?? 'organizations'), { audience: environment.origin });
    return payload;
  } catch (problem) {
    throw refused(`The token was refused: ${(problem as Error).message}`);
  }
};

export interface CallerHeaders {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
}

/**
 * Id of the calling systemuser.
 * @param identityOrigin null when the stand-in runs alone: a token is then the systemuser's id itself
 * @throws {Refusal} 401 without a valid token, 403 when the user is not of this organisation or disabled
 */
export const callerOf = async (environment: Environment, identityOrigin: string | null, headers: CallerHeaders): Promise<string> => {
  const person = new RegExp(`${PERSON_COOKIE}=([0-9a-f-]{36})`).exec(headers.cookie ?? '')?.[1];
  const token = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (token === undefined) {
    if (person !== undefined) return enabled(environment, person);
    throw refused('No token was given.');
  }
  if (identityOrigin === null) return enabled(environment, token);
  const claims = await claimsOf(environment, identityOrigin, token);
  return enabled(
    environment,
    'scp' in claims
      ? userWith(environment, 'azureactivedirectoryobjectid', String(claims['oid']))
      : userWith(environment, 'applicationid', String(claims['appid'])),
  );
};
