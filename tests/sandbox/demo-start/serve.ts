/** Serves the demo's start page and mailbox on an origin of their own. */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Fastify from 'fastify';
import { mailsIn } from '../mailbox.ts';
import { mailsPage } from './mails-page.ts';
import type { DemoPlaces } from './start-page.ts';
import { startPage } from './start-page.ts';

const portalStyle = join(import.meta.dirname, '../../../relay-service/src/portal/style.css');
const ownStyle = join(import.meta.dirname, 'style.css');

export interface DemoStart {
  readonly origin: string;
  close(): Promise<void>;
}

/** @param mailFolder where the relay writes its mails */
export const serveDemoStart = async (places: DemoPlaces, mailFolder: string): Promise<DemoStart> => {
  const app = Fastify({ forceCloseConnections: true });
  const style = readFileSync(portalStyle, 'utf8') + readFileSync(ownStyle, 'utf8');
  app.get('/', (_request, reply) => reply.type('text/html').send(startPage(places)));
  app.get('/mails', (_request, reply) => reply.type('text/html').send(mailsPage(mailsIn(mailFolder))));
  app.get('/style.css', (_request, reply) => reply.type('text/css').send(style));
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    origin: `http://127.0.0.1:${String((app.server.address() as AddressInfo).port)}`,
    close: () => app.close(),
  };
};
