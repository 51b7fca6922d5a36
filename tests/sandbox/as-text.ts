import type { html } from 'hono/html';

/** A page whose parts await nothing, as the plain text that a server sends. */
export const asText = (page: ReturnType<typeof html>): string => (page as Awaited<typeof page>).toString();
