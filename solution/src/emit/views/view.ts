/** A view: which rows a list shows, in which columns and order. */
import { braced } from '../ids.ts';
import { labelled } from '../labels.ts';
import type { Attributes, XmlElement } from '../xml.ts';
import { element, leaves, parent } from '../xml.ts';

/** The platform's numbers of the places where a view is used (Learn: SavedQuery QueryType). */
export const queryTypes = { list: 0, advancedFind: 1, associated: 2, quickFind: 4, lookup: 64, offline: 8192 } as const;

/** A condition of FetchXML. */
export interface Condition {
  readonly attribute: string;
  readonly operator: string;
  /** One value, or several for an operator that takes them. */
  readonly value?: string | number | readonly number[];
  /** Alias of the linked table that the column is of. */
  readonly of?: string;
}

/** A linked table whose columns the list shows too. */
export interface Link {
  readonly table: string;
  readonly from: string;
  readonly to: string;
  readonly alias: string;
  readonly columns: readonly string[];
}

export interface ViewSpec {
  readonly id: string;
  readonly table: string;
  readonly primaryKey: string;
  readonly title: string;
  readonly description: string;
  readonly queryType: number;
  readonly isDefault: boolean;
  /** Names in order; `alias.name` for a column of the linked table. */
  readonly columns: readonly string[];
  readonly conditions: readonly Condition[];
  /** At least one of them must hold, besides all `conditions`. */
  readonly anyOf?: readonly Condition[];
  readonly quickFind: readonly string[];
  readonly order: { readonly column: string; readonly descending: boolean };
  readonly link?: Link;
  readonly since: string;
}

/** A list of ours beside those that every table has. */
export type ListToWorkFrom = Pick<ViewSpec, 'title' | 'conditions' | 'anyOf'> & Partial<Pick<ViewSpec, 'columns'>>;

/** Script that draws a sign before the values of some columns. */
export interface IconProvider {
  readonly library: string;
  /** Function that knows the signs of a column; null where it has none. */
  readonly functionOf: (table: string, column: string) => string | null;
}

const bit = (value: boolean): 0 | 1 => (value ? 1 : 0);

const condition = ({ attribute, operator, value, of }: Condition): XmlElement =>
  typeof value === 'object'
    ? element(
        'condition',
        { entityname: of, attribute, operator },
        value.map((one) => element('value', {}, [one])),
      )
    : element('condition', { entityname: of, attribute, operator, value });

const filters = (view: ViewSpec): readonly XmlElement[] => [
  ...(view.conditions.length === 0 ? [] : [element('filter', { type: 'and' }, view.conditions.map(condition))]),
  ...(view.anyOf === undefined ? [] : [element('filter', { type: 'or' }, view.anyOf.map(condition))]),
  ...(view.quickFind.length === 0
    ? []
    : [
        element(
          'filter',
          { type: 'or', isquickfindfields: 1 },
          view.quickFind.map((attribute) => condition({ attribute, operator: 'like', value: '{0}' })),
        ),
      ]),
];

const linked = (link: Link): XmlElement =>
  element(
    'link-entity',
    { name: link.table, from: link.from, to: link.to, 'link-type': 'outer', alias: link.alias },
    link.columns.map((name) => element('attribute', { name })),
  );

const fetch = (view: ViewSpec): XmlElement =>
  element('fetch', { version: '1.0', 'output-format': 'xml-platform', mapping: 'logical' }, [
    element('entity', { name: view.table }, [
      ...[view.primaryKey, ...view.columns.filter((name) => !name.includes('.'))].map((name) => element('attribute', { name })),
      element('order', { attribute: view.order.column, descending: view.order.descending }),
      ...filters(view),
      ...(view.link === undefined ? [] : [linked(view.link)]),
    ]),
  ]);

// The first column names the row and so gets the most room.
const widthOf = (position: number): number => (position === 0 ? 250 : 140);

const iconOf = (view: ViewSpec, name: string, icons: IconProvider | null): Attributes => {
  const [column = name, alias] = name.split('.').toReversed();
  const functionName = icons?.functionOf(alias === undefined ? view.table : (view.link?.table ?? ''), column) ?? null;
  return icons === null || functionName === null
    ? {}
    : { imageproviderwebresource: `$webresource:${icons.library}`, imageproviderfunctionname: functionName };
};

const grid = (view: ViewSpec, icons: IconProvider | null): XmlElement =>
  element('grid', { name: 'resultset', jump: view.columns[0], select: 1, icon: 1, preview: 1 }, [
    element(
      'row',
      { name: 'result', id: view.primaryKey },
      view.columns.map((name, position) => element('cell', { name, width: widthOf(position), ...iconOf(view, name, icons) })),
    ),
  ]);

/** The view as `customizations.xml` holds it. */
export const savedQuery = (view: ViewSpec, icons: IconProvider | null): XmlElement =>
  parent(
    'savedquery',
    ...leaves({
      IsCustomizable: 1,
      CanBeDeleted: bit(view.queryType === queryTypes.list && !view.isDefault),
      isquickfindquery: bit(view.queryType === queryTypes.quickFind),
      isprivate: 0,
      isdefault: bit(view.isDefault),
      savedqueryid: braced(view.id),
    }),
    // The list that goes offline has rows and no columns.
    ...(view.queryType === queryTypes.offline ? [] : [parent('layoutxml', grid(view, icons))]),
    ...leaves({ querytype: view.queryType }),
    parent('fetchxml', fetch(view)),
    ...leaves({ IntroducedVersion: view.since }),
    labelled('LocalizedNames', view.title),
    labelled('Descriptions', view.description),
  );
