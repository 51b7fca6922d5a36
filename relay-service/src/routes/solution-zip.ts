/** The managed solution that an admin imports, as `npm run package` built it. */
import { createReadStream, globSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FastifyInstance } from 'fastify';

/** Where `npm run package` leaves the zips. */
export const packagedFolder = join(import.meta.dirname, '../../../dist');

/** Newest managed zip of a folder; null where none was built. */
const newestZip = (folder: string): string | null => {
  const found = globSync('*_managed.zip', { cwd: folder }).map((name) => join(folder, name));
  return found.sort((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs)[0] ?? null;
};

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
