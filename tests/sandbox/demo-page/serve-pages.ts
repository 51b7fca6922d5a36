/** Serves the demo page on the Dataverse stand-in's origin: the built web resource, the control's production bundle, and the page around. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { build } from 'esbuild';
import type { FastifyInstance } from 'fastify';
import type { Company } from '../company/company.ts';
import type { Person } from '../company/people.ts';
import { people } from '../company/people.ts';
import type { FaultName } from '../faults.ts';
import type { XeroControl } from '../xero/control.ts';

const room = import.meta.dirname;
const root = join(room, '../../..');
const require = createRequire(import.meta.url);

const mays: Readonly<Record<Person['key'], string>> = {
  clerk: 'Checks invoices and sends them as drafts',
  financeManager: 'Sends and approves',
  administrator: 'Settings, links and the connection',
  visitor: 'Has no role of the connector',
};

export interface DemoPages {
  readonly company: Company;
  /** Folders with what was built. */
  readonly webResources: string;
  readonly control: string;
  readonly xero: XeroControl;
  /** The organisation beside the app; the first one where absent. */
  readonly tenantId?: string;
}

const bundlePage = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [join(room, 'browser/app.ts')],
    bundle: true,
    format: 'esm',
    target: ['es2022'],
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
};

const faults: Readonly<Record<string, { readonly name: FaultName; readonly seconds?: number; readonly status?: number }>> = {
  'answer-lost': { name: 'answer-lost' },
  'server-error': { name: 'server-error', status: 503 },
  latency: { name: 'latency', seconds: 8 },
};

const xeroView = ({ xero, tenantId }: DemoPages): object => {
  const { organisations } = xero.state();
  const organisation = organisations.find((each) => each.tenantId === tenantId) ?? organisations[0];
  const contacts = new Map(organisation?.contacts.map(({ ContactID, Name }) => [ContactID, Name]));
  return {
    organisation: organisation?.Name,
    demo: organisation?.IsDemoCompany,
    count: organisation?.invoices.length ?? 0,
    faults: xero.state().faults.map(({ name }) => name),
    invoices: [...(organisation?.invoices ?? [])]
      .reverse()
      .slice(0, 60)
      .map((invoice) => ({
        id: invoice.InvoiceID,
        number: invoice.InvoiceNumber,
        contact: contacts.get(invoice.ContactID) ?? '',
        status: invoice.Status,
        total: invoice.Total,
        currency: invoice.CurrencyCode,
      })),
  };
};

/** Adds the pages to a server. */
export const servePages = async (pages: DemoPages, app: FastifyInstance): Promise<void> => {
  const page = await bundlePage();
  const html = readFileSync(join(room, 'index.html'), 'utf8');
  const platform = join(dirname(require.resolve('pcf-start/package.json', { paths: [join(root, 'pcf-controls')] })), 'lib');
  await app.register(fastifyStatic, { root: pages.webResources, prefix: '/', index: false, serve: true, wildcard: false });
  await app.register(fastifyStatic, { root: pages.control, prefix: '/control/', decorateReply: false });
  await app.register(fastifyStatic, { root: platform, prefix: '/platform/', decorateReply: false });
  app.get('/', (_request, reply) => reply.redirect('/main.aspx?pagetype=entitylist&etn=invoice'));
  app.get('/main.aspx', (_request, reply) => reply.type('text/html').send(html));
  app.get('/app.js', (_request, reply) => reply.type('text/javascript').send(page));
  app.get('/style.css', (_request, reply) => reply.type('text/css').send(readFileSync(join(room, 'style.css'))));
  app.get('/_demo/about', () => ({
    company: pages.company.name,
    people: Object.values<Person>(people).map(({ key, firstName, lastName, title, userId }) => ({
      key,
      name: `${firstName} ${lastName}`,
      title,
      may: mays[key],
      userId,
    })),
  }));
  app.get('/_demo/xero', () => xeroView(pages));
  app.post('/_demo/fault', (request) => {
    const { name = '' } = JSON.parse(request.body as string) as { readonly name?: string };
    pages.xero.clearFaults();
    const fault = faults[name];
    if (fault) pages.xero.addFault({ ...fault, method: 'PUT', path: '^Invoices$' });
    return { on: pages.xero.state().faults };
  });
};
