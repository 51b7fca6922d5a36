/** Fills a translation file that was exported from an environment: the only one that knows the ids of its tables and columns. */
import type { Dictionary } from '../emit/translations/dictionary.ts';
import type { Sheet } from '../emit/translations/spreadsheet.ts';
import { workbook } from '../emit/translations/spreadsheet.ts';
import { TRANSLATIONS, labelSheet, translationZip } from '../emit/translations/translation-parts.ts';
import type { Parts } from '../emit/solution-parts.ts';
import { LANGUAGE } from '../emit/labels.ts';
import { xmlFile } from '../emit/xml.ts';
import { UnreadableZip, readZip } from '../check/read-zip.ts';
import type { XmlNode } from '../check/xml-tree.ts';
import { at, childrenOf, parseXml } from '../check/xml-tree.ts';

const valueOf = (node: XmlNode, name: string): string =>
  Object.entries(node.attributes).find(([key]) => key.replace(/^.*:/, '') === name)?.[1] ?? '';

const allText = (node: XmlNode | undefined): string => (node === undefined ? '' : node.text + node.children.map(allText).join(''));

// A cell may say its position, and then those before it are empty.
const cellsOf = (row: XmlNode): readonly string[] => {
  const cells: string[] = [];
  childrenOf(row, 'Cell').forEach((cell) => {
    const index = Number(valueOf(cell, 'Index'));
    while (index > 0 && cells.length < index - 1) cells.push('');
    cells.push(allText(at(cell, 'Data')));
  });
  return cells;
};

const sheetsOf = (root: XmlNode): readonly Sheet[] =>
  childrenOf(root, 'Worksheet').map((sheet) => ({
    name: valueOf(sheet, 'Name'),
    rows: childrenOf(at(sheet, 'Table'), 'Row').map(cellsOf),
  }));

/** What was filled and what the language has no text for. */
export interface Filled {
  readonly parts: Parts;
  readonly filled: number;
  readonly left: readonly string[];
}

const fillSheet = (
  sheet: Sheet,
  { language, translate }: Dictionary,
): { readonly sheet: Sheet; readonly filled: number; readonly left: readonly string[] } => {
  const [heading = [], ...rows] = sheet.rows;
  const english = heading.indexOf(String(LANGUAGE));
  const found = heading.indexOf(String(language));
  if (english < 0) throw new UnreadableZip(`the sheet ${sheet.name} has no column ${LANGUAGE}`);
  const other = found < 0 ? heading.length : found;
  const left: string[] = [];
  let filled = 0;
  const fill = (row: readonly string[]): readonly string[] => {
    const text = row[english] ?? '';
    if (text === '' || (row[other] ?? '') !== '') return row;
    const translated = translate(text);
    if (translated === null) {
      left.push(text);
      return row;
    }
    filled += 1;
    return Array.from({ length: Math.max(row.length, other + 1) }, (_cell, index) => (index === other ? translated : (row[index] ?? '')));
  };
  const headed = found < 0 ? [...heading, String(language)] : heading;
  return { sheet: { name: sheet.name, rows: [headed, ...rows.map(fill)] }, filled, left };
};

/**
 * Adds a language's texts where the exported file has none; what somebody translated stays.
 * @throws {UnreadableZip} if the file is no export of translations
 */
export const fillTranslations = (exported: Uint8Array, dictionary: Dictionary): Filled => {
  const entry = readZip(exported).find(({ path }) => path === TRANSLATIONS);
  if (entry === undefined) throw new UnreadableZip(`the zip holds no ${TRANSLATIONS}; export it under Settings > Solutions > Translations`);
  const sheets = sheetsOf(parseXml(new TextDecoder().decode(entry.content)));
  const done = sheets.map((sheet) => (sheet.name === labelSheet ? fillSheet(sheet, dictionary) : { sheet, filled: 0, left: [] }));
  return {
    parts: translationZip(xmlFile(workbook(done.map(({ sheet }) => sheet)))),
    filled: done.reduce((sum, { filled }) => sum + filled, 0),
    left: [...new Set(done.flatMap(({ left }) => left))],
  };
};
