/** What disconnecting a connection needs of the stage. */
import { addressRule, environmentClient } from '../../../../relay-service/src/dataverse/environment-client.ts';
import type { DisconnectServices } from '../../../../relay-service/src/jobs/disconnect.ts';
import type { Stage } from './stage.ts';

export const disconnecting = ({ services, config }: Stage): DisconnectServices => {
  const { tokens } = services;
  return {
    ...services,
    xeroToken: tokens.xero,
    revoke: tokens.revoke,
    dataverse: ({ origin, grant_id }) => environmentClient(addressRule(config), { origin, accessToken: () => tokens.dataverse(grant_id) }),
  };
};
