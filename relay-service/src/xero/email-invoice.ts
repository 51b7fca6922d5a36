/** Xero mails a sales invoice to its contact, with the organisation's own template. */
import type { RequestEmpty } from 'xero-node/dist/gen/model/accounting/requestEmpty.js';
import { asModel } from './as-model.ts';
import type { XeroClient } from './client.ts';
import type { FrozenCall } from './post-documents.ts';

/**
 * Asks Xero to mail. Nothing at Xero tells later whether it did, so that a lost answer is never followed by a second call.
 * @throws {RemoteError} where Xero refused it (status 400, its words in `detail`) or did not answer
 */
export const emailInvoice = async (client: XeroClient, invoiceId: string, { idempotencyKey, timeoutMs }: FrozenCall): Promise<void> => {
  await client.request({
    write: { body: {}, timeoutMs },
    call: (api, tenantId) => api.emailInvoice(tenantId, invoiceId, asModel<RequestEmpty>({}), idempotencyKey),
  });
};
