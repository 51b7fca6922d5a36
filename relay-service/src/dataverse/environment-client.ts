/** The one way to a client that carries a token to an environment: its address is judged first. */
import type { Config } from '../config.ts';
import type { AddressRule } from '../core/environment-address.ts';
import { environmentAddress } from '../core/environment-address.ts';
import { RemoteError } from '../errors.ts';
import type { DataverseClient, DataverseClientOptions } from './client.ts';
import { dataverseClient } from './client.ts';

/** Which addresses the relay may send tokens to. */
export const addressRule = (config: Pick<Config, 'DATAVERSE_ALLOWED_HOSTS' | 'NODE_ENV'>): AddressRule => ({
  suffixes: config.DATAVERSE_ALLOWED_HOSTS,
  loopback: config.NODE_ENV !== 'production',
});

/** @throws {RemoteError} `ENVIRONMENT_NOT_ALLOWED` where the address may not be an environment's */
export const environmentClient = (rule: AddressRule, options: DataverseClientOptions): DataverseClient => {
  const address = environmentAddress(options.origin, rule);
  if ('origin' in address && address.origin === options.origin) return dataverseClient(options);
  throw new RemoteError({
    code: 'ENVIRONMENT_NOT_ALLOWED',
    system: 'Dataverse',
    message: 'The address of the environment is not among DATAVERSE_ALLOWED_HOSTS.',
    executed: 'no',
    retryable: false,
  });
};
