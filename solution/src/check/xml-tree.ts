/** XML as a tree, read strictly. A document type is refused: entities are how XML files attack their readers. */
import { SaxesParser } from 'saxes';

export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** Text directly inside, without that of children. */
  readonly text: string;
}

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlNode[];
  text: string;
}

/** The text is not XML that an importer would read; the message is one line. */
export class BadXml extends Error {
  override readonly name = 'BadXml';
}

// Deeper than any real file by far; a guard of the checks' own recursion.
const DEEPEST = 200;

/** @throws {BadXml} */
export const parseXml = (xml: string): XmlNode => {
  const parser = new SaxesParser();
  const open: Open[] = [];
  const roots: XmlNode[] = [];
  const refuse = (message: string): never => {
    throw new BadXml(message);
  };
  parser.on('error', (error) => refuse(error.message.replaceAll(/\s+/g, ' ')));
  parser.on('doctype', () => refuse('has a document type; entities are not allowed'));
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length >= DEEPEST) refuse(`is nested deeper than ${DEEPEST} elements`);
    open.push({ name, attributes, children: [], text: '' });
  });
  parser.on('text', (text) => {
    const top = open.at(-1);
    if (top !== undefined) top.text += text;
  });
  parser.on('cdata', (text) => {
    const top = open.at(-1);
    if (top !== undefined) top.text += text;
  });
  parser.on('closetag', () => {
    const done = open.pop();
    if (done === undefined) return;
    const above = open.at(-1);
    (above?.children ?? roots).push(done);
  });
  parser.write(xml.replace(/^\uFEFF/, '')).close();
  return roots[0] ?? refuse('has no element');
};

/** Children of this name. */
export const childrenOf = (node: XmlNode | undefined, name: string): readonly XmlNode[] =>
  node?.children.filter((child) => child.name === name) ?? [];

/** The node at the end of a path of first children. */
export const at = (node: XmlNode | undefined, ...path: readonly string[]): XmlNode | undefined =>
  path.reduce<XmlNode | undefined>((found, name) => found?.children.find((child) => child.name === name), node);

/** Text at the end of a path; empty where there is none. */
export const textAt = (node: XmlNode | undefined, ...path: readonly string[]): string => at(node, ...path)?.text.trim() ?? '';

/** All nodes below of this name, in document order. */
export const descendants = (node: XmlNode | undefined, name: string): readonly XmlNode[] =>
  node?.children.flatMap((child) => [...(child.name === name ? [child] : []), ...descendants(child, name)]) ?? [];

/** All nodes below. */
export const everyNode = (node: XmlNode | undefined): readonly XmlNode[] =>
  node?.children.flatMap((child) => [child, ...everyNode(child)]) ?? [];
