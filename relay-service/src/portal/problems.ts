/** Pages for what went wrong: what happened, what it means, where to go on. */
import type { Page } from './layout.ts';
import { html } from './html.ts';

const problem = (title: string, text: string, way: { readonly href: string; readonly label: string }): Page => ({
  title,
  narrow: true,
  body: html`<h1>${title}</h1>
    <p>${text}</p>
    <p><a class="button" href="${way.href}">${way.label}</a></p>`,
});

/** 404, also for what belongs to others. */
export const notFoundPage = problem(
  'This page is not here',
  'The address may be mistyped, or what it showed was removed, or it belongs to another account than the one you are logged in with.',
  { href: '/', label: 'Go to the start page' },
);

/** 403 of a form that was not ours, or too old. */
export const expiredFormPage = (back: string): Page =>
  problem(
    'This form is no longer valid',
    'It was open for too long, or you logged in or out in another tab since. Nothing was changed. Open the page again and send the form once more.',
    { href: back, label: 'Open the page again' },
  );

/** 429. @param waitMs until the next try is heard */
export const tooManyPage = (waitMs: number): Page =>
  problem(
    'Too many attempts',
    `Please wait ${minutes(waitMs)} and try again. This protects accounts from being guessed; nothing is wrong with yours.`,
    { href: '/', label: 'Go to the start page' },
  );

/** A wait in words. */
export const minutes = (ms: number): string => (ms <= 60_000 ? 'a minute' : `${String(Math.ceil(ms / 60_000))} minutes`);

/** 5xx. @param id of the request, as the log has it */
export const unexpectedPage = (id: string): Page =>
  problem(
    'Something went wrong on our side',
    `Please try again. Invoices go on being sent meanwhile. If it stays like this, tell whoever runs this relay the number ${id}, under which its log has the cause.`,
    { href: '/', label: 'Go to the start page' },
  );
