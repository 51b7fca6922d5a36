import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { withoutThoseOnTheirWay } from '../../../relay-service/src/jobs/latest-postings.ts';
import type { Services } from '../../../relay-service/src/jobs/services.ts';
import type { StoredConnection } from '../../../relay-service/src/store/connections.ts';
import { movePosting } from '../../../relay-service/src/store/posting-moves.ts';
import { preparePosting } from '../../../relay-service/src/store/postings.ts';
import { dueRequests, recordRequests } from '../../../relay-service/src/store/requests.ts';
import type { OpenHome } from '../store/homes.ts';
import { homes } from '../store/homes.ts';

describe.each(await homes())('asking about an invoice on $name', ({ open }) => {
  let home: OpenHome;
  beforeEach(async () => {
    home = await open();
  });
  afterEach(() => home.close());

  const key = (invoiceId: string) => ({ tenantId: 'tenant', organizationId: 'organization', invoiceId, documentKind: 'ACCREC' as const });
  const stored = { tenant_id: 'tenant', environment: { id: 'environment', organization_id: 'organization' } } as StoredConnection;
  const asked = (id: string, invoiceId: string) => ({ request: { id, invoiceId } }) as Parameters<typeof withoutThoseOnTheirWay>[2][number];
  const begin = async (invoiceId: string, generation: number): Promise<string> =>
    (await preparePosting(home.ledger, key(invoiceId), { connectionId: 'connection', requestId: 'sent', generation })).id;

  test('a Void was answered by the document before, while the one that followed it was in doubt', async () => {
    const { ledger } = home;
    for (const invoiceId of ['resent', 'sent once']) {
      const id = await begin(invoiceId, 1);
      await movePosting(ledger, id, 'prepared', 'intended');
      await movePosting(ledger, id, 'intended', 'posted', { xero_document_id: `first of ${invoiceId}` });
      await movePosting(ledger, id, 'posted', 'told');
    }
    const second = await begin('resent', 2);
    await movePosting(ledger, second, 'prepared', 'intended');
    await movePosting(ledger, second, 'intended', 'doubtful');
    await recordRequests(ledger, 'environment', ['of resent', 'of sent once'], 'webhook');
    const services = { ledger, timeScale: 1 } as Services;
    const both = [asked('of resent', 'resent'), asked('of sent once', 'sent once')];
    expect(await withoutThoseOnTheirWay(services, stored, both)).toEqual([both[1]]);
    expect((await dueRequests(ledger, 'environment', 'clicks', 10)).map(({ id }) => id)).toEqual(['of sent once']);
    await movePosting(ledger, second, 'doubtful', 'posted', { xero_document_id: 'second of resent' });
    expect(await withoutThoseOnTheirWay(services, stored, both)).toEqual(both);
  });
});
