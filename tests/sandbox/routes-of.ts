/** Every route that an app answers, out of Fastify's own table: what is not written down by hand cannot be forgotten. */
import type { FastifyInstance } from 'fastify';

export interface Route {
  readonly method: string;
  /** With its parameters, such as `/connections/:id`. */
  readonly path: string;
}

const INDENT = 4;

/** The app must be ready. HEAD goes with GET and is left out. */
export const routesOf = (app: FastifyInstance): readonly Route[] => {
  const parents: string[] = [];
  return app
    .printRoutes()
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', part = '', methods] = /^([│ ]*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
      const depth = indent.length / INDENT;
      if (part === '') return [];
      const path = (depth === 0 ? '' : (parents[depth - 1] ?? '')) + part;
      parents[depth] = path;
      return (methods ?? '')
        .split(', ')
        .filter((method) => method !== '' && method !== 'HEAD')
        .map((method) => {
          if (!app.hasRoute({ method, url: path })) throw new Error(`Fastify's table was misread: it has no ${method} ${path}.`);
          return { method, path };
        });
    });
};
