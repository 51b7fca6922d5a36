/** Stands between a client and a server and writes down what goes over the wire. */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request with its answer, bodies parsed where they are JSON. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
}
export interface Recorder {
  readonly origin: string;
  readonly exchanges: Exchange[];
  close(): Promise<void>;
}

const jsonOf = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const oneEach = (headers: IncomingHttpHeaders): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));

/** Headers that belong to one connection and must not travel on (RFC 9110 section 7.6.1). */
const ownToConnection = new Set(['connection', 'host', 'content-length', 'transfer-encoding', 'keep-alive', 'expect', 'accept-encoding']);

/** @param target origin that everything is passed on to */
export const recordExchanges = async (target: string): Promise<Recorder> => {
  const exchanges: Exchange[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const sent = Buffer.concat(chunks).toString('utf8');
      const headers = oneEach(request.headers);
      const { method = 'GET', url = '/' } = request;
      const passedOn = Object.entries(headers).filter(([name]) => !ownToConnection.has(name)) as [string, string][];
      const answer = await fetch(`${target}${url}`, { method, headers: passedOn, ...(sent === '' ? {} : { body: sent }) });
      const text = await answer.text();
      const [path = '', query = ''] = url.split('?');
      exchanges.push({ method, path, query, headers, body: jsonOf(sent), status: answer.status, answer: jsonOf(text) });
      const type = answer.headers.get('content-type');
      response.writeHead(answer.status, type === null ? {} : { 'content-type': type }).end(text);
    })().catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    exchanges,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
