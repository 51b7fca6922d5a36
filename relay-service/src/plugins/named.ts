/** Plugins with a name. */
import type { FastifyPluginAsync, FastifyPluginCallback } from 'fastify';

/**
 * Names a plugin in Fastify's own errors. For one without a name Fastify looks through every module that is loaded,
 * which under Jest, where each look at a module is a look-up by its address, took a quarter of a portal test.
 */
export const named = <Plugin extends FastifyPluginAsync | FastifyPluginCallback>(name: string, plugin: Plugin): Plugin =>
  Object.assign(plugin, { [Symbol.for('fastify.display-name')]: name });
