/**
 * Working in Dynamics as an application user, not as the person who connected: no password change, leaver or rule of the company ends it.
 * An administrator's token makes the user once; from then on the relay asks Entra ID for tokens of its own.
 */
import type { Config } from '../config.ts';
import { ensureApplicationUser } from '../dataverse/application-user.ts';
import type { DataverseClient } from '../dataverse/client.ts';
import { addressRule, environmentClient } from '../dataverse/environment-client.ts';
import { whoAmI } from '../dataverse/who-am-i.ts';
import { RemoteError } from '../errors.ts';
import type { Ledger } from '../store/ledger.ts';
import { applicationTokens } from '../tokens/application-tokens.ts';
import { keepGrant } from '../tokens/keep-grant.ts';
import type { Log } from './services.ts';

export type ApplicationProblem =
  'applicationUserForbidden' | 'applicationRoleMissing' | 'applicationUserDisabled' | 'applicationTokenRefused';

export type RunAsApplication = { readonly grantId: string } | { readonly problem: ApplicationProblem };

const problems = {
  forbidden: 'applicationUserForbidden',
  roleMissing: 'applicationRoleMissing',
  disabled: 'applicationUserDisabled',
} as const;

/** A user that was just made is known everywhere within seconds. */
const LOOKS = 4;
const BETWEEN_MS = 750;

const answersAs = async (client: DataverseClient, userId: string): Promise<boolean> => {
  for (let look = 1; ; look++) {
    try {
      return (await whoAmI(client)).userId === userId;
    } catch (problem) {
      const notYet = problem instanceof RemoteError && ['DATAVERSE_FORBIDDEN', 'DATAVERSE_TOKEN_REFUSED'].includes(problem.code);
      if (!notYet) throw problem;
      if (look === LOOKS) return false;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    }
  }
};

export interface RunAsServices {
  readonly config: Config;
  readonly ledger: Ledger;
  readonly log: Log;
}

/**
 * Makes the application user of an environment, or finds it, and proves that the relay gets in as it.
 * @param administrator a client of somebody who may make users
 * @returns the grant from which tokens are had from now on
 * @throws {RemoteError} when Dynamics does not answer as it should
 */
export const runAsApplication = async (
  { config, ledger, log }: RunAsServices,
  administrator: DataverseClient,
  tenant: string,
): Promise<RunAsApplication> => {
  const user = await ensureApplicationUser(administrator, config.ENTRA_CLIENT_ID);
  if ('problem' in user) return { problem: problems[user.problem] };
  const { origin } = administrator;
  try {
    const tokens = await applicationTokens(config, tenant, origin);
    const own = environmentClient(addressRule(config), { origin, accessToken: () => Promise.resolve(tokens.accessToken) });
    if (!(await answersAs(own, user.userId))) return { problem: 'applicationTokenRefused' };
    return { grantId: await keepGrant(ledger, { kind: 'application', system: 'entra', subject: origin, tenant }, tokens) };
  } catch (problem) {
    if (problem instanceof RemoteError) throw problem;
    log.warn({ err: problem }, 'Entra ID gave the relay no token of its own');
    return { problem: 'applicationTokenRefused' };
  }
};
