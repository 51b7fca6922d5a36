import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Receiver } from './webhook-receiver.ts';
import { KEY, startReceiver } from './webhook-receiver.ts';
import type { WebhookStage } from './webhook-stage.ts';
import { setWebhookStage } from './webhook-stage.ts';

let receiver: Receiver;
let stage: WebhookStage;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());
beforeEach(async () => {
  stage = await setWebhookStage(receiver);
});
afterEach(() => stage.close());

describe('intent to receive', () => {
  test('a receiver that checks signatures is registered, after right and wrong ones', async () => {
    expect(await stage.register('right')).toEqual({ passed: true, problems: [] });
    expect([receiver.received.length, receiver.refused()]).toEqual([2, 2]);
    expect(receiver.received[0]?.batch).toMatchObject({
      events: [],
      firstEventSequence: 0,
      lastEventSequence: 0,
      entropy: expect.any(String),
    });
  });

  test.each([
    ['takes-everything', 'Signed with another key: answered 200 instead of 401.'],
    ['takes-nothing', 'Signed rightly: answered 401 instead of 200.'],
    ['talks', 'Signed rightly: the answer has a body.'],
    ['cookies', 'Signed rightly: the answer sets cookies.'],
    ['nowhere', 'Signed rightly: answered 404 instead of 200.'],
  ])('%s is refused', async (path, problem) => {
    const { passed, problems } = await stage.register(path);
    expect(passed).toBe(false);
    expect(problems).toContain(problem);
    await stage.contact('Unheard');
    await pause(20);
    expect(stage.xero.control.deliveries()).toEqual([]);
  });

  test('whoever needs more than 5 seconds, or does not listen, is refused', async () => {
    expect(await stage.register('slow')).toEqual({ passed: false, problems: ['Signed rightly: no answer within 5 seconds.'] });
    const silent = await stage.xero.control.registerWebhook({ url: 'http://127.0.0.1:1/', key: KEY });
    expect([silent.passed, silent.problems.length]).toEqual([false, 4]);
  });

  test('over /_control: 200, or 400 with what was wrong', async () => {
    const over = async (body: object | null) => {
      const answer = await fetch(`${stage.xero.origin}/_control/webhooks`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: await answer.json() };
    };
    expect(await over({ url: `${receiver.url}/takes-everything`, key: KEY })).toMatchObject({ status: 400, body: { passed: false } });
    expect(await over({ url: `${receiver.url}/right`, key: KEY })).toEqual({ status: 200, body: { passed: true, problems: [] } });
    receiver.received.length = 0;
    expect((await over(null)).status).toBe(200);
    await stage.contact('After removal');
    await pause(20);
    expect(receiver.received).toEqual([]);
  });

  test('an address that fails later leaves the one before in force', async () => {
    await stage.registered();
    expect((await stage.register('takes-everything')).passed).toBe(false);
    await stage.contact('Still heard');
    await stage.settled(1);
    expect(receiver.events()).toHaveLength(1);
  });
});
