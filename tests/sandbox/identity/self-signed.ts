/** A self-signed certificate with its RSA key, as an administrator makes one (RFC 5280, DER by hand: the platform has no maker). */
import { generateKeyPairSync, sign } from 'node:crypto';

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const size =
    body.length < 128
      ? Buffer.from([body.length])
      : Buffer.concat([Buffer.from([0x82]), Buffer.from([body.length >> 8, body.length & 255])]);
  return Buffer.concat([Buffer.from([tag]), size, body]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);

/** sha256WithRSAEncryption. */
const algorithm = sequence(der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05));
const COMMON_NAME = der(0x06, Buffer.from('550403', 'hex'));
const time = (date: Date): Buffer =>
  der(
    0x17,
    Buffer.from(
      date
        .toISOString()
        .replaceAll(/[-:T]|\.\d+/g, '')
        .slice(2),
    ),
  );

const pem = (label: string, bytes: Buffer): string =>
  `-----BEGIN ${label}-----\n${(bytes.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`;

export interface SelfSigned {
  /** What is uploaded to Entra ID. */
  readonly certificate: string;
  /** Certificate and private key in one text, as the relay's setting takes them. */
  readonly setting: string;
}

/** @param until when it ends; a year from now if not said */
export const selfSigned = (name: string, until = new Date(Date.now() + 365 * 86_400_000)): SelfSigned => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const subject = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    subject,
    sequence(time(new Date(until.getTime() - 400 * 86_400_000)), time(until)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = der(0x03, Buffer.from([0]), sign('RSA-SHA256', body, privateKey));
  const certificate = pem('CERTIFICATE', sequence(body, algorithm, signature));
  return { certificate, setting: certificate + privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
};
