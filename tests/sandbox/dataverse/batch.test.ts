import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { people } from '../company/people.ts';
import type { Said, Talk } from './talk.ts';
import { saidOf, startTalk } from './talk.ts';

let talk: Talk;
beforeAll(async () => {
  talk = await startTalk();
});
afterAll(() => talk.standIn.close());

const CRLF = '\r\n';
interface Part {
  readonly line: string;
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}
const request = ({ line, body, headers = {} }: Part): string[] => [
  `${line} HTTP/1.1`,
  'Content-Type: application/json',
  ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  '',
  typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body),
];
const single = (part: Part): string =>
  ['Content-Type: application/http', 'Content-Transfer-Encoding: binary', '', ...request(part)].join(CRLF);
const changeSet = (...parts: readonly Part[]): string => {
  const inner = parts.map((part, index) =>
    ['--set', 'Content-Type: application/http', `Content-ID: ${String(index + 1)}`, '', ...request(part), ''].join(CRLF),
  );
  return ['Content-Type: multipart/mixed; boundary=set', '', `${inner.join('')}--set--`].join(CRLF);
};
const sendText = async (text: string, headers: Readonly<Record<string, string>> = {}): Promise<Said> =>
  saidOf(
    await fetch(`${talk.standIn.origin}/api/data/v9.2/$batch`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${people.administrator.userId}`,
        'content-type': 'multipart/mixed; boundary=all',
        ...headers,
      },
      body: text,
    }),
  );
const goOn = { prefer: 'odata.continue-on-error' };
const send = (parts: readonly string[], headers?: Readonly<Record<string, string>>): Promise<Said> =>
  sendText(`${parts.map((part) => `--all${CRLF}${part}${CRLF}`).join('')}--all--${CRLF}`, headers);
const statuses = (said: Said): number[] => [...said.text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
const create = (name: string): Part => ({ line: 'POST /api/data/v9.2/accounts', body: { name } });
const known = async (name: string): Promise<boolean> => (await talk.get(`accounts?$select=name&$filter=name eq '${name}'`)).rows.length > 0;

test('single requests are answered in order, reads with their rows', async () => {
  const name = randomUUID();
  const said = await send([
    single(create(name)),
    single({ line: `GET ${talk.standIn.origin}/api/data/v9.2/accounts?$select=name&$filter=name%20eq%20'${name}'` }),
  ]);
  expect([said.status, statuses(said)]).toEqual([200, [204, 200]]);
  expect(said.headers.get('content-type')).toMatch(/^multipart\/mixed; boundary=batchresponse_/);
  expect(said.text).toContain(`"name":"${name}"`);
});

describe('a change set', () => {
  test('is done whole, and answers with the Content-IDs', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const said = await send([changeSet(create(first), create(second))]);
    expect(statuses(said)).toEqual([204, 204]);
    expect([...said.text.matchAll(/Content-ID: (\d)/g)].map(([, id]) => id)).toEqual(['1', '2']);
    expect([await known(first), await known(second)]).toEqual([true, true]);
  });

  test('is undone whole, with one answer that says why', async () => {
    const name = randomUUID();
    const id = await talk.create('accounts', { name: 'Before' });
    const etag = (await talk.get(`accounts(${id})`)).body['@odata.etag'];
    const journal = talk.standIn.control.journal().length;
    const said = await send(
      [
        changeSet(
          create(name),
          { line: `PATCH /api/data/v9.2/accounts(${id})`, body: { name: 'After' } },
          { line: `PATCH /api/data/v9.2/accounts(${id})`, body: { name: 'Late' }, headers: { 'If-Match': 'W/"1"' } },
        ),
        single(create(`${name} after`)),
      ],
      goOn,
    );
    expect(statuses(said)).toEqual([412, 204]);
    expect(said.text).toContain('0x80060882');
    expect(await known(name)).toBe(false);
    expect((await talk.get(`accounts(${id})`)).body).toMatchObject({ name: 'Before', '@odata.etag': etag });
    expect(talk.standIn.control.journal().length).toBe(journal + 1);
  });

  test('may point at what it made a moment ago', async () => {
    const number = `T-${randomUUID().slice(0, 8)}`;
    const said = await send([
      changeSet(
        { line: 'POST /api/data/v9.2/accounts', body: { name: 'Parent' } },
        { line: 'POST /api/data/v9.2/accounts', body: { name: 'Child', accountnumber: number, 'parentaccountid@odata.bind': '$1' } },
        { line: 'PATCH $1', body: { telephone1: '7' } },
      ),
    ]);
    expect(statuses(said)).toEqual([204, 204, 204]);
    const { rows } = await talk.get(`accounts?$filter=accountnumber eq '${number}'&$expand=parentaccountid($select=name,telephone1)`);
    expect(rows[0]).toMatchObject({ parentaccountid: { name: 'Parent', telephone1: '7' } });
  });
});

describe('after a failure', () => {
  const failing = single({ line: 'POST /api/data/v9.2/accounts', body: { unknown: 1 } });
  test('it stops, and the whole answers 400', async () => {
    const name = randomUUID();
    const said = await send([failing, single(create(name))]);
    expect([said.status, statuses(said)]).toEqual([400, [400]]);
    expect(await known(name)).toBe(false);
  });

  test('it goes on when asked to, and the whole answers 200', async () => {
    const name = randomUUID();
    const said = await send([failing, single(create(name))], goOn);
    expect([said.status, statuses(said)]).toEqual([200, [400, 204]]);
    expect(await known(name)).toBe(true);
  });

  test('a part whose body is not JSON fails alone', async () => {
    const said = await send([single({ line: 'POST /api/data/v9.2/accounts', body: '{"name":' }), single(create('Alone'))], goOn);
    expect([said.status, statuses(said)]).toEqual([200, [400, 204]]);
  });
});

describe('refused whole', () => {
  test.each([
    ['a GET in a change set', () => send([changeSet({ line: 'GET /api/data/v9.2/accounts' })])],
    ['a change set without Content-ID', () => send([changeSet(create('x')).replace('Content-ID: 1\r\n', '')])],
    ['a blank in the URL', () => send([single({ line: `GET /api/data/v9.2/accounts?$filter=name eq 'x'` })])],
    ['bare line feeds', () => sendText(`--all\n${single(create('x')).replaceAll('\r\n', '\n')}\n--all--\n`)],
    ['no closing boundary', () => sendText(`--all${CRLF}${single(create('x'))}${CRLF}`)],
    ['no boundary named', () => sendText(`--all${CRLF}${single(create('x'))}${CRLF}--all--`, { 'content-type': 'multipart/mixed' })],
  ])('%s', async (_what, ask) => {
    const { status, code } = await ask();
    expect([status, code]).toEqual([400, '0x80060888']);
  });

  test('1001 requests, while 1000 are taken', async () => {
    const read = single({ line: 'GET /api/data/v9.2/uoms?$select=name&$top=1' });
    const reads = (count: number): string[] => Array.from({ length: count }, () => read);
    const most = await send(reads(1000));
    expect([most.status, statuses(most).length]).toEqual([200, 1000]);
    expect((await send(reads(1001))).status).toBe(400);
  });
});
