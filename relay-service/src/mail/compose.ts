/** A mail as text and as a page, in the product's look. Every link leads to the relay's own public address. */
import { html } from 'hono/html';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** First name or name, for the salutation. */
  readonly name: string;
  readonly paragraphs: readonly string[];
  /** The one thing to do. */
  readonly action?: { readonly label: string; readonly url: string };
  /** Below the action: how long it holds, what to do when it was not you. */
  readonly after?: readonly (string | MailLink)[];
}

/** A sentence with the page that it is about. */
export interface MailLink {
  readonly says: string;
  readonly label: string;
  readonly url: string;
}

const SIGNATURE = 'Stellarise Connector: invoices from Microsoft Dynamics 365 into Xero';

/** For readers without pictures, screen readers and filters: all of it, the link on a line of its own. */
export const composeText = (mail: Mail): string =>
  [
    `Hello ${mail.name},`,
    ...mail.paragraphs,
    ...(mail.action ? [`${mail.action.label}:\n${mail.action.url}`] : []),
    ...(mail.after ?? []).map((line) => (typeof line === 'string' ? line : `${line.says} ${line.label}:\n${line.url}`)),
    `--\n${SIGNATURE}`,
  ].join('\n\n');

/** The same with a button. Colours stand in the tags: mail programs drop style sheets. */
export const composeHtml = (mail: Mail): string => {
  const paragraph = (text: string) => html`<p style="margin:0 0 16px">${text}</p>`;
  const linked = ({ says, label, url }: MailLink) =>
    html`<p style="margin:0 0 16px">${says} <a href="${url}" style="color:#0b6a8b">${label}</a></p>`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="color-scheme" content="light dark" />
        <title>${mail.subject}</title>
      </head>
      <body style="margin:0;padding:24px 12px;background:#f3f2f1;color:#242424;font:16px/1.5 'Segoe UI',system-ui,sans-serif">
        <div style="max-width:560px;margin:0 auto;background:#ffffff;border-radius:8px;padding:32px 28px">
          <p style="margin:0 0 24px;font-weight:600;color:#0b6a8b">Stellarise Connector</p>
          ${paragraph(`Hello ${mail.name},`)} ${mail.paragraphs.map(paragraph)}
          ${
            mail.action
              ? html`<p style="margin:24px 0">
                    <a
                      href="${mail.action.url}"
                      style="display:inline-block;background:#0b6a8b;color:#ffffff;text-decoration:none;font-weight:600;padding:10px 20px;border-radius:4px"
                      >${mail.action.label}</a
                    >
                  </p>
                  <p style="margin:0 0 16px;font-size:13px;color:#616161">
                    If the button does nothing, open this address:<br /><a
                      href="${mail.action.url}"
                      style="color:#0b6a8b;word-break:break-all"
                      >${mail.action.url}</a
                    >
                  </p>`
              : ''
          }
          ${(mail.after ?? []).map((line) => (typeof line === 'string' ? paragraph(line) : linked(line)))}
          <p style="margin:24px 0 0;font-size:13px;color:#616161">${SIGNATURE}</p>
        </div>
      </body>
    </html>`;
  // Nothing in it is awaited, so it is text, though not a primitive one, which the mail library asks for.
  return ''.concat(page as string);
};
