/** Tries each value live: asks Xero, Entra ID and the relay's own address, changes nothing, and says what to mend. */
import { createHmac, randomUUID } from 'node:crypto';
import * as oauth from 'openid-client';
import { request } from 'undici';
import type { Config } from '../../config.ts';
import { customConnectionTokens } from '../../tokens/application-tokens.ts';
import type { EntraSettings, XeroSettings } from '../../tokens/authorities.ts';
import { entraAuthority } from '../../tokens/authorities.ts';
import { listConnections } from '../../xero/identity.ts';
import { certificateEnds } from '../../tokens/client-certificate.ts';

export interface Tried {
  readonly what: string;
  /** `skipped`: nothing to try with yet. */
  readonly result: 'works' | 'wrong' | 'skipped';
  /** What was found, and what to do where it is wrong. */
  readonly says: string;
}

const TIMEOUT_MS = 10_000;

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly cookies: boolean;
}

const post = async (url: string, body: string, headers: Readonly<Record<string, string>>): Promise<Answer> => {
  const {
    statusCode,
    headers: answered,
    body: stream,
  } = await request(url, {
    method: 'POST',
    body,
    headers,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  });
  return { status: statusCode, text: await stream.text(), cookies: answered['set-cookie'] !== undefined };
};

const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' } as const;

const errorOf = (text: string): { readonly error: string; readonly description: string } => {
  try {
    const { error, error_description: description } = JSON.parse(text) as Record<string, unknown>;
    return { error: typeof error === 'string' ? error : '', description: typeof description === 'string' ? description : '' };
  } catch {
    return { error: '', description: text.slice(0, 200) };
  }
};

const unreachable = (what: string, host: string, problem: unknown): Tried => ({
  what,
  result: 'wrong',
  says: `${host} could not be reached (${(problem as NodeJS.ErrnoException).code ?? (problem as Error).message}). Check this machine's way to the internet and the address.`,
});

type XeroClientSettings = Pick<Config, 'XERO_IDENTITY_URL' | 'XERO_CLIENT_ID' | 'XERO_CLIENT_SECRET' | 'RELAY_PUBLIC_URL'>;

/** A custom connection gives a token at once, and names its organisation. */
const tryCustomConnection = async (config: Pick<Config, 'XERO_API_URL'> & XeroSettings): Promise<Tried> => {
  const what = 'Custom connection at Xero';
  try {
    const { accessToken } = await customConnectionTokens(config);
    const [organisation] = await listConnections(config.XERO_API_URL, accessToken);
    return organisation
      ? { what, result: 'works', says: `Xero knows the app; it reaches ${organisation.tenantName}.` }
      : {
          what,
          result: 'wrong',
          says: 'Xero knows the app, but no organisation has authorised it yet. Whoever was named there opens the link in the mail of Xero.',
        };
  } catch (problem) {
    const { error, cause } = problem as { readonly error?: string; readonly cause?: { readonly error?: string } };
    const said = cause?.error ?? error;
    if (said === undefined) return unreachable(what, new URL(config.XERO_IDENTITY_URL).host, cause ?? problem);
    const says: Readonly<Record<string, string>> = {
      invalid_client: 'Xero refuses them. Copy XERO_CLIENT_ID again from the app, and generate a new secret for XERO_CLIENT_SECRET.',
      unauthorized_client:
        'This app is no custom connection, or its organisation has taken it back. Make one (New app > Custom connection), or set XERO_CUSTOM_CONNECTION to no.',
      invalid_scope: 'The app does not have the scopes that are asked for; choose them in the app as listed above, and authorise it again.',
    };
    return { what, result: 'wrong', says: says[said] ?? `Xero gave an answer that was not expected (${said}). Try again in a minute.` };
  }
};

/** A code that cannot exist is refused as such only after the client was found right (RFC 6749, section 5.2). */
export const tryXeroClient = async (config: XeroClientSettings): Promise<Tried> => {
  const what = 'Client id and secret at Xero';
  try {
    const basic = Buffer.from(`${config.XERO_CLIENT_ID}:${config.XERO_CLIENT_SECRET}`).toString('base64');
    const fields = new URLSearchParams({
      grant_type: 'authorization_code',
      code: randomUUID(),
      redirect_uri: `${config.RELAY_PUBLIC_URL}/oauth/xero/callback`,
    });
    const { text } = await post(`${config.XERO_IDENTITY_URL}/connect/token`, fields.toString(), {
      ...form,
      authorization: `Basic ${basic}`,
    });
    const { error } = errorOf(text);
    if (error === 'invalid_grant') return { what, result: 'works', says: 'Xero knows the app and its secret.' };
    return error === 'invalid_client'
      ? {
          what,
          result: 'wrong',
          says: 'Xero refuses them. Copy XERO_CLIENT_ID again from the app, and generate a new secret for XERO_CLIENT_SECRET.',
        }
      : {
          what,
          result: 'wrong',
          says: `Xero gave an answer that was not expected (${error || text.slice(0, 100)}). Try again in a minute.`,
        };
  } catch (problem) {
    return unreachable(what, new URL(config.XERO_IDENTITY_URL).host, problem);
  }
};

type EntraClientSettings = EntraSettings & Pick<Config, 'DATAVERSE_DISCOVERY_URL'>;

const DAY_MS = 86_400_000;
/** A certificate that ends sooner is spoken of. */
const SOON_DAYS = 30;

const certificateNote = (pem: string): string => {
  const days = Math.floor((certificateEnds(pem).getTime() - Date.now()) / DAY_MS);
  const until = certificateEnds(pem).toISOString().slice(0, 10);
  return days < SOON_DAYS
    ? ` It ends on ${until}: upload a new one before, then change ENTRA_CLIENT_CERTIFICATE.`
    : ` It is good until ${until}.`;
};

/**
 * Asks Entra ID for a token of the app's own.
 * @param tenant id or domain of the tenant that the app is registered in; Entra ID answers such a question for a tenant only
 */
export const tryEntraClient = async (config: EntraClientSettings, tenant: string | null): Promise<Tried> => {
  const pem = config.ENTRA_CLIENT_CERTIFICATE;
  const credential = pem === null ? 'secret' : 'certificate';
  const what = `Application id and ${credential} at Entra ID`;
  if (pem !== null && certificateEnds(pem).getTime() < Date.now())
    return {
      what,
      result: 'wrong',
      says: `The certificate ended on ${certificateEnds(pem).toISOString().slice(0, 10)}. Make a new one, upload it to the application, and set ENTRA_CLIENT_CERTIFICATE.`,
    };
  if (tenant === null)
    return {
      what,
      result: 'skipped',
      says: 'Say which tenant the app is registered in to have it tried, by its id or domain (with the command: --tenant your-company.com).',
    };
  try {
    await oauth.clientCredentialsGrant(entraAuthority(config, encodeURIComponent(tenant)), {
      scope: `${config.DATAVERSE_DISCOVERY_URL}/.default`,
    });
    return {
      what,
      result: 'works',
      says: `Entra ID knows the application and its ${credential}.${pem === null ? '' : certificateNote(pem)}`,
    };
  } catch (problem) {
    const { error, error_description: description = '' } = problem as { readonly error?: string; readonly error_description?: string };
    if (error === undefined) return unreachable(what, new URL(config.ENTRA_AUTHORITY_URL).host, (problem as Error).cause ?? problem);
    if (description.includes('AADSTS90002'))
      return { what, result: 'wrong', says: `Entra ID knows no tenant ${tenant}. Check its id or domain.` };
    if (description.includes('AADSTS700016'))
      return { what, result: 'wrong', says: 'This tenant has no such application. Check ENTRA_CLIENT_ID, and the tenant.' };
    if (error === 'invalid_client')
      return {
        what,
        result: 'wrong',
        says:
          pem === null
            ? 'Entra ID refuses the secret. Copy the value of a secret (not its id) to ENTRA_CLIENT_SECRET, and check that it has not expired.'
            : 'Entra ID refuses the certificate. Upload the certificate of ENTRA_CLIENT_CERTIFICATE (without its key) under Certificates & secrets, and check the clock of this machine.',
      };
    return { what, result: 'wrong', says: `Entra ID said: ${description.split(/[\r\n]/)[0] ?? error}` };
  }
};

/** Does what Xero does before it accepts the address: an empty payload, signed rightly and wrongly. */
export const tryXeroWebhook = async (config: Pick<Config, 'RELAY_PUBLIC_URL' | 'XERO_WEBHOOK_KEY'>): Promise<Tried> => {
  const what = "Xero's webhook (intent to receive)";
  const key = config.XERO_WEBHOOK_KEY;
  if (key === null)
    return {
      what,
      result: 'skipped',
      says: 'XERO_WEBHOOK_KEY is not set. Copy the webhooks key of the app, start the relay, and try again.',
    };
  const url = `${config.RELAY_PUBLIC_URL}/hooks/xero`;
  const body = JSON.stringify({ events: [], firstEventSequence: 0, lastEventSequence: 0, entropy: randomUUID() });
  const signedWith = (by: string) => ({
    'content-type': 'application/json',
    'x-xero-signature': createHmac('sha256', by).update(body).digest('base64'),
  });
  try {
    const right = await post(url, body, signedWith(key));
    const wrong = await post(url, body, signedWith(`${key}.`));
    if (right.status === 200 && right.text === '' && !right.cookies && wrong.status === 401)
      return { what, result: 'works', says: `${url} answers as Xero wants; press Send 'Intent to receive' there.` };
    return {
      what,
      result: 'wrong',
      says:
        right.status === 401
          ? `${url} refuses the key that is set here. Start the relay again with this XERO_WEBHOOK_KEY.`
          : `${url} answered ${String(right.status)} and ${String(wrong.status)} instead of 200 and 401. Is it this relay that answers there?`,
    };
  } catch (problem) {
    return unreachable(what, new URL(url).host, problem);
  }
};

/** Whether the relay answers under its own public address. */
export const tryPublicAddress = async (config: Pick<Config, 'RELAY_PUBLIC_URL'>): Promise<Tried> => {
  const what = 'The address of the relay';
  const url = `${config.RELAY_PUBLIC_URL}/health/live`;
  try {
    const { statusCode, body } = await request(url, { headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
    await body.dump();
    return statusCode === 200
      ? { what, result: 'works', says: `${config.RELAY_PUBLIC_URL} is answered by a relay.` }
      : { what, result: 'wrong', says: `${url} answered ${String(statusCode)}. Start the relay, and let the proxy lead there.` };
  } catch (problem) {
    return {
      what,
      result: 'wrong',
      says: `${url} could not be reached (${(problem as NodeJS.ErrnoException).code ?? (problem as Error).message}). Start the relay (npm start) and try again.`,
    };
  }
};

/** Everything, one after the other. */
export const trySettings = async (config: Config, tenant: string | null): Promise<readonly Tried[]> => [
  await tryPublicAddress(config),
  await (config.XERO_CUSTOM_CONNECTION ? tryCustomConnection(config) : tryXeroClient(config)),
  await tryXeroWebhook(config),
  await tryEntraClient(config, tenant),
];
