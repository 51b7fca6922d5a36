/** `npm run provision -- --to URL`: the schema as metadata calls, sent to a development environment. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as oauth from 'openid-client';
import { dataverseClient } from '../relay-service/src/dataverse/client.ts';
import { entraAuthority } from '../relay-service/src/tokens/authorities.ts';
import { productVersion } from '../solution/src/package/read-build.ts';
import { provision } from './provision/provision.ts';

const help = `npm run provision -- --to URL --tenant ID

Makes what is missing of the connector's publisher, solution, choices, tables, columns, relationships and keys in a development
environment, and publishes. It changes and deletes nothing that is there, and never touches rows. Safe to repeat. Ctrl+C stops it.

  --to URL      origin of the environment, https://org.crm6.dynamics.com
  --tenant ID   its Entra tenant

Signs in as an application: ENTRA_CLIENT_ID and ENTRA_CLIENT_SECRET or ENTRA_CLIENT_CERTIFICATE (and ENTRA_AUTHORITY_URL where it is not Microsoft's public
cloud), read from the environment or from .env. The application needs a user there with the role System Customizer.
`;

const { values } = parseArgs({ options: { to: { type: 'string' }, tenant: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
if (existsSync('.env')) process.loadEnvFile('.env');
const {
  ENTRA_CLIENT_ID: id,
  ENTRA_CLIENT_SECRET: secret = null,
  ENTRA_CLIENT_CERTIFICATE: certificate,
  ENTRA_AUTHORITY_URL: authority = 'https://login.microsoftonline.com',
} = process.env;
const { to, tenant } = values;

const missing = [
  ...(to === undefined ? ['--to'] : []),
  ...(tenant === undefined ? ['--tenant'] : []),
  ...(id === undefined ? ['ENTRA_CLIENT_ID'] : []),
  ...(secret === null && certificate === undefined ? ['ENTRA_CLIENT_SECRET or ENTRA_CLIENT_CERTIFICATE'] : []),
];
if (values.help === true) process.stdout.write(help);
else if (to === undefined || tenant === undefined || id === undefined || missing.length > 0 || URL.parse(to)?.origin !== to) {
  process.stderr.write(
    missing.length > 0 ? `Missing: ${missing.join(', ')}.\n\n${help}` : `--to must be an origin without a path: ${to ?? ''}\n`,
  );
  process.exitCode = 2;
} else {
  const settings = {
    ENTRA_AUTHORITY_URL: authority,
    ENTRA_CLIENT_ID: id,
    ENTRA_CLIENT_SECRET: secret,
    ENTRA_CLIENT_CERTIFICATE: certificate?.replaceAll('\\n', '\n') ?? null,
  };
  const configuration = entraAuthority(settings, tenant);
  let token: { readonly value: string; readonly until: number } | null = null;
  const accessToken = async (): Promise<string> => {
    if (!token || token.until < Date.now()) {
      const answer = await oauth.clientCredentialsGrant(configuration, { scope: `${to}/.default` });
      token = { value: answer.access_token, until: Date.now() + ((answer.expires_in ?? 600) - 60) * 1000 };
    }
    return token.value;
  };
  process.stderr.write(`Comparing ${to} with the schema …\n`);
  const { made, there } = await provision(
    dataverseClient({ origin: to, accessToken }),
    productVersion(join(import.meta.dirname, '..')),
    (line) => void process.stderr.write(`${line}\n`),
  );
  process.stdout.write(`${String(made)} made, ${String(there)} were there already.\n`);
}
