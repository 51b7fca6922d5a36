/** Ids that never change: UUIDv5 of a readable name (RFC 9562 section 5.5), the same in every build and on every machine. */

/** Namespace of all our ids. */
export const NAMESPACE = '6f1d5c3e-0b1a-5c0e-9a57-57e11a715e00';

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

// Written out because the schema may use no node module and the browser's own digest is asynchronous (FIPS 180-4 section 6.1).
const sha1 = (message: Uint8Array): Uint8Array => {
  const length = message.length;
  const padded = new Uint8Array((((length + 8) >> 6) + 1) << 6);
  padded.set(message);
  padded[length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, length * 8);
  const hash = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const words = new Int32Array(80);
  const word = (index: number): number => words[index] ?? 0;
  for (let block = 0; block < padded.length; block += 64) {
    for (let index = 0; index < 16; index++) words[index] = view.getInt32(block + index * 4);
    for (let index = 16; index < 80; index++)
      words[index] = rotate(word(index - 3) ^ word(index - 8) ^ word(index - 14) ^ word(index - 16), 1);
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = hash;
    const turn = (mix: number, constant: number, index: number): void => {
      const next = (rotate(a, 5) + mix + e + constant + word(index)) | 0;
      e = d;
      d = c;
      c = rotate(b, 30);
      b = a;
      a = next;
    };
    for (let index = 0; index < 20; index++) turn((b & c) | (~b & d), 0x5a827999, index);
    for (let index = 20; index < 40; index++) turn(b ^ c ^ d, 0x6ed9eba1, index);
    for (let index = 40; index < 60; index++) turn((b & c) | (b & d) | (c & d), 0x8f1bbcdc, index);
    for (let index = 60; index < 80; index++) turn(b ^ c ^ d, 0xca62c1d6, index);
    for (const [index, value] of [a, b, c, d, e].entries()) hash[index] = (hash[index] ?? 0) + value;
  }
  const bytes = new Uint8Array(20);
  const out = new DataView(bytes.buffer);
  hash.forEach((value, index) => out.setInt32(index * 4, value));
  return bytes;
};

const bytesOf = (id: string): Uint8Array => Uint8Array.from(id.replaceAll('-', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const utf8 = new TextEncoder();
const ourNamespace = bytesOf(NAMESPACE);
const hexOf: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * UUIDv5 of a readable name.
 * @param name such as `form:invoice:xero`
 * @param namespace a UUID; ours by default
 */
export const idOf = (name: string, namespace: string = NAMESPACE): string => {
  const space = namespace === NAMESPACE ? ourNamespace : bytesOf(namespace);
  const readable = utf8.encode(name);
  const message = new Uint8Array(space.length + readable.length);
  message.set(space);
  message.set(readable, space.length);
  const hash = sha1(message);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  let hex = '';
  for (let at = 0; at < 16; at++) hex += hexOf[hash[at] ?? 0] ?? '';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** Primary key of the Xero Details row of an invoice and connector, so that two writers make the same row. */
export const detailsIdOf = (invoiceId: string, connectorId: string): string =>
  idOf(`details:${invoiceId.toLowerCase()}:${connectorId.toLowerCase()}`);

/** Primary key of the Xero Contact row of a customer and connector. */
export const contactLinkIdOf = (customerId: string, connectorId: string): string =>
  idOf(`contact:${customerId.toLowerCase()}:${connectorId.toLowerCase()}`);

/** Primary key of the request that automatic sending makes of an invoice, so that two relays make the same row. */
export const automaticRequestIdOf = (invoiceId: string): string => idOf(`automatic-request:${invoiceId.toLowerCase()}`);

/** Ids of rows that the relay registers on connecting; fixed, so that registering twice changes nothing. */
export const registrationIds = {
  serviceEndpoint: idOf('serviceendpoint:relay'),
  requestCreatedStep: idOf('sdkmessageprocessingstep:stl3_xerorequest:create'),
} as const;
