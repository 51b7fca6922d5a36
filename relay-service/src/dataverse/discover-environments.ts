/** The environments that a person may open ("Discover user organizations", Microsoft Learn). */
import type { DataverseClient } from './client.ts';
import { dataverseClient } from './client.ts';
import { textOf } from './rows.ts';

export interface DiscoveredEnvironment {
  /** Origin of its Web API. */
  readonly apiUrl: string;
  readonly friendlyName: string;
  readonly uniqueName: string;
  /** Entra tenant that it belongs to; its tokens are asked there. */
  readonly tenantId: string;
  readonly isUserSysAdmin: boolean;
  /** For trying things out: a sandbox, a trial, a developer's environment. */
  readonly sandbox: boolean;
}

/** The service has a path of its own, beside the Web API's. Without `$select` it says all it knows, and never stumbles over a column that one cloud lacks. */
const INSTANCES = '/api/discovery/v2.0/Instances?$filter=State eq 0';

/** Kinds of organisation that books are kept in, by name and number ("OrganizationType", Microsoft Learn); every other is for trying out. */
const PRODUCTION: readonly unknown[] = ['Customer', 'Secondary', 'Default', 0, 4, 12];

/** Where the service does not say, the stricter questions of a production environment apply. */
const isSandbox = (type: unknown): boolean => type !== undefined && type !== null && !PRODUCTION.includes(type);

/**
 * Asks Global Discovery.
 * @returns empty for a disabled user, one outside the environment's security group, and a delegated administrator
 */
export const discoverEnvironments = async (discoveryUrl: string, accessToken: string): Promise<DiscoveredEnvironment[]> => {
  const client: DataverseClient = dataverseClient({ origin: discoveryUrl, accessToken: () => Promise.resolve(accessToken) });
  return (await client.rows(INSTANCES)).map((row) => ({
    apiUrl: textOf(row, 'ApiUrl') ?? '',
    friendlyName: textOf(row, 'FriendlyName') ?? '',
    uniqueName: textOf(row, 'UniqueName') ?? '',
    tenantId: textOf(row, 'TenantId') ?? '',
    isUserSysAdmin: row['IsUserSysAdmin'] === true,
    sandbox: isSandbox(row['OrganizationType']),
  }));
};
