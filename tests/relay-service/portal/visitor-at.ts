/** A browser without scripts before a relay in another process. */
import type { FastifyInstance } from 'fastify';
import type { Visitor } from './visitor.ts';
import { visitorOf } from './visitor.ts';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string;
}

/** @param origin of the relay; may change while the visitor stays, as behind a load balancer */
export const visitorAt = (origin: () => string): Visitor => {
  const inject = async ({ method, url, headers, payload }: Asked) => {
    const answer = await fetch(origin() + url, {
      method,
      headers,
      redirect: 'manual',
      ...(payload === undefined ? {} : { body: payload }),
    });
    return {
      statusCode: answer.status,
      headers: { ...Object.fromEntries(answer.headers), 'set-cookie': answer.headers.getSetCookie() },
      body: await answer.text(),
    };
  };
  return visitorOf({ inject } as unknown as FastifyInstance);
};
