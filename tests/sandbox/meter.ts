/** Which requests a stand-in has open, for whoever measures what the relay adds to them. */
import type { FastifyInstance } from 'fastify';

export interface Meter {
  /** A request came. @returns to be called once it is answered, or its connection is gone */
  began(method: string, url: string): (status: number) => void;
}

/** Tells the meter of every request of a server. */
export const measure = (app: FastifyInstance, meter: Meter): void => {
  app.addHook('onRequest', (request, reply, done) => {
    const ended = meter.began(request.method, request.url);
    reply.raw.once('close', () => ended(reply.raw.statusCode));
    done();
  });
};
