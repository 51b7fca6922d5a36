/** Sends mails: through the mail server that the settings name, else into a folder, where the demo and a developer find them. */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../config.ts';
import type { Mail } from './compose.ts';
import { composeHtml, composeText } from './compose.ts';

export interface Mailer {
  /** Folder of the mails, null where a mail server takes them. */
  readonly folder: string | null;
  /** @throws Error when the mail server refuses it or cannot be reached, after three tries */
  send(mail: Mail): Promise<void>;
}

type Settings = Pick<Config, 'SMTP_URL' | 'MAIL_FROM' | 'MAIL_FOLDER' | 'RELAY_DATA_DIR' | 'RELAY_PUBLIC_URL'>;

/** Waits before the second and the third try: mail servers greylist strangers for a moment. */
const WAITS_MS = [2_000, 15_000];

const senderOf = (settings: Settings): string =>
  settings.MAIL_FROM ?? `Stellarise Connector <no-reply@${new URL(settings.RELAY_PUBLIC_URL).hostname}>`;

const messageOf = (settings: Settings, mail: Mail) => ({
  from: senderOf(settings),
  to: mail.to,
  subject: mail.subject,
  text: composeText(mail),
  html: composeHtml(mail),
  // Tells other machines not to answer that somebody is out of office.
  headers: { 'Auto-Submitted': 'auto-generated' },
});

const intoFolder = (settings: Settings, folder: string): Mailer => ({
  folder,
  send: async (mail) => {
    const { createTransport } = await import('nodemailer');
    const { message } = await createTransport({ streamTransport: true, buffer: true }).sendMail(messageOf(settings, mail));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const name = `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${randomBytes(3).toString('hex')}.eml`;
    await writeFile(join(folder, name), message as Buffer, { mode: 0o600 });
  },
});

const throughServer = (settings: Settings, url: string, waitsMs: readonly number[]): Mailer => ({
  folder: null,
  send: async (mail) => {
    const { createTransport } = await import('nodemailer');
    const transport = createTransport(url);
    for (let attempt = 0; ; attempt++) {
      try {
        await transport.sendMail(messageOf(settings, mail));
        return;
      } catch (problem) {
        const wait = waitsMs[attempt];
        if (wait === undefined) throw problem;
        await pause(wait);
      }
    }
  },
});

/** The mailer that the settings ask for. @param waitsMs before the tries after the first */
export const createMailer = (settings: Settings, waitsMs: readonly number[] = WAITS_MS): Mailer =>
  settings.SMTP_URL === null
    ? intoFolder(settings, settings.MAIL_FOLDER ?? join(settings.RELAY_DATA_DIR, 'mails'))
    : throughServer(settings, settings.SMTP_URL, waitsMs);
