/** A form: tabs of columns of sections of cells. */
import { statusControl } from '../../schema/index.ts';
import { braced, formId, formPartId } from '../ids.ts';
import { labelled } from '../labels.ts';
import type { XmlElement } from '../xml.ts';
import { element, leaves, parent } from '../xml.ts';
import type { CellSpec, FormSpec, SectionSpec, TabSpec } from './form-spec.ts';
import { classIds, classOfColumn, columnOf } from './controls.ts';
import { lookupParameters, quickViewParameters, subGridParameters } from './control-parameters.ts';
import { rolesOfPeople } from '../roles.ts';

/** What every part of one form needs to know: whose it is, and the ids that its parts get. */
interface Place {
  readonly form: FormSpec;
  readonly id: (path: string) => string;
}

const controlId = (cell: CellSpec): string => {
  switch (cell.kind) {
    case 'column':
      return cell.column;
    case 'status':
      return cell.column;
    case 'quickView':
      return `quickview_${cell.column}`;
    case 'subGrid':
      return cell.id;
  }
};

const control = (cell: CellSpec, place: Place): XmlElement => {
  const id = controlId(cell);
  switch (cell.kind) {
    case 'column':
      return element(
        'control',
        {
          id,
          classid: braced(classOfColumn(place.form.table, cell.column)),
          datafieldname: cell.column,
          disabled: cell.locked === true || place.form.locked,
        },
        lookupParameters(place.form.table, cell),
      );
    case 'status':
      return element('control', {
        id,
        classid: braced(classIds.text),
        datafieldname: cell.column,
        disabled: false,
        uniqueid: braced(place.id(`control:${id}`)),
      });
    case 'quickView':
      return element('control', { id, classid: braced(classIds.quickView), datafieldname: cell.column, disabled: true }, [
        quickViewParameters(cell),
      ]);
    case 'subGrid':
      return element('control', { id, classid: braced(classIds.subGrid), indicationOfSubgrid: true }, [subGridParameters(cell)]);
  }
};

const labelOf = (cell: CellSpec, form: FormSpec): string =>
  cell.kind === 'column' ? (cell.label ?? columnOf(form.table, cell.column).label) : cell.label;

const isWide = (cell: CellSpec): boolean => cell.kind !== 'column' || cell.wide === true;

// A list is as high as eight rows of fields.
const heightOf = (cell: CellSpec): number => (cell.kind === 'subGrid' ? 8 : cell.kind === 'column' ? (cell.rows ?? 1) : 1);

const cellElement = (cell: CellSpec, place: Place, path: string, width: number): XmlElement =>
  element(
    'cell',
    {
      id: braced(place.id(`cell:${path}`)),
      showlabel: cell.kind === 'column',
      locklevel: 0,
      rowspan: heightOf(cell),
      colspan: isWide(cell) ? width : 1,
    },
    [labelled('labels', labelOf(cell, place.form)), control(cell, place)],
  );

/** Cells fill the rows from left to right; a wide one takes a row of its own. */
const rowsOf = (section: SectionSpec, place: Place): readonly XmlElement[] => {
  const width = section.columns ?? 1;
  const rows: XmlElement[][] = [];
  let free = 0;
  section.cells.forEach((cell) => {
    const takes = isWide(cell) ? width : 1;
    if (takes > free) {
      rows.push([]);
      free = width;
    }
    rows.at(-1)?.push(cellElement(cell, place, `${section.name}:${controlId(cell)}`, width));
    free -= takes;
    const tall = heightOf(cell);
    // A cell over several rows needs them to exist.
    for (let extra = 1; extra < tall; extra++) rows.push([]);
    if (tall > 1) free = 0;
  });
  return rows.map((cells) => element('row', {}, cells));
};

const sectionElement = (section: SectionSpec, place: Place): XmlElement =>
  element(
    'section',
    {
      name: section.name,
      id: braced(place.id(`section:${section.name}`)),
      IsUserDefined: 0,
      showlabel: section.label !== '',
      showbar: false,
      layout: 'varwidth',
      columns: '1'.repeat(section.columns ?? 1),
      labelwidth: 115,
      celllabelalignment: 'Left',
      celllabelposition: 'Left',
    },
    [labelled('labels', section.label), parent('rows', ...rowsOf(section, place))],
  );

const tabElement = (tab: TabSpec, place: Place): XmlElement =>
  element(
    'tab',
    { name: tab.name, id: braced(place.id(`tab:${tab.name}`)), IsUserDefined: 0, expanded: true, showlabel: true, verticallayout: true },
    [
      labelled('labels', tab.label),
      parent(
        'columns',
        ...tab.columns.map((sections) =>
          element('column', { width: `${Math.floor(100 / tab.columns.length)}%` }, [
            parent('sections', ...sections.map((section) => sectionElement(section, place))),
          ]),
        ),
      ),
    ],
  );

const header = (columns: readonly string[], place: Place): XmlElement =>
  element('header', { id: braced(place.id('header')), columns: '1'.repeat(columns.length), celllabelposition: 'Top', labelwidth: 115 }, [
    parent(
      'rows',
      parent(
        'row',
        ...columns.map((column) => {
          const cell: CellSpec = { kind: 'column', column, locked: true };
          const shown = cellElement(cell, place, `header:${column}`, 1);
          return { ...shown, content: shown.content.map((part) => renamed(part, `header_${column}`)) };
        }),
      ),
    ),
  ]);

// The platform tells the header's control of a column from that of the body by this prefix.
const renamed = (part: XmlElement['content'][number], id: string): XmlElement['content'][number] =>
  typeof part === 'object' && part.name === 'control' ? { ...part, attributes: { ...part.attributes, id } } : part;

const statusCells = (form: FormSpec): readonly CellSpec[] =>
  form.tabs.flatMap((tab) => tab.columns.flat().flatMap((section) => section.cells.filter(({ kind }) => kind === 'status')));

// 0 phone, 1 tablet, 2 browser: the control is to show in all of them.
const FORM_FACTORS = [0, 1, 2] as const;

const controlDescriptions = (form: FormSpec, place: Place): readonly XmlElement[] => {
  const cells = statusCells(form);
  if (cells.length === 0) return [];
  return [
    parent(
      'controlDescriptions',
      ...cells.map((cell) =>
        element('controlDescription', { forControl: braced(place.id(`control:${controlId(cell)}`)) }, [
          element('customControl', { id: braced(classIds.text) }, [parent('parameters', ...leaves({ datafieldname: controlId(cell) }))]),
          ...FORM_FACTORS.map((formFactor) =>
            element('customControl', { formFactor, name: statusControl.fullName }, [
              parent('parameters', ...leaves({ place: controlId(cell) })),
            ]),
          ),
        ]),
      ),
    ),
  ];
};

const script = ({ library, onLoad }: NonNullable<FormSpec['script']>, place: Place): readonly XmlElement[] => [
  parent('formLibraries', element('Library', { name: library, libraryUniqueId: braced(place.id('library')) })),
  parent(
    'events',
    element('event', { name: 'onload', application: false, active: false }, [
      parent(
        'Handlers',
        element('Handler', {
          functionName: onLoad,
          libraryName: library,
          handlerUniqueId: braced(place.id('handler:onload')),
          enabled: true,
          parameters: '',
          passExecutionContext: true,
        }),
      ),
    ]),
  ),
];

// On a table of Microsoft's only people with a role of ours meet the form, after all others.
const displayConditions = (form: FormSpec): readonly XmlElement[] => {
  if (form.type !== 'main') return [];
  const who = form.fallback ? [element('Everyone')] : rolesOfPeople.map((id) => element('Role', { Id: braced(id) }));
  return [element('DisplayConditions', { FallbackForm: form.fallback, Order: form.fallback ? 0 : 99 }, who)];
};

/** The form as `customizations.xml` holds it. */
export const systemForm = (form: FormSpec): XmlElement => {
  const id = formId(form.table, form.key);
  const place: Place = { form, id: (path) => formPartId(`${form.table}:${form.key}`, path) };
  return parent(
    'systemform',
    ...leaves({
      formid: braced(id),
      IntroducedVersion: form.since,
      FormPresentation: 1,
      FormActivationState: 1,
    }),
    element('form', {}, [
      parent('tabs', ...form.tabs.map((tab) => tabElement(tab, place))),
      ...(form.header.length === 0 ? [] : [header(form.header, place)]),
      ...controlDescriptions(form, place),
      ...(form.script === undefined ? [] : script(form.script, place)),
      ...displayConditions(form),
    ]),
    ...leaves({ IsCustomizable: 1, CanBeDeleted: 1 }),
    labelled('LocalizedNames', form.title),
    labelled('Descriptions', form.description),
  );
};

/** Forms of a table, grouped by kind as the platform wants them. */
export const formsByType = (forms: readonly FormSpec[]): readonly XmlElement[] =>
  (['main', 'quick'] as const).flatMap((type) => {
    const of = forms.filter((form) => form.type === type);
    return of.length === 0 ? [] : [element('forms', { type }, of.map(systemForm))];
  });
