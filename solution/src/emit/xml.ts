/** XML as data, and the only place of the emitters that writes a '<'. */

/** What an attribute may hold; undefined leaves it out, true and false are written as words. */
export type AttributeValue = string | number | boolean | undefined;
export type Attributes = Readonly<Record<string, AttributeValue>>;
export type Content = XmlElement | string | number;

export interface XmlElement {
  readonly name: string;
  readonly attributes: Attributes;
  readonly content: readonly Content[];
}

/** An element; attributes are written in the order in which they are given. */
export const element = (name: string, attributes: Attributes = {}, content: readonly Content[] = []): XmlElement => ({
  name,
  attributes,
  content,
});

/** An element that holds other elements and has no attributes. */
export const parent = (name: string, ...content: readonly XmlElement[]): XmlElement => element(name, {}, content);

/** One text element per entry, in order; undefined leaves one out. */
export const leaves = (values: Readonly<Record<string, string | number | undefined>>): readonly XmlElement[] =>
  Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [element(name, {}, value === '' ? [] : [value])]));

// XML 1.0 section 2.2 has no way to write these, not even escaped.
// eslint-disable-next-line no-control-regex -- the control characters are the point
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#xA;',
  '\r': '&#xD;',
  '\t': '&#x9;',
};

const escape = (value: string, characters: RegExp): string => {
  if (UNWRITABLE.test(value)) throw new Error(`XML cannot hold a control character: ${JSON.stringify(value)}`);
  return value.replace(characters, (character) => escapes[character] ?? character);
};

const writeAttributes = (attributes: Attributes): string =>
  Object.entries(attributes)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escape(String(value), /[&<>"\n\r\t]/g)}"`]))
    .join('');

const isText = (content: Content): content is string | number => typeof content !== 'object';

const write = ({ name, attributes, content }: XmlElement, indent: string): string => {
  const open = `${indent}<${name}${writeAttributes(attributes)}`;
  if (content.length === 0) return `${open} />`;
  // White space inside text would become part of it, so only pure element content is indented.
  if (content.some(isText)) {
    const inner = content.map((part) => (isText(part) ? escape(String(part), /[&<>\r]/g) : write(part, '')));
    return `${open}>${inner.join('')}</${name}>`;
  }
  const inner = content.map((part) => (isText(part) ? '' : write(part, `${indent}  `)));
  return `${open}>\n${inner.join('\n')}\n${indent}</${name}>`;
};

/** An element as text without declaration, such as the inner XML that some elements hold escaped. */
export const fragment = (root: XmlElement): string => write(root, '');

/** A whole file. */
export const xmlFile = (root: XmlElement): string => `<?xml version="1.0" encoding="utf-8"?>\n${write(root, '')}\n`;
