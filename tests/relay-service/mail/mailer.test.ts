import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mail } from '../../../relay-service/src/mail/compose.ts';
import { composeHtml, composeText } from '../../../relay-service/src/mail/compose.ts';
import { createMailer } from '../../../relay-service/src/mail/mailer.ts';
import { mailsIn } from '../../sandbox/mailbox.ts';

const mail: Mail = {
  to: 'kim@coralbay.example',
  name: 'Kim <b>Larsen</b>',
  subject: 'Größe & more',
  paragraphs: ['One line — with a dash.'],
  action: { label: 'Set your password', url: 'https://relay.example.com/set-password/abc-123_x' },
  after: ['The link works once.'],
};
const settings = { SMTP_URL: null, MAIL_FROM: null, MAIL_FOLDER: null, RELAY_PUBLIC_URL: 'https://relay.example.com' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stellarise-mails-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A mail server that says what it is told to. @param greetings one for each connection, the last for all further ones */
const mailServer = async (...greetings: readonly string[]): Promise<{ server: Server; url: string; received: string[] }> => {
  const received: string[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    const greeting = greetings[Math.min(connections++, greetings.length - 1)] ?? '';
    let data = false;
    socket.unref();
    socket.on('error', () => undefined);
    socket.write(`${greeting}\r\n`);
    socket.on('data', (chunk) => {
      const text = chunk.toString();
      if (data) {
        received.push(text);
        if (text.endsWith('\r\n.\r\n')) {
          data = false;
          socket.write('250 kept\r\n');
        }
        return;
      }
      data = text.startsWith('DATA');
      socket.write(data ? '354 go on\r\n' : text.startsWith('QUIT') ? '221 bye\r\n' : '250 fine\r\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return { server, url: `smtp://127.0.0.1:${String((server.address() as AddressInfo).port)}`, received };
};

test('without a mail server, mails are files that only their owner reads', async () => {
  const mailer = createMailer({ ...settings, RELAY_DATA_DIR: folder });
  expect(mailer.folder).toBe(join(folder, 'mails'));
  await mailer.send(mail);
  const [read] = mailsIn(join(folder, 'mails'));
  expect(read).toMatchObject({ to: mail.to, links: [mail.action?.url] });
  expect(read?.text).toContain('One line — with a dash.');
  const [file = ''] = readdirSync(join(folder, 'mails'));
  expect(statSync(join(folder, 'mails', file)).mode & 0o077).toBe(0);
});

test('text and page say the same, and the page escapes what people entered', () => {
  const html = composeHtml(mail);
  for (const part of [mail.action?.url ?? '', 'The link works once.']) {
    expect(composeText(mail)).toContain(part);
    expect(html).toContain(part);
  }
  expect(html).toContain('Kim &lt;b&gt;Larsen&lt;/b&gt;');
  expect(html).not.toContain('<b>Larsen');
});

test('a sentence below the button leads to the page that it names', () => {
  const link = { says: 'To get none, see', label: 'Options & mails', url: 'https://relay.example.com/options#mails' };
  const linked = { ...mail, after: [link] };
  expect(composeText(linked)).toContain(`To get none, see Options & mails:\n${link.url}`);
  expect(composeHtml(linked)).toMatch(
    /To get none, see <a href="https:\/\/relay\.example\.com\/options#mails"[^>]*>Options &amp; mails<\/a>/,
  );
});

test('a mail server that is busy for a moment is asked again; the mail arrives once', async () => {
  const { server, url, received } = await mailServer('421 come back later', '220 hello');
  const mailer = createMailer({ ...settings, RELAY_DATA_DIR: folder, SMTP_URL: url, MAIL_FROM: 'relay@example.com' }, [10, 10]);
  await mailer.send(mail);
  const all = received.join('');
  expect(all.match(/^To: /gm)).toHaveLength(1);
  expect(all).toContain('From: relay@example.com');
  server.close();
});

test('a mail server that refuses three times is an error, not silence', async () => {
  const { server, url } = await mailServer('421 come back later');
  const mailer = createMailer({ ...settings, RELAY_DATA_DIR: folder, SMTP_URL: url, MAIL_FROM: 'relay@example.com' }, [10, 10]);
  await expect(mailer.send(mail)).rejects.toThrow('421');
  server.close();
});
