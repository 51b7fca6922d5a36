import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extendedTables, relationships, tables } from '@stl3/solution';
import { coralBay } from '../sandbox/company/company.ts';
import { environmentOf } from '../sandbox/company/environment.ts';
import { applicationUser, people } from '../sandbox/company/people.ts';
import type { DataverseStandIn } from '../sandbox/dataverse/start.ts';
import { startDataverse } from '../sandbox/dataverse/start.ts';
import type { Environment } from '../sandbox/dataverse/state.ts';
import type { IdentityStandIn } from '../sandbox/identity/start.ts';
import { startIdentity } from '../sandbox/identity/start.ts';

const script = join(import.meta.dirname, '../../scripts/provision.ts');
const run = promisify(execFile);

let identity: IdentityStandIn;
let dataverse: DataverseStandIn;
let environment: Environment;

beforeAll(async () => {
  identity = await startIdentity({
    clientId: applicationUser.applicationId,
    users: Object.values(people).map(({ upn, objectId }) => ({ upn, name: upn, objectId })),
  });
  environment = environmentOf(coralBay());
  dataverse = await startDataverse({ environment, identityOrigin: identity.origin });
});
afterAll(async () => {
  await dataverse.close();
  await identity.close();
});

const provision = (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
  run(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    env: {
      PATH: process.env['PATH'],
      ENTRA_CLIENT_ID: applicationUser.applicationId,
      ENTRA_CLIENT_SECRET: 'demo-relay-secret',
      ENTRA_AUTHORITY_URL: identity.origin,
    },
  });
const to = (): string[] => ['--to', dataverse.origin, '--tenant', identity.tenantId];

describe('npm run provision', () => {
  test('is refused without the right to customize, and nothing is made', async () => {
    await expect(provision(...to())).rejects.toMatchObject({ code: 1 });
    expect(environment.defined.size).toBe(0);
  });

  test('makes the whole schema, and a second run makes nothing', async () => {
    const administrator = [...environment.rolePrivileges].find(([, privileges]) => privileges === 'all')?.[0] ?? '';
    environment.pairs.systemuserroles.push([applicationUser.userId, administrator]);
    expect((await provision(...to())).stdout).toMatch(/^\d+ made, 0 were there already/);
    const paths = new Set(environment.defined.keys());
    for (const table of [...tables, ...extendedTables])
      for (const name of Object.keys(table.columns))
        expect(paths).toContain(`EntityDefinitions(LogicalName='${table.logicalName}')/Attributes(LogicalName='${name}')`);
    for (const { schemaName } of relationships) expect(paths).toContain(`RelationshipDefinitions(SchemaName='${schemaName}')`);
    for (const table of tables)
      for (const key of table.keys)
        expect(paths).toContain(
          `EntityDefinitions(LogicalName='${table.logicalName}')/Keys(LogicalName='${key.schemaName.toLowerCase()}')`,
        );
    const before = paths.size;
    expect((await provision(...to())).stdout).toMatch(/^0 made, \d+ were there already/);
    expect(environment.defined.size).toBe(before);
  });

  test('says what is missing', async () => {
    await expect(provision()).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('Missing: --to, --tenant') });
    await expect(provision('--to', 'https://x.example/path', '--tenant', 't')).rejects.toMatchObject({ code: 2 });
  });
});
