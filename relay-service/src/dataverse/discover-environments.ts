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
}

/** The service has a path of its own, beside the Web API's. */
const INSTANCES = '/api/discovery/v2.0/Instances?$select=ApiUrl,FriendlyName,UniqueName,TenantId,State,IsUserSysAdmin&$filter=State eq 0';

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
  }));
};
