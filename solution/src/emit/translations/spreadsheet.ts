/** The workbook in which the platform exchanges translations (SpreadsheetML 2003). */
import type { XmlElement } from '../xml.ts';
import { element, parent } from '../xml.ts';

const NAMESPACE = 'urn:schemas-microsoft-com:office:spreadsheet';

/** A sheet: its name and its rows of texts, the heading first. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

const cell = (text: string): XmlElement => parent('Cell', element('Data', { 'ss:Type': 'String' }, text === '' ? [] : [text]));

const worksheet = ({ name, rows }: Sheet): XmlElement =>
  element('Worksheet', { 'ss:Name': name }, [parent('Table', ...rows.map((cells) => parent('Row', ...cells.map(cell))))]);

/** The workbook's root. */
export const workbook = (sheets: readonly Sheet[]): XmlElement =>
  element('Workbook', { xmlns: NAMESPACE, 'xmlns:ss': NAMESPACE }, sheets.map(worksheet));
