/** `npm run setup`: what to copy where for a relay of one's own, and whether each value works. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig } from '../relay-service/src/config.ts';
import { ConfigurationError } from '../relay-service/src/errors.ts';
import { trySettings } from '../relay-service/src/jobs/setup/try-settings.ts';
import { ownXeroApp, pagesToFill, scopeReasons } from '../relay-service/src/jobs/setup/values-to-copy.ts';

const HELP = `npm run setup [-- --tenant ID] [--json]

For whoever runs a relay of their own: shows what to copy into Xero's and Microsoft's pages, and tries each setting live.
It reads the environment and .env, asks Xero, Entra ID and the relay's own address, writes nothing and stores nothing.
Ctrl+C stops it. Exit 1 where something is missing or wrong.

  --tenant ID   the tenant that the Entra application is registered in (its id or domain), so that its secret can be tried
  --json        prints one object with everything last, for scripts
`;

const say = (line = ''): void => void process.stdout.write(`${line}\n`);
const signs = { works: '✓', wrong: '✗', skipped: '·' } as const;

const template = (): string => `# .env of the relay; what stands empty is to be filled in
RELAY_PUBLIC_URL=https://
RELAY_SECRET_KEYS=1:${randomBytes(32).toString('base64')}
XERO_CLIENT_ID=
XERO_CLIENT_SECRET=
XERO_WEBHOOK_KEY=
ENTRA_CLIENT_ID=
ENTRA_CLIENT_SECRET=
# in place of the secret: certificate and private key as PEM in one text, line breaks as \\n
# ENTRA_CLIENT_CERTIFICATE=
SMTP_URL=
MAIL_FROM=
`;

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: { tenant: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) {
    say(HELP);
    return 0;
  }
  if (existsSync('.env')) process.loadEnvFile('.env');
  let config;
  try {
    config = readConfig(process.env);
  } catch (problem) {
    if (!(problem instanceof ConfigurationError)) throw problem;
    say(problem.message);
    say('\nA file .env in this folder may hold them. One to begin with (its key is new and made just now; keep it safe):\n');
    say(template());
    say('Fill in RELAY_PUBLIC_URL first and run npm run setup again; it then shows what to copy into each page.');
    const origin = process.env['RELAY_PUBLIC_URL'];
    if (origin?.startsWith('https://') === true && URL.canParse(origin)) show(new URL(origin).origin);
    return 1;
  }
  show(config.RELAY_PUBLIC_URL);
  say('\nTrying each value …');
  const tried = await trySettings(config, values.tenant ?? null);
  for (const { what, result, says } of tried) say(`  ${signs[result]} ${what}: ${says}`);
  const wrong = tried.some(({ result }) => result === 'wrong');
  if (values.json === true) say(JSON.stringify({ pages: pagesToFill(config), tried }));
  return wrong ? 1 : 0;
};

const show = (origin: string): void => {
  for (const { title, where, values } of pagesToFill({ RELAY_PUBLIC_URL: origin })) {
    say(`\n${title}\n  ${where}`);
    for (const { field, value, why } of values) say(`    ${field}\n      ${value}\n      (${why})`);
  }
  say('\nWhy each scope');
  for (const [scope, reason] of Object.entries(scopeReasons)) say(`    ${scope}: ${reason}`);
  say('\nAn app of your own at Xero');
  for (const line of ownXeroApp) say(`  - ${line}`);
};

process.exitCode = await main();
