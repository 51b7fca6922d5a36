import { describe, expect, test } from '@jest/globals';
import { contactLinkIdOf, detailsIdOf, idOf, NAMESPACE } from '@stl3/solution';
import { createHash } from 'node:crypto';

// Namespaces of RFC 9562 section 6.6 (RFC 4122 appendix C).
const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const URL_NAMESPACE = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

/** The same, by another hand: node's own SHA-1. */
const byNode = (name: string, namespace: string): string => {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

describe('idOf', () => {
  test.each([
    // RFC 9562 appendix A.4.
    ['www.example.com', DNS, '2ed6657d-e927-568b-95e1-2665a8aea6a2'],
    // Python's documentation of uuid.uuid5.
    ['python.org', DNS, '886313e1-3b8a-5372-9b90-0c9aee199e5d'],
  ])('%s, as published', (name, namespace, id) => {
    expect(idOf(name, namespace)).toBe(id);
  });

  test.each([0, 1, 38, 39, 40, 47, 48, 55, 56, 64, 111, 112, 1000])(
    'a name of %i characters, around the edges of a SHA-1 block',
    (length) => {
      expect(idOf('x'.repeat(length), URL_NAMESPACE)).toBe(byNode('x'.repeat(length), URL_NAMESPACE));
    },
  );

  test('letters beyond ASCII are UTF-8', () => {
    expect(idOf('Müller 日本 😀')).toBe(byNode('Müller 日本 😀', NAMESPACE));
  });
});

describe('ids of rows that two writers may make', () => {
  const [one, other] = ['A1B2C3D4-0000-4000-8000-00000000000A', 'a1b2c3d4-0000-4000-8000-00000000000b'];

  test.each([
    ['details', detailsIdOf],
    ['contact link', contactLinkIdOf],
  ])('%s: the same whatever the case, another for another pair', (_name, of) => {
    expect(of(one, other)).toBe(of(one.toLowerCase(), other.toUpperCase()));
    expect(of(one, other)).not.toBe(of(other, one));
  });

  test('details and contact link of the same ids differ', () => {
    expect(detailsIdOf(one, other)).not.toBe(contactLinkIdOf(one, other));
  });
});
