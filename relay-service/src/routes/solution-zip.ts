/** The managed solution that an admin imports, as `npm run package` built it. */
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { newestZip } from '../jobs/packaged-solution.ts';

/** `GET /solution.zip`: the file under its own name; 404 that says what to run where it was not built. */
export const solutionZip = (app: FastifyInstance, options: { readonly solutionFolder: string }): void => {
  app.get('/solution.zip', (_request, reply) => {
    const zip = newestZip(options.solutionFolder);
    if (zip === null)
      return reply.code(404).type('application/problem+json').send({
        type: 'about:blank',
        status: 404,
        title: 'The solution was not packaged',
        detail: 'Run `npm run package` where this relay was installed, then try again.',
      });
    return reply
      .type('application/zip')
      .header('content-disposition', `attachment; filename="${basename(zip)}"`)
      .header('content-length', statSync(zip).size)
      .send(createReadStream(zip));
  });
};
