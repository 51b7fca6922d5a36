/** Settings of the relay: one schema, from which the type, the check and the README's table follow. The only reader of process.env. */
import { X509Certificate, createPrivateKey, randomUUID } from 'node:crypto';
import { ConfigurationError } from './errors.ts';

interface Setting {
  readonly required?: true;
  readonly default?: string;
  readonly kind: 'text' | 'origin' | 'port' | 'yesno' | 'keys' | 'list' | 'path' | 'certificate';
  readonly says: string;
}

/** Every setting by its name. A name that begins with RELAY_, XERO_, ENTRA_ or DATAVERSE_ and is not here stops the relay. */
export const settingsSchema = {
  HOST: { kind: 'text', default: '127.0.0.1', says: 'address to listen on' },
  PORT: { kind: 'port', default: '8080', says: 'port to listen on' },
  RELAY_PUBLIC_URL: { kind: 'origin', required: true, says: 'origin under which Dynamics, Xero and people reach the relay' },
  RELAY_DATA_DIR: { kind: 'path', default: 'data', says: 'folder of the SQLite ledger' },
  DATABASE_URL: { kind: 'text', says: 'PostgreSQL in place of SQLite' },
  DATABASE_LISTEN_URL: { kind: 'text', says: 'direct connection for LISTEN where DATABASE_URL is a pooler' },
  RELAY_SECRET_KEYS: { kind: 'keys', required: true, says: 'id:base64 of 32 bytes, separated by commas; the first seals, all open' },
  RELAY_SINGLE_TENANT: { kind: 'yesno', default: 'no', says: 'one company only: nobody can register' },
  TRUSTED_PROXIES: { kind: 'list', default: '', says: 'addresses whose X-Forwarded-For is believed' },
  METRICS_PORT: { kind: 'port', says: 'loopback port of /metrics' },
  METRICS_TOKEN: { kind: 'text', says: 'bearer token that opens /metrics on the main port' },
  MAIL_FOLDER: { kind: 'path', says: 'folder for mails where SMTP_URL is absent; "mails" in RELAY_DATA_DIR otherwise' },
  NODE_ENV: { kind: 'text', default: 'development', says: 'production: https only' },
  XERO_CLIENT_ID: { kind: 'text', required: true, says: 'client id of the Xero app' },
  XERO_CLIENT_SECRET: { kind: 'text', required: true, says: 'client secret of the Xero app' },
  XERO_CUSTOM_CONNECTION: {
    kind: 'yesno',
    default: 'no',
    says: "the Xero app is a custom connection: one organisation of one's own, nobody signs in at Xero",
  },
  XERO_WEBHOOK_KEY: { kind: 'text', says: "signing key of Xero's webhooks" },
  XERO_API_URL: { kind: 'origin', default: 'https://api.xero.com', says: "origin of Xero's API" },
  XERO_IDENTITY_URL: { kind: 'origin', default: 'https://identity.xero.com', says: "origin of Xero's token endpoint" },
  XERO_LOGIN_URL: { kind: 'origin', default: 'https://login.xero.com', says: "origin of Xero's sign-in" },
  ENTRA_CLIENT_ID: { kind: 'text', required: true, says: 'application id in Entra ID' },
  ENTRA_CLIENT_SECRET: { kind: 'text', says: 'client secret in Entra ID (or the certificate)' },
  ENTRA_CLIENT_CERTIFICATE: {
    kind: 'certificate',
    says: 'certificate with its RSA private key, PEM, line breaks as they are or as \\n (or the secret)',
  },
  ENTRA_AUTHORITY_URL: { kind: 'origin', default: 'https://login.microsoftonline.com', says: 'origin of Entra ID' },
  DATAVERSE_DISCOVERY_URL: {
    kind: 'origin',
    default: 'https://globaldisco.crm.dynamics.com',
    says: 'origin of the Global Discovery service',
  },
  DATAVERSE_ALLOWED_HOSTS: {
    kind: 'list',
    default: 'dynamics.com,dynamics.cn,microsoftdynamics.us,appsplatform.us',
    says: 'host suffixes of environments',
  },
  SMTP_URL: { kind: 'text', says: 'mail server, such as smtps://user:password@mail.example.com' },
  MAIL_FROM: { kind: 'text', says: 'sender of mails; goes with SMTP_URL' },
  BILLING: { kind: 'text', default: 'none', says: 'who collects the money: none or stripe' },
  STRIPE_SECRET_KEY: { kind: 'text', says: "secret key of Stripe's API" },
  STRIPE_WEBHOOK_SECRET: { kind: 'text', says: "signing secret of Stripe's webhook" },
  STRIPE_PRICES: { kind: 'list', default: '', says: 'plan:price id, separated by commas' },
  LOG_LEVEL: { kind: 'text', default: 'info', says: 'fatal, error, warn, info, debug, trace or silent' },
} as const satisfies Record<string, Setting>;

type Schema = typeof settingsSchema;
type Value<S extends Setting> = S['kind'] extends 'port'
  ? number
  : S['kind'] extends 'yesno'
    ? boolean
    : S['kind'] extends 'list'
      ? readonly string[]
      : S['kind'] extends 'keys'
        ? readonly SecretKey[]
        : string;

/** A key that seals secrets; ids are never used again. */
export interface SecretKey {
  readonly id: number;
  readonly key: Buffer;
}

/** The relay's settings, checked. An absent optional one is null. */
export type Config = {
  readonly [K in keyof Schema]: Value<Schema[K]> | (Schema[K] extends { required: true } | { default: string } ? never : null);
} & {
  /** Names this process in logs and leases. */
  readonly instanceId: string;
};

const loopback = (host: string): boolean => host === 'localhost' || host === '127.0.0.1' || host === '[::1]';

const parseOrigin = (name: string, value: string, production: boolean): string => {
  const url = URL.parse(value);
  if (url?.origin !== value.replace(/\/$/, ''))
    throw new Error(`${name} must be an origin such as https://relay.example.com, without a path: "${value}"`);
  if (url.protocol !== 'https:' && (production || !loopback(url.hostname)))
    throw new Error(`${name} must use https${production ? '' : ' (plain http is for this machine only)'}: "${value}"`);
  return url.origin;
};

const parseKeys = (name: string, value: string): readonly SecretKey[] => {
  const keys = value.split(',').map((part) => {
    const [id = '', encoded = ''] = part.trim().split(':');
    const key = Buffer.from(encoded, 'base64');
    if (!/^[1-9]\d*$/.test(id) || key.length !== 32)
      throw new Error(`${name} must be "id:base64,..." with a positive whole id and 32 bytes each`);
    return { id: Number(id), key };
  });
  if (new Set(keys.map(({ id }) => id)).size !== keys.length) throw new Error(`${name} uses an id twice`);
  return keys;
};

const parseCertificate = (name: string, value: string): string => {
  const pem = `${value.replaceAll('\\n', '\n').trim()}\n`;
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa' && new X509Certificate(pem).checkPrivateKey(key)) return pem;
  } catch {
    // What is wrong with it is said below: a message of the parser could quote the key.
  }
  throw new Error(`${name} must be a certificate and the RSA private key that belongs to it, both as PEM in one text`);
};

const parsePort = (name: string, value: string): number => {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${name} must be a port number: "${value}"`);
  return port;
};

const parseYesNo = (name: string, value: string): boolean => {
  if (!/^(yes|no|true|false|1|0)$/i.test(value)) throw new Error(`${name} must be yes or no: "${value}"`);
  return /^(yes|true|1)$/i.test(value);
};

const parse = (name: string, setting: Setting, value: string, production: boolean): unknown => {
  switch (setting.kind) {
    case 'origin':
      return parseOrigin(name, value, production);
    case 'port':
      return parsePort(name, value);
    case 'yesno':
      return parseYesNo(name, value);
    case 'keys':
      return parseKeys(name, value);
    case 'certificate':
      return parseCertificate(name, value);
    case 'list':
      return value
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean);
    case 'text':
    case 'path':
      return value;
  }
};

const LOG_LEVELS: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const OURS = /^(RELAY|XERO|ENTRA|DATAVERSE)_/;

/**
 * Reads the settings.
 * @throws {ConfigurationError} that names every missing, unknown and malformed setting at once
 */
export const readConfig = (env: Readonly<Record<string, string | undefined>>): Config => {
  const problems: string[] = Object.keys(env)
    .filter((name) => OURS.test(name) && !(name in settingsSchema))
    .map((name) => `${name} is not a setting of the relay; check its spelling`);
  const production = env['NODE_ENV'] === 'production';
  const config: Record<string, unknown> = { instanceId: randomUUID() };
  for (const [name, setting] of Object.entries<Setting>(settingsSchema)) {
    const given = env[name]?.trim() ?? '';
    const value = given === '' ? setting.default : given;
    config[name] = null;
    if (value === undefined) {
      if (setting.required) problems.push(`${name} is missing: ${setting.says}`);
      continue;
    }
    try {
      config[name] = parse(name, setting, value, production);
    } catch (problem) {
      problems.push((problem as Error).message);
    }
  }
  if (config['ENTRA_CLIENT_SECRET'] === null && config['ENTRA_CLIENT_CERTIFICATE'] === null)
    problems.push('ENTRA_CLIENT_SECRET or ENTRA_CLIENT_CERTIFICATE is missing: one of them proves to Entra ID who asks');
  if (config['XERO_CUSTOM_CONNECTION'] === true && config['RELAY_SINGLE_TENANT'] !== true)
    problems.push('XERO_CUSTOM_CONNECTION needs RELAY_SINGLE_TENANT: everybody who registers would reach the one organisation');
  if (config['SMTP_URL'] !== null && config['MAIL_FROM'] === null)
    problems.push('MAIL_FROM is missing: a mail server takes no mail without a sender');
  if (!LOG_LEVELS.includes(String(config['LOG_LEVEL'])))
    problems.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}: "${String(config['LOG_LEVEL'])}"`);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return config as Config;
};
