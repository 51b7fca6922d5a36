import { describe, expect, test } from '@jest/globals';
import { requestState, sendStatus } from '@stl3/solution';
import { asking } from '../jobs/asking.ts';
import { mailed } from './effect-ways.ts';
import { forget } from './mishaps.ts';
import type { Stage } from './stage.ts';
import { stageHomes, useStage } from './stage-homes.ts';

/** A row that is Taken for so long was answered by nobody. */
const STRANDED_MS = 10 * 60_000;

describe.each(stageHomes)('a request whose answer Dynamics lost, served late on $name', ({ name }) => {
  let stage: Stage;
  useStage(name, (opened) => void (stage = opened));

  const company = () => asking(() => stage.world);
  const written = (documentType: string, kind: string) =>
    stage.world.xero.control.journal().filter((row) => row.documentType === documentType && row.kind === kind).length;
  /** Documents made and mails sent since. */
  const since = () => {
    const before = [written('invoice', 'create'), written('email', 'create')] as const;
    return () => [written('invoice', 'create') - before[0], written('email', 'create') - before[1]];
  };
  const voidIt = (invoiceId: string): void => {
    for (const document of stage.documents(invoiceId)) Object.assign(document, { Status: 'VOIDED', UpdatedDateUTC: stage.ledger.now() });
  };
  const send = async (invoiceId: string, sendEmail = false): Promise<string> => {
    const choices = { stl3_sendstatus: sendStatus.values.authorised.value, stl3_sendemail: sendEmail };
    const request = await company().ask(invoiceId, 'financeManager', 'send', choices);
    await stage.live(request);
    return request;
  };
  const resultOf = (request: string) => company().valuesOf('stl3_xerorequest', request)['stl3_result'];
  const serveLate = async (request: string): Promise<void> => {
    company().change('stl3_xerorequest', { stl3_state: requestState.values.taken.value, stl3_result: null }, request);
    stage.pass(STRANDED_MS);
    await stage.live(request);
    expect(stage.answer(request)).toBe('done');
  };

  test.each([
    ['mailed the document that a later request had sent anew', 'authorised'],
    ['sent a third one, once that was voided too', 'voided'],
  ] as const)('%s', async (_name, status) => {
    const did = since();
    const { request, subject } = await mailed(stage);
    await stage.live(request);
    voidIt(subject);
    await send(subject);
    expect(did()).toEqual([2, 1]);
    if (status === 'voided') voidIt(subject);
    await serveLate(request);
    expect(did()).toEqual([2, 1]);
    expect(resultOf(request)).toMatch(new RegExp(`^Already in Xero.*\\(${status}\\)$`));
  });

  test.each(['authorised', 'voided'] as const)(
    'of a document that another life of the ledger had sent: neither mailed nor sent anew (%s)',
    async (status) => {
      const { request: former, subject } = await mailed(stage);
      await stage.live(former);
      const did = since();
      await forget(stage, subject, 'prepared');
      const request = await send(subject, true);
      if (status === 'voided') voidIt(subject);
      await serveLate(request);
      expect(did()).toEqual([0, 0]);
      expect(resultOf(request)).toMatch(new RegExp(`Xero.*\\(${status}\\)$`));
    },
  );
});
