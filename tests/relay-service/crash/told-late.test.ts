import { describe, expect, test } from '@jest/globals';
import { exportState } from '@stl3/solution';
import { postponeRequests } from '../../../relay-service/src/store/requests.ts';
import { ask } from '../../prove/ask.ts';
import { asking } from '../jobs/asking.ts';
import type { Nature } from './mortal-relay.ts';
import type { Stage } from './stage.ts';
import { stageHomes, useStage } from './stage-homes.ts';

/** The lease of the relay that stands still is over. */
const STOOD_STILL_MS = 30_000;
const HOUR_MS = 60 * 60_000;
const OPEN = 0;
const CLOSED = 1;

describe.each(stageHomes)('a relay that stood still before it wrote its answer, on $name', ({ name }) => {
  let stage: Stage;
  useStage(name, (opened) => void (stage = opened));

  const rows = (table: string) => stage.world.dataverse.control.rows(table).map(({ values }) => values);
  const details = (invoice: string) => {
    const { stl3_exportstate: state, stl3_message: message } =
      rows('stl3_xerodetails').find((values) => values['stl3_invoicekey'] === invoice) ?? {};
    return [state, message];
  };
  const sent = [exportState.values.sent.value, expect.stringMatching(/^(Sent to|Already in) Xero/)];
  /** What the history says of a request's answers. */
  const told = (request: string) =>
    rows('stl3_synchistory')
      .filter((values) => (values['stl3_requestid'] as { id: string } | null)?.id === request)
      .map((values) => values['stl3_message']);
  /** Another relay answers meanwhile, before this one writes the first batch that says so. */
  const overtaken = async (request: string, says: string, meanwhile: () => Promise<unknown>): Promise<void> => {
    let stood = false;
    const dataverse: Nature['dataverse'] = (client) => ({
      ...client,
      batch: async (parts) => {
        if (!stood && JSON.stringify(parts).includes(says)) {
          stood = true;
          stage.pass(STOOD_STILL_MS);
          await meanwhile();
        }
        return client.batch(parts);
      },
    });
    await stage.live(request, { heard: true, nature: { dataverse }, rounds: 1 });
    expect(stood).toBe(true);
  };
  /** An invoice that is refused until somebody mends it in Dynamics. */
  const unfinished = () => {
    const invoice = stage.invoice();
    const set = (statecode: number) => asking(() => stage.world).change('invoice', { statecode }, invoice);
    set(CLOSED);
    return { invoice, mend: () => set(OPEN) };
  };

  test('"Checking with Xero" stood over the document that a successor had found', async () => {
    const invoice = stage.invoice();
    const request = await ask(stage.world, invoice, null);
    stage.world.xero.control.addFault({ name: 'answer-lost', method: 'PUT', path: '^Invoices$' });
    await overtaken(request, 'Checking with Xero', () => stage.live(request));
    expect([stage.answer(request), stage.documents(invoice).length]).toEqual(['done', 1]);
    expect(details(invoice)).toEqual(sent);
    expect(told(request)).toEqual([expect.stringMatching(/^Sent to Xero/)]);
  });

  test('a refusal was never told where the invoice has lost its link to Xero Details', async () => {
    const { invoice } = unfinished();
    await stage.live(await ask(stage.world, invoice, null));
    const { id } = stage.world.dataverse.control.rows('stl3_xerodetails').find(({ values }) => values['stl3_invoicekey'] === invoice)!;
    asking(() => stage.world).change('stl3_xerodetails', { 'stl3_InvoiceId@odata.bind': null }, id);
    const request = await ask(stage.world, invoice, null);
    await stage.live(request);
    expect(stage.answer(request)).toBe('refused');
  });

  test('a refusal stood over what a successor had sent once the invoice was mended', async () => {
    const { invoice, mend } = unfinished();
    const request = await ask(stage.world, invoice, null);
    await overtaken(request, 'INVOICE_CLOSED', () => {
      mend();
      return stage.live(request);
    });
    expect([stage.answer(request), stage.documents(invoice).length]).toEqual(['done', 1]);
    expect(details(invoice)).toEqual(sent);
    expect(told(request)).toEqual([expect.stringMatching(/^Sent to Xero/)]);
  });

  test('a refusal stood on Xero Details over the answer to a newer click', async () => {
    const { invoice, mend } = unfinished();
    const request = await ask(stage.world, invoice, null);
    await overtaken(request, 'INVOICE_CLOSED', async () => {
      mend();
      const { id } = await stage.ledger.db.selectFrom('environments').select('id').executeTakeFirstOrThrow();
      await postponeRequests(stage.ledger, id, [request], HOUR_MS);
      await stage.live(await ask(stage.world, invoice, null), { heard: true });
      expect(details(invoice)).toEqual(sent);
    });
    expect(details(invoice)).toEqual(sent);
    stage.pass(HOUR_MS);
    await stage.live(request);
    expect([stage.answer(request), stage.documents(invoice).length]).toEqual(['done', 1]);
    expect(details(invoice)).toEqual(sent);
  });

  test('answers that nothing overtook are told at once', async () => {
    const doubted = stage.invoice();
    stage.world.xero.control.addFault({ name: 'answer-lost', method: 'PUT', path: '^Invoices$' });
    await stage.live(await ask(stage.world, doubted, null), {
      heard: true,
      rounds: 1,
      watch: (point) => Promise.resolve(point === 'step outcomes-noted 1'),
    });
    expect(details(doubted)).toEqual([exportState.values.checkingWithXero.value, expect.stringMatching(/^Checking with Xero/)]);
    const { invoice } = unfinished();
    const request = await ask(stage.world, invoice, null);
    await stage.live(request, { heard: true, rounds: 1 });
    expect([stage.answer(request), details(invoice)[0]]).toEqual(['refused', exportState.values.blocked.value]);
  });
});
