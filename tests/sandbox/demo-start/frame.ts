/** The frame of the demo's own pages, in the portal's style. */
import type { html } from 'hono/html';
import { plainPage } from '../plain-page.ts';

/** A whole page. */
export const demoPage = (title: string, body: ReturnType<typeof html>): string => plainPage({ title, body, style: '/style.css' });
