/** `npm start`: the relay on real settings, built anew where its source is newer. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildStale } from './build.ts';
import { built } from './built.ts';

await buildStale((line) => process.stderr.write(`${line}\n`), ['relay']);
await import(pathToFileURL(join(built.relay, 'server.js')).href);
