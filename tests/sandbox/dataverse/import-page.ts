/** Settings > Solutions, as far as the install guide walks there: what is installed, and Import. A plain page of our own, not a likeness. */
import { unzipSync } from 'fflate';
import type { FastifyInstance } from 'fastify';
import { html } from 'hono/html';
import { plainPage } from '../plain-page.ts';
import { solutionName } from '@stl3/solution';
import type { DataverseControl } from './control.ts';

const ADDRESS = '/tools/Solution/home_solution.aspx';

/** The bytes of the one file of a form ("multipart/form-data", RFC 7578). */
const fileOf = (body: Buffer, contentType: string): Buffer => {
  const boundary = /boundary=(.+)$/.exec(contentType)?.[1] ?? '';
  const start = body.indexOf('\r\n\r\n') + 4;
  return body.subarray(start, body.indexOf(`\r\n--${boundary}`, start));
};

/** Whether a file is our managed solution, as its own solution.xml says. */
const isOurSolution = (file: Buffer): boolean => {
  try {
    const text = new TextDecoder().decode(unzipSync(file)['solution.xml']);
    return text.includes(`<UniqueName>${solutionName}</UniqueName>`) && text.includes('<Managed>1</Managed>');
  } catch {
    return false;
  }
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const page = (control: DataverseControl, said: string): string =>
  plainPage({
    title: 'All Solutions',
    body: html`<p role="status">${said}</p>
      <ul>
        ${control.rows('solution').map(({ values }) => html`<li>${textOf(values['friendlyname'])}, version ${textOf(values['version'])}</li>`)}
      </ul>
      <form method="post" enctype="multipart/form-data">
        <label>Solution package <input type="file" name="file" accept=".zip" required /></label>
        <button>Import</button>
      </form>`,
  });

/** Adds the page. */
export const importPage = (app: FastifyInstance, control: DataverseControl): void => {
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.get(ADDRESS, (_request, reply) => reply.type('text/html').send(page(control, '')));
  app.post(ADDRESS, (request, reply) => {
    const ours = isOurSolution(fileOf(request.body as Buffer, request.headers['content-type'] ?? ''));
    if (ours) control.importSolution();
    return reply
      .type('text/html')
      .send(page(control, ours ? 'The import of the solution completed successfully.' : 'The file is no solution that can be imported.'));
  });
};
