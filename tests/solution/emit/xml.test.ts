import { describe, expect, test } from '@jest/globals';
import { parseXml } from '../../../solution/src/check/xml-tree.ts';
import { element, fragment, leaves, parent, xmlFile } from '../../../solution/src/emit/xml.ts';

describe('written XML', () => {
  const nasty = `<a href="x">Tom & 'Jerry' ]]> "ä" 漢 😀</a>\n\tline`;

  test('reads back as it was meant, in text and in attributes', () => {
    const { text, attributes } = parseXml(xmlFile(element('a', { b: nasty }, [nasty])));
    expect([text, attributes['b']]).toEqual([nasty, nasty]);
  });

  test('holds inner XML as text', () => {
    const inner = fragment(element('QuickFormId', { entityname: 'a&b' }, ['1']));
    expect(parseXml(fragment(element('p', {}, [inner]))).text).toBe(inner);
  });

  test('keeps the order of attributes and leaves out what is undefined', () => {
    expect(fragment(element('a', { z: 1, y: undefined, x: true }))).toBe('<a z="1" x="true" />');
    expect(fragment(parent('a', ...leaves({ b: 0, c: undefined, d: '' })))).toBe('<a>\n  <b>0</b>\n  <d />\n</a>');
  });

  test('refuses what XML cannot hold', () => {
    expect(() => fragment(element('a', {}, ['\u0000']))).toThrow('control character');
  });
});

describe('read XML', () => {
  test.each([
    ['<a>', 'unclosed'],
    ['<a/><b/>', ''],
    ['<!DOCTYPE a><a/>', 'document type'],
    ['<a>&nbsp;</a>', ''],
    ['', ''],
    ['<a>'.repeat(300), 'nested deeper'],
  ])('%.30s is refused', (xml, reason) => {
    expect(() => parseXml(xml)).toThrow(reason);
  });
});
