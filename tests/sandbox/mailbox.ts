/** Reads the mails that a relay without a mail server writes into its folder. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface ReadMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Addresses in its text, in order. */
  readonly links: readonly string[];
}

const unquote = (text: string): string =>
  Buffer.from(
    text.replaceAll(/=\r?\n/g, '').replaceAll(/=([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

const header = (head: string, name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';

const parse = (eml: string): ReadMail => {
  const [head = ''] = eml.split(/\r?\n\r?\n/, 1);
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1] ?? '';
  const part = eml.split(`--${boundary}`).find((piece) => /content-type: text\/plain/i.test(piece)) ?? '';
  const [partHead = '', ...body] = part.trimStart().split(/\r?\n\r?\n/);
  const raw = body.join('\n\n');
  const text = /quoted-printable/i.test(partHead) ? unquote(raw) : raw;
  return { to: header(head, 'to'), subject: header(head, 'subject'), text, links: text.match(/https?:\/\/\S+/g) ?? [] };
};

/** All mails of a folder, the oldest first. */
export const mailsIn = (folder: string): readonly ReadMail[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.eml'))
        .sort()
        .map((name) => parse(readFileSync(join(folder, name), 'utf8')))
    : [];

/** Waits for a mail to somebody. @param after how many of that person are known already */
export const mailTo = async (folder: string, email: string, after = 0): Promise<ReadMail> => {
  for (let waited = 0; waited < 20_000; waited += 100) {
    const mail = mailsIn(folder).filter(({ to }) => to === email)[after];
    if (mail) return mail;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`No mail to ${email} in ${folder}.`);
};
