/** Takes the webhook out of an environment: the step first, for an endpoint that a step uses cannot go. */
import { registrationIds } from '@stl3/solution';
import { RemoteError } from '../errors.ts';
import type { DataverseClient } from './client.ts';

/** Removes step and endpoint; what is gone already is removed. */
export const unregisterWebhook = async (client: DataverseClient): Promise<void> => {
  for (const path of [
    `sdkmessageprocessingsteps(${registrationIds.requestCreatedStep})`,
    `serviceendpoints(${registrationIds.serviceEndpoint})`,
  ])
    try {
      await client.request({ method: 'DELETE', path });
    } catch (problem) {
      if (!(problem instanceof RemoteError && problem.status === 404)) throw problem;
    }
};
