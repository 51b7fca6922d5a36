import { afterEach, expect, test } from '@jest/globals';
import { requestState } from '@stl3/solution';
import type { Services } from '../../../relay-service/src/jobs/services.ts';
import { lookUp } from '../../../relay-service/src/jobs/resolve-doubts.ts';
import { safeguards } from '../../../relay-service/src/jobs/safeguards.ts';
import { readConnectorMark, writeConnectorMark } from '../../../relay-service/src/dataverse/connector-mark.ts';
import type { StoredConnection } from '../../../relay-service/src/store/connections.ts';
import { readFence, sequenceWasTold, takeSequence } from '../../../relay-service/src/store/fences.ts';
import { ask } from '../../prove/ask.ts';
import { copyInvoice } from '../../prove/new-invoices.ts';
import { until } from '../../prove/until.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';

let world: World;
afterEach(() => world.close());

/** A relay on the same ledger that has just sent something. */
const anotherGoesAhead = async ({ ledger, dataverse }: Services, stored: StoredConnection): Promise<void> => {
  const now = (await readFence(ledger, stored))!;
  const client = dataverse(stored.environment);
  const mark = (await readConnectorMark(client, stored.connector_id))!;
  const next = (await takeSequence(ledger, now, mark))!;
  expect(await writeConnectorMark(client, stored.connector_id, mark, { installationId: ledger.installationId, ...next })).toBe(true);
  await sequenceWasTold(ledger, stored.id, next.sequence);
};

test('a doubt was never looked up while another relay moved the sequence on with each look-up', async () => {
  let looks = 0;
  world = await startWorld({
    webhookDelayMs: () => 20,
    relay: {
      timeScale: 60,
      safeguards: {
        ...safeguards,
        replayCalls: () => Promise.resolve([]),
        lookUp: async (services, stored, doubts) => {
          looks += 1;
          await anotherGoesAhead(services, stored);
          return lookUp(services, stored, doubts);
        },
      },
    },
    xero: { timeScale: 60, limits: false },
  });
  world.xero.control.addFault({ name: 'answer-lost', method: 'PUT', path: '^Invoices$', times: 1 });
  const invoiceId = copyInvoice(
    world,
    world.company.invoices.find(({ kind }) => kind === 'plain')!,
    'F-1',
  );
  const request = await ask(world, invoiceId, 'F-1');
  const stateOf = (): unknown => world.dataverse.control.environment.tables.get('stl3_xerorequest')?.get(request)?.values['stl3_state'];
  expect(await until(() => stateOf() === requestState.values.done.value, 20_000)).toBe(true);
  expect(looks).toBe(1);
  const made = world.xero.control.journal().filter(({ kind, documentType }) => kind === 'create' && documentType === 'invoice');
  expect(made).toHaveLength(1);
});
