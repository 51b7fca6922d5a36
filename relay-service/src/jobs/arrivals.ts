/**
 * Which requests are clicks and which are bulk, told by how they come: whoever selects many rows in a grid, and every flow, makes many
 * requests in a row. The first few of them are served as clicks, so that something happens at once; a click of anybody else, or of the
 * same person later, overtakes the rest (posting protocol, section 2). What automatic sending asks for is bulk from the first.
 */
import { keepNewest } from '../core/newest-kept.ts';
import type { KindOfWork } from '../store/schema.ts';

/** More than so many of one person within the span are bulk. */
const CLICKS_OF_A_PERSON = 5;
const SPAN_MS = 10_000;
/** People that are remembered; those who asked last. */
const REMEMBERED = 5_000;

/** Automatic sending names its rows (UUID version 5); whoever clicks has the platform choose, which never does. */
const isAutomatic = (requestId: string): boolean => /^.{14}5/.test(requestId);

export interface Arrivals {
  /**
   * A request that was seen before counts once.
   * @param who whoever asked; people who are not known count as one
   * @param at when it was asked, milliseconds since 1970
   */
  kindOf(environmentId: string, who: string | null, requestId: string, at: number): KindOfWork;
}

/** Remembers arrivals of the last seconds. */
export const createArrivals = (): Arrivals => {
  const recent = new Map<string, { readonly id: string; readonly at: number }[]>();
  return {
    kindOf: (environmentId, who, requestId, at) => {
      // It does not count as the person's either, in whose name the relay works.
      if (isAutomatic(requestId)) return 'bulk';
      const key = `${environmentId}|${who ?? ''}`;
      const others = (recent.get(key) ?? []).filter((other) => other.id !== requestId && Math.abs(other.at - at) < SPAN_MS);
      recent.delete(key);
      recent.set(key, [...others, { id: requestId, at }].slice(-CLICKS_OF_A_PERSON - 1));
      keepNewest(recent, REMEMBERED);
      return others.length >= CLICKS_OF_A_PERSON ? 'bulk' : 'clicks';
    },
  };
};
