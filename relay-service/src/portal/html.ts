/** Pages are text with holes; whatever is put into a hole is escaped, unless it is a page part itself. */
import { html, raw } from 'hono/html';

export { html, raw };

/** A part of a page. A hole may hold a part, parts in an array, text, a number, or nothing (null, undefined, false). */
export type Html = ReturnType<typeof html>;

/** Nothing. */
export const nothing = raw('');
