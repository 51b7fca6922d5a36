/** A plain page of our own for what people meet outside of the product: no likeness of the real ones. */
import { html } from 'hono/html';
import { asText } from './as-text.ts';

type Part = ReturnType<typeof html>;

interface PlainPage {
  readonly title: string;
  /** The title where absent. */
  readonly heading?: string;
  readonly body: Part;
  /** Address of a style sheet; none where absent. */
  readonly style?: string;
}

/** A whole page. */
export const plainPage = ({ title, heading = title, body, style }: PlainPage): string =>
  asText(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title}</title>
          ${style === undefined ? '' : html`<link rel="stylesheet" href="${style}" />`}
        </head>
        <body>
          <main class="demo">
            <h1>${heading}</h1>
            ${body}
          </main>
        </body>
      </html>`,
  );
