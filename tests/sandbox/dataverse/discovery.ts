/** Global Discovery: the environments that a person may open ("Discover user organizations", Microsoft Learn). */
import type { FastifyInstance } from 'fastify';
import { claimsOf } from './callers.ts';
import { Refusal, bodyOf } from './refusal.ts';
import type { Environment } from './state.ts';
import { rowsOf } from './state.ts';

const columns = [
  'ApiUrl',
  'FriendlyName',
  'UniqueName',
  'EnvironmentId',
  'TenantId',
  'State',
  'Version',
  'Url',
  'IsUserSysAdmin',
  'Id',
  'Region',
  'OrganizationType',
];

const selected = (query: string): readonly string[] => {
  const found = /\$select=([^&]+)/.exec(decodeURIComponent(query))?.[1]?.split(',') ?? columns;
  const unknown = found.find((name) => !columns.includes(name));
  if (unknown !== undefined) throw new Refusal(400, '0x80060888', `Could not find a property named '${unknown}' on type 'Instance'.`);
  return found;
};

/** The environment as its user sees it; empty for whoever may not open it. */
const instancesFor = (environment: Environment, objectId: unknown, tenantId: unknown): Readonly<Record<string, unknown>>[] => {
  const user = [...rowsOf(environment, 'systemuser').values()].find(
    (row) => row.values['azureactivedirectoryobjectid'] === objectId || row.id === objectId,
  );
  if (!user || user.values['isdisabled'] === true) return [];
  const isAll = (role: string): boolean => environment.rolePrivileges.get(role) === 'all';
  return [
    {
      ApiUrl: environment.origin,
      Url: environment.origin,
      FriendlyName: environment.friendlyName,
      UniqueName: environment.uniqueName,
      EnvironmentId: environment.organizationId,
      Id: environment.organizationId,
      TenantId: tenantId ?? null,
      State: 0,
      Version: '9.2.25111.00000',
      Region: 'OCE',
      OrganizationType: environment.kind,
      IsUserSysAdmin: environment.pairs.systemuserroles.some(([id, role]) => id === user.id && isAll(role)),
    },
  ];
};

/** Serves `/api/discovery/v2.0/Instances` on the same origin. */
export const discoveryRoutes = (app: FastifyInstance, environment: Environment, identityOrigin: string | null): void => {
  app.get('/api/discovery/v2.0/Instances', async (request, reply) => {
    try {
      const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
      if (token === undefined) throw new Refusal(401, '0x80072560', 'No token was given.');
      const claims = identityOrigin === null ? { oid: token, tid: null } : await claimsOf(environment, identityOrigin, token);
      const names = selected(request.url);
      const rows = [environment, ...environment.neighbours].flatMap((each) => instancesFor(each, claims['oid'], claims['tid']));
      return {
        '@odata.context': `${environment.origin}/api/discovery/v2.0/$metadata#Instances`,
        value: rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name]]))),
      };
    } catch (problem) {
      if (problem instanceof Refusal) return reply.code(problem.status).send(bodyOf(problem));
      throw problem;
    }
  });
};
