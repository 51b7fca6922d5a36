/** What jobs that end connections are given, over a world whose relay is closed. */
import { dataverseClient } from '../../../relay-service/src/dataverse/client.ts';
import type { DisconnectServices } from '../../../relay-service/src/jobs/disconnect.ts';
import { saveRefreshed } from '../../../relay-service/src/store/grants.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { relayTokens } from '../../../relay-service/src/tokens/relay-tokens.ts';

export const disconnectServices = (config: DisconnectServices['config'], ledger: Ledger): DisconnectServices => {
  const tokens = relayTokens(config, ledger, { save: saveRefreshed, atRenewed: () => undefined });
  return {
    config,
    ledger,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    dataverse: ({ origin, grant_id }) => dataverseClient({ origin, accessToken: () => tokens.dataverse(grant_id) }),
    xeroToken: tokens.xero,
    revoke: tokens.revoke,
  };
};
