/** What the wizard's steps work with. */
import type { Config } from '../../config.ts';
import type { DataverseClient } from '../../dataverse/client.ts';
import { addressRule, environmentClient } from '../../dataverse/environment-client.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { relayTokens } from '../../tokens/relay-tokens.ts';
import type { Log } from '../services.ts';

export interface WizardServices {
  readonly config: Config;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly tokens: ReturnType<typeof relayTokens>;
}

/** A client of an environment, with the tokens of a grant. */
export const clientOfGrant = (
  { config, tokens }: Pick<WizardServices, 'config' | 'tokens'>,
  origin: string,
  grantId: string,
): DataverseClient =>
  environmentClient(addressRule(config), {
    origin,
    accessToken: () => tokens.dataverse(grantId),
    tokenRefused: (token) => tokens.refused(grantId, token),
  });
