/** A translation file, as Settings > Solutions > Translations imports it: labels whose ids are the same in every environment. */
import { extendedTables, solutionName, tables } from '../../schema/index.ts';
import { contentTypes } from '../content-types.ts';
import { formsOfExtended } from '../forms/microsoft.ts';
import { formsOf } from '../forms/own-tables.ts';
import { formId } from '../ids.ts';
import { LANGUAGE } from '../labels.ts';
import type { Parts } from '../solution-parts.ts';
import { viewsOfExtended } from '../views/microsoft.ts';
import { viewsOf } from '../views/own-tables.ts';
import { xmlFile } from '../xml.ts';
import type { Dictionary } from './dictionary.ts';
import type { Sheet } from './spreadsheet.ts';
import { workbook } from './spreadsheet.ts';

/** File of the workbook in the zip. */
export const TRANSLATIONS = 'CrmTranslations.xml';

/** Sheet of the labels and the headings of its first three columns. */
export const labelSheet = 'Localized Labels';
export const labelHeadings = ['Entity name', 'Object ID', 'Object Column Name'] as const;

interface Label {
  readonly table: string;
  readonly id: string;
  readonly column: 'name' | 'description';
  readonly english: string;
}

const named = (table: string, id: string, name: string, description: string): readonly Label[] => [
  { table, id, column: 'name', english: name },
  ...(description === '' ? [] : [{ table, id, column: 'description', english: description } as const]),
];

// Tables, columns and choices get their ids from the environment that imports them, so only an export from there can name those.
const labels = (): readonly Label[] => {
  const forms = [...tables.flatMap(formsOf), ...extendedTables.flatMap(formsOfExtended)];
  const views = [...tables.flatMap(viewsOf), ...extendedTables.flatMap(viewsOfExtended)];
  return [
    ...forms.flatMap((form) => named(form.table, formId(form.table, form.key), form.title, form.description)),
    ...views.flatMap((view) => named(view.table, view.id, view.title, view.description)),
  ];
};

const sheets = ({ language, translate }: Dictionary, version: string): readonly Sheet[] => {
  const languages = [String(LANGUAGE), String(language)];
  return [
    {
      name: 'Information',
      rows: [
        ['Solution', solutionName],
        ['Version', version],
        ['Languages', languages.join(', ')],
      ],
    },
    { name: 'Display Strings', rows: [['Entity name', 'Display String Key', ...languages]] },
    {
      name: labelSheet,
      rows: [
        [...labelHeadings, ...languages],
        ...labels().flatMap(({ table, id, column, english }) => {
          const other = translate(english);
          return other === null ? [] : [[table, id, column, english, other]];
        }),
      ],
    },
  ];
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A zip around one workbook. */
export const translationZip = (workbookXml: string): Parts =>
  new Map([
    ['[Content_Types].xml', bytes(contentTypes([TRANSLATIONS]))],
    [TRANSLATIONS, bytes(workbookXml)],
  ]);

/** Files of a language's zip. */
export const translationParts = (dictionary: Dictionary, version: string): Parts =>
  translationZip(xmlFile(workbook(sheets(dictionary, version))));
