/** Groups 13 and 15: forms, and the quick views that they show. */
import { classIds } from '../emit/forms/controls.ts';
import { microsoftColumns } from '../emit/microsoft-columns.ts';
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import { wrongCall } from './scripts.ts';
import type { SolutionModel, TableModel } from './solution-model.ts';
import { CUSTOMIZATIONS, bare, repeated } from './solution-model.ts';
import type { XmlNode } from './xml-tree.ts';
import { BadXml, at, childrenOf, descendants, parseXml, textAt } from './xml-tree.ts';

type Form = TableModel['forms'][number];

const titleOf = (form: Form): string => at(form.node, 'LocalizedNames', 'LocalizedName')?.attributes['description'] ?? '';
const say = (table: TableModel, form: Form, message: string): Finding =>
  finding(13, CUSTOMIZATIONS, `form "${titleOf(form)}" of ${table.logicalName} ${message}`);

/** Which of the platform's controls may show which type. */
const fits: Readonly<Record<string, readonly string[]>> = {
  nvarchar: [classIds.text, classIds.email, classIds.url],
  ntext: [classIds.memo],
  int: [classIds.whole],
  decimal: [classIds.decimal],
  money: [classIds.money],
  bit: [classIds.yesNo, 'b0c6723a-8503-4fd7-bb28-c8a06ac933c2'],
  datetime: [classIds.date],
  picklist: [classIds.choice],
  state: [classIds.choice],
  status: [classIds.status],
  lookup: [classIds.lookup, classIds.quickView],
  owner: [classIds.lookup],
};

const fieldControls = (form: Form): readonly XmlNode[] =>
  descendants(form.node, 'control').filter(({ attributes }) => attributes['datafieldname'] !== undefined);

const fields = (model: SolutionModel, table: TableModel, form: Form): readonly Finding[] =>
  fieldControls(form).flatMap(({ attributes }) => {
    const name = attributes['datafieldname'] ?? '';
    const column = table.columns.get(name);
    if (column === undefined) {
      const mayBeTheirs =
        !table.own && (model.ours ? microsoftColumns[table.logicalName]?.[name] !== undefined : !name.startsWith(model.prefix));
      return mayBeTheirs ? [] : [say(table, form, `shows ${name}, a column that the table does not have`)];
    }
    const type = textAt(column, 'Type');
    // Microsoft's own exports hold controls that do not fit, and import.
    const isFit = !model.ours || (fits[type]?.includes(bare(attributes['classid'] ?? '')) ?? true);
    return isFit ? [] : [say(table, form, `shows ${name} of type ${type} with a control for another type`)];
  });

const uniqueIds = (table: TableModel, form: Form): readonly Finding[] => {
  const idsOf = (name: string): readonly string[] =>
    descendants(form.node, name).flatMap(({ attributes }) => (attributes['id'] === undefined ? [] : [attributes['id'].toLowerCase()]));
  return [...['tab', 'section', 'cell'].flatMap((name) => repeated(idsOf(name))), ...repeated(idsOf('control'))].map((id) =>
    say(table, form, `has the id ${id} twice`),
  );
};

/** Properties that the manifest of a control in the zip declares; null for a control of somebody else's. */
const propertiesOf = (
  model: SolutionModel,
  control: string,
): { readonly all: readonly string[]; readonly required: readonly string[] } | null => {
  const node = childrenOf(at(model.customizations, 'CustomControls'), 'CustomControl').find((of) => textAt(of, 'Name') === control);
  const manifest = model.documents.get(textAt(node, 'FileName').replace(/^\//, ''));
  if (manifest === undefined) return null;
  const properties = childrenOf(at(manifest, 'control'), 'property');
  const nameOf = ({ attributes }: XmlNode): string => attributes['name'] ?? '';
  return { all: properties.map(nameOf), required: properties.filter(({ attributes }) => attributes['required'] === 'true').map(nameOf) };
};

const customControls = (model: SolutionModel, table: TableModel, form: Form): readonly Finding[] => {
  const uniqueIdsOfControls = new Set(descendants(form.node, 'control').map(({ attributes }) => bare(attributes['uniqueid'] ?? '')));
  return descendants(form.node, 'controlDescription').flatMap((description) => [
    ...(uniqueIdsOfControls.has(bare(description.attributes['forControl'] ?? ''))
      ? []
      : [say(table, form, `describes a control ${description.attributes['forControl'] ?? ''} that it does not have`)]),
    ...childrenOf(description, 'customControl').flatMap((control) => {
      const name = control.attributes['name'];
      if (name === undefined || name.startsWith('MscrmControls.')) return [];
      const properties = propertiesOf(model, name);
      if (properties === null) return [say(table, form, `uses the control ${name}, which is not in the zip`)];
      const given = at(control, 'parameters')?.children.map((parameter) => parameter.name) ?? [];
      return [
        ...given
          .filter((parameter) => !properties.all.includes(parameter))
          .map((parameter) => say(table, form, `sets ${parameter}, a property that the manifest of ${name} does not declare`)),
        ...properties.required
          .filter((parameter) => !given.includes(parameter))
          .map((parameter) => say(table, form, `does not set ${parameter}, which ${name} requires`)),
      ];
    }),
  ]);
};

const scriptCalls = (model: SolutionModel, table: TableModel, form: Form): readonly Finding[] => {
  const libraries = new Set(descendants(form.node, 'Library').map(({ attributes }) => attributes['name'] ?? ''));
  return descendants(form.node, 'Handlers')
    .flatMap((handlers) => childrenOf(handlers, 'Handler'))
    .flatMap(({ attributes }) => {
      const library = attributes['libraryName'] ?? '';
      const wrong = libraries.has(library)
        ? wrongCall(model, library, attributes['functionName'] ?? '')
        : `the library ${library} is not listed`;
      return wrong === null ? [] : [say(table, form, `has a handler that cannot run: ${wrong}`)];
    });
};

/** Views and relationships that lists and lookups name; only those of the publisher can be known. */
const references = (model: SolutionModel, table: TableModel, form: Form): readonly Finding[] => {
  const views = new Set(model.tables.flatMap((of) => of.views.map((view) => bare(textAt(view, 'savedqueryid')))));
  const relationships = new Set(model.relationships.map(({ attributes }) => attributes['Name'] ?? ''));
  return descendants(form.node, 'parameters').flatMap((parameters) => [
    ...['ViewId', 'DefaultViewId']
      .map((name) => bare(textAt(parameters, name)))
      .filter((id) => model.ours && id !== '' && !views.has(id))
      .map((id) => say(table, form, `lists by the view ${id}, which is not in the zip`)),
    ...['RelationshipName', 'FilterRelationshipName']
      .map((name) => textAt(parameters, name))
      .filter((name) => name.startsWith(model.prefix) && !relationships.has(name))
      .map((name) => say(table, form, `lists by the relationship ${name}, which is not in the zip`)),
  ]);
};

const everyForm = <Result>(model: SolutionModel, of: (table: TableModel, form: Form) => readonly Result[]): readonly Result[] =>
  model.tables.flatMap((table) => table.forms.flatMap((form) => of(table, form)));

/** Columns, controls, ids and handlers of forms resolve. Ours are never the fallback on tables of Microsoft's. */
export const checkForms = (model: SolutionModel): readonly Finding[] =>
  everyForm(model, (table, form) => [
    ...fields(model, table, form),
    ...uniqueIds(table, form),
    ...customControls(model, table, form),
    ...scriptCalls(model, table, form),
    ...references(model, table, form),
    ...(!table.own && descendants(form.node, 'DisplayConditions').some(({ attributes }) => attributes['FallbackForm'] === 'true')
      ? [say(table, form, 'is the fallback form of a table of somebody else')]
      : []),
  ]);

const quickFormIds = (control: XmlNode): readonly { readonly table: string; readonly id: string }[] => {
  const inner = textAt(control, 'parameters', 'QuickForms');
  if (inner === '') return [];
  try {
    return childrenOf(parseXml(inner), 'QuickFormId').map(({ attributes, text }) => ({
      table: attributes['entityname'] ?? '',
      id: bare(text.trim()),
    }));
  } catch (thrown) {
    if (thrown instanceof BadXml) return [{ table: '', id: `(${thrown.message})` }];
    throw thrown;
  }
};

/** The quick views that forms show are in the zip, of that table. */
export const checkQuickViews = (model: SolutionModel): readonly Finding[] => {
  const quick = new Set(
    everyForm(model, (table, form) => (form.type === 'quick' ? [`${table.logicalName} ${bare(textAt(form.node, 'formid'))}`] : [])),
  );
  return everyForm(model, (table, form) =>
    descendants(form.node, 'control')
      .flatMap(quickFormIds)
      .filter((reference) => !quick.has(`${reference.table} ${reference.id}`))
      .map((reference) =>
        finding(
          15,
          CUSTOMIZATIONS,
          `form "${titleOf(form)}" of ${table.logicalName} shows the quick view ${reference.id} of ${reference.table}, which is not in the zip`,
        ),
      ),
  );
};
