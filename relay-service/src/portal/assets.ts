/** Style, scripts and pictures, served under an address that changes with their content, so that a browser may keep them for ever. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

interface Asset {
  readonly url: string;
  readonly type: string;
  readonly plain: Buffer;
  readonly packed: Buffer;
}

const read = (file: string): Asset => {
  const plain = readFileSync(join(import.meta.dirname, file));
  const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 12);
  const ending = extname(file);
  return {
    url: `/assets/${basename(file, ending)}.${hash}${ending}`,
    type: TYPES[ending] ?? 'application/octet-stream',
    plain,
    packed: gzipSync(plain, { level: 9 }),
  };
};

const assets: ReadonlyMap<string, Asset> = new Map(
  globSync('{style.css,pictures/*.svg,browser/*.js}', { cwd: import.meta.dirname }).map((file) => [basename(file), read(file)]),
);
const byUrl = new Map([...assets.values()].map((asset) => [asset.url, asset]));

/**
 * Address of a file by its name, such as `style.css`.
 * @throws Error for a file that is not there: a page would be broken
 */
export const assetUrl = (name: string): string => {
  const asset = assets.get(name);
  if (!asset) throw new Error(`The portal has no file ${name}.`);
  return asset.url;
};

/** `GET /assets/...`: kept for a year by whoever asked; an address of another version is not found. */
export const serveAssets = (app: FastifyInstance): void => {
  app.get<{ Params: { '*': string } }>('/assets/*', { logLevel: 'warn' }, (request, reply) => {
    const asset = byUrl.get(`/assets/${request.params['*']}`);
    if (!asset) {
      reply.callNotFound();
      return reply;
    }
    const packed = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    if (packed) void reply.header('content-encoding', 'gzip');
    return reply
      .type(asset.type)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'accept-encoding')
      .header('x-content-type-options', 'nosniff')
      .send(packed ? asset.packed : asset.plain);
  });
};
