import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { requestAction } from '@stl3/solution';
import { requestState, sendStatus } from '@stl3/solution';
import { reopenStranded } from '../../../relay-service/src/store/reopened-requests.ts';
import { copyInvoice } from '../../prove/new-invoices.ts';
import { asking } from '../jobs/asking.ts';
import { backUpDynamics, putBackDynamics } from './backup.ts';
import type { Stage } from './stage.ts';
import { stageHomes, useStage } from './stage-homes.ts';

const HOUR_MS = 3_600_000;
const taken = { stl3_state: requestState.values.taken.value };

type Action = keyof (typeof requestAction)['values'];

describe.each(stageHomes)('a request that is Taken although it was answered, on $name', ({ name }) => {
  let stage: Stage;
  useStage(name, (opened) => void (stage = opened));

  const company = () => asking(() => stage.world);
  beforeAll(() => {
    company().organisation().IsDemoCompany = false;
    company().change('stl3_dynamicsxeroconnector', { stl3_isdemo: false });
    company().settings({ stl3_mappingsconfirmed: true });
  });
  const invoice = (): string => copyInvoice(stage.world, company().plain(), `T-${randomUUID().slice(0, 8)}`);
  const draft = { stl3_sendstatus: sendStatus.values.draft.value };
  const authorised = { stl3_sendstatus: sendStatus.values.authorised.value };

  /** Asks as the button does; the relay has the click and has not served it yet. */
  const take = async (subject: string, action: Action, choices: Readonly<Record<string, unknown>> = authorised): Promise<string> => {
    const request = await company().ask(subject, 'financeManager', action, action === 'send' ? choices : {});
    company().change('stl3_xerorequest', taken, request);
    return request;
  };
  const serve = async (request: string): Promise<string> => {
    await stage.live(request, { heard: true });
    return request;
  };
  const now = async (...asked: Parameters<typeof take>): Promise<string> => serve(await take(...asked));
  const every = (subject: string) =>
    company()
      .organisation()
      .invoices.filter(({ Url }) => Url?.includes(subject));
  const statuses = (subject: string) => every(subject).map(({ Status }) => Status);
  const resultOf = (request: string) => company().valuesOf('stl3_xerorequest', request)['stl3_result'];

  /** What happens to the rows of Dynamics between the two times that the request is served. */
  const mishaps = {
    /** Dynamics goes back to when the request was Taken, and is as it was then. */
    'Dynamics was put back': (request: string) => {
      const then = backUpDynamics(stage.world);
      return () => {
        stage.pass(HOUR_MS);
        putBackDynamics(stage.world, then);
        expect(stage.answer(request)).toBe('taken');
      };
    },
    'its answer was written over': (request: string) => () => company().change('stl3_xerorequest', taken, request),
  } as const;

  describe.each(Object.entries(mishaps))('because %s', (_because, prepare) => {
    /** @param meanwhile what is done by others once the request was answered */
    const twice = async (request: string, meanwhile: () => Promise<unknown>): Promise<void> => {
      const befall = prepare(request);
      stage.pass(HOUR_MS);
      await serve(request);
      await meanwhile();
      befall();
      stage.pass(HOUR_MS);
      await stage.live(request);
    };

    test('voided the document that a later Send had made', async () => {
      const subject = invoice();
      await now(subject, 'send');
      const request = await take(subject, 'void');
      await twice(request, () => now(subject, 'send'));
      expect(statuses(subject)).toEqual(['VOIDED', 'AUTHORISED']);
      expect(stage.answer(request)).toBe('done');
    });

    test('approved the draft that a later Send had made', async () => {
      const subject = invoice();
      await now(subject, 'send', draft);
      const request = await take(subject, 'approve');
      await twice(request, async () => {
        await now(subject, 'void');
        await now(subject, 'send', draft);
      });
      expect(statuses(subject)).toEqual(['VOIDED', 'DRAFT']);
      expect(stage.answer(request)).toBe('done');
    });

    test('sent anew what it had found in Xero already, and somebody voided since', async () => {
      const subject = invoice();
      await now(subject, 'send');
      const request = await take(subject, 'send');
      await twice(request, () => now(subject, 'void'));
      expect(statuses(subject)).toEqual(['VOIDED']);
      expect([stage.answer(request), resultOf(request)]).toEqual(['done', expect.stringMatching(/^Already in Xero/)]);
    });
  });

  test.each([
    ['before a poll found it', () => Promise.resolve(0)],
    ['after one had, with its fence looked at a moment earlier', reopenStranded],
  ] as const)('refused, for nothing was sent, it voided what was sent since: Dynamics was put back %s', async (_when, poll) => {
    const subject = invoice();
    const request = await take(subject, 'void');
    const putBack = mishaps['Dynamics was put back'](request);
    stage.pass(HOUR_MS);
    await serve(request);
    expect(stage.answer(request)).toBe('refused');
    await now(subject, 'send');
    putBack();
    await poll(stage.ledger, stage.world.connected.environmentId, [request]);
    stage.pass(HOUR_MS);
    await stage.live(request);
    expect(statuses(subject)).toEqual(['AUTHORISED']);
    expect([stage.answer(request), resultOf(request)]).toEqual(['done', expect.stringMatching(/^Already in Xero/)]);
  });

  test('once refused and its answer written over: it is judged anew, as ever', async () => {
    const subject = invoice();
    const request = await now(subject, 'void');
    expect(stage.answer(request)).toBe('refused');
    company().change('stl3_xerorequest', taken, request);
    stage.pass(HOUR_MS);
    await stage.live(request);
    expect(company().valuesOf('stl3_xerorequest', request)).toMatchObject({ stl3_cause: 'NOT_IN_XERO' });
    company().change('stl3_xerorequest', taken, request);
    await now(subject, 'send');
    stage.pass(HOUR_MS);
    await stage.live(request);
    expect(statuses(subject)).toEqual(['VOIDED']);
  });
});
