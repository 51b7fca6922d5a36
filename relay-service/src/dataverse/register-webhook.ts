/** Registers endpoint and step with fixed ids; the zip ships neither, since address and key cannot travel in it. */
import { registrationIds, request as requestTable } from '@stl3/solution';
import { RemoteError } from '../errors.ts';
import type { DataverseClient } from './client.ts';
import { textOf } from './rows.ts';

/** Header that carries the key. */
export const WEBHOOK_KEY_HEADER = 'x-stellarise-key';

/** Contract, AuthType and MessageFormat of a webhook with a header (serviceendpoint table reference). */
const WEBHOOK = 8;
const HTTP_HEADER = 5;
const JSON_FORMAT = 2;
const ASYNCHRONOUS = 1;
const POST_OPERATION = 40;

/**
 * Registers, or renews address and key.
 * @returns `no-right` where the consenting user may not register: the connection then runs on poll
 */
export const registerWebhook = async (client: DataverseClient, url: string, key: string): Promise<'registered' | 'no-right'> => {
  try {
    const [message] = await client.rows(`sdkmessages?$select=sdkmessageid&$filter=name eq 'Create'`);
    const messageId = message ? textOf(message, 'sdkmessageid') : null;
    if (messageId === null) throw new Error('Dataverse knows no message Create.');
    const [filter] = await client.rows(
      `sdkmessagefilters?$select=sdkmessagefilterid&$filter=_sdkmessageid_value eq ${messageId} and primaryobjecttypecode eq '${requestTable.logicalName}'`,
    );
    const filterId = filter ? textOf(filter, 'sdkmessagefilterid') : null;
    if (filterId === null) throw new Error(`Dataverse knows no filter for Create of ${requestTable.logicalName}.`);
    await client.request({
      method: 'PATCH',
      path: `serviceendpoints(${registrationIds.serviceEndpoint})`,
      body: {
        name: 'Stellarise Connector',
        url,
        contract: WEBHOOK,
        authtype: HTTP_HEADER,
        authvalue: `<settings><setting name="${WEBHOOK_KEY_HEADER}" value="${key}" /></settings>`,
        messageformat: JSON_FORMAT,
      },
    });
    await client.request({
      method: 'PATCH',
      path: `sdkmessageprocessingsteps(${registrationIds.requestCreatedStep})`,
      body: {
        name: 'Stellarise Connector: Xero Request created',
        mode: ASYNCHRONOUS,
        stage: POST_OPERATION,
        rank: 1,
        asyncautodelete: true,
        'sdkmessageid@odata.bind': `/sdkmessages(${messageId})`,
        'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${filterId})`,
        'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${registrationIds.serviceEndpoint})`,
      },
    });
    return 'registered';
  } catch (problem) {
    if (problem instanceof RemoteError && problem.code === 'DATAVERSE_FORBIDDEN') return 'no-right';
    throw problem;
  }
};
