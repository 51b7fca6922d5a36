/** Runs the stand-in for Entra ID alone, for trying things by hand. */
import { parseArgs } from 'node:util';
import { adatumTenantId, adatumUsers } from './adatum.ts';
import { startIdentity } from './start.ts';

const HELP = `Stand-in for Entra ID, for tests and the demo. Not an identity service: it asks nobody for a password.

  node tests/sandbox/identity/main.ts [--port 8081] [--redirect-uri ADDRESS]

  --port          port on 127.0.0.1; a free one where absent
  --redirect-uri  where sign-ins may return to (default http://127.0.0.1:8080/oauth/entra/callback)
  --help          this text

Application demo-relay, secret demo-relay-secret. GET /_control/state says who may sign in.
`;

const MAX_PORT = 65_535;

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, 'redirect-uri': { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > MAX_PORT) throw new Error(`--port takes a number up to ${MAX_PORT}.`);
  const identity = await startIdentity({
    port,
    tenantId: adatumTenantId,
    users: adatumUsers,
    ...(values['redirect-uri'] === undefined ? {} : { redirectUris: [values['redirect-uri']] }),
  });
  process.stdout.write(`Stand-in for Entra ID at ${identity.origin}, tenant ${identity.tenantId}. Ctrl+C stops it.\n`);
  for (const { upn, name } of identity.control.users) process.stdout.write(`  ${upn} (${name})\n`);
  const stop = (): void => void identity.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
};

try {
  await main();
} catch (problem) {
  process.stderr.write(`${problem instanceof Error ? problem.message : String(problem)}\n`);
  process.exitCode = 1;
}
