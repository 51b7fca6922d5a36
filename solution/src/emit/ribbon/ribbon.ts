/** RibbonDiffXml: classic commands, because they can be validated and work in every app. */
import { details, invoice, request, webResources } from '../../schema/index.ts';
import { titles } from '../labels.ts';
import type { XmlElement } from '../xml.ts';
import { element, parent } from '../xml.ts';
import type { RibbonCommand, RibbonPlace } from './commands.ts';
import { commands, placesOf } from './commands.ts';

const TABLE = invoice.logicalName;
const LIBRARY = `$webresource:${webResources.invoiceScript}`;
const id = (...parts: readonly string[]): string => ['stl3', TABLE, ...parts].join('.');

const groups: Readonly<Record<RibbonPlace, string>> = { Form: 'Actions', HomepageGrid: 'Management', SubGrid: 'Management' };
const location = (place: RibbonPlace): string => `Mscrm.${place}.${TABLE}.MainTab.${groups[place]}.Controls._children`;

const rules = {
  editable: id('Editable', 'EnableRule'),
  saved: id('Saved', 'EnableRule'),
  selected: id('Selected', 'EnableRule'),
  canSend: id('CanSend', 'EnableRule'),
  mayRequest: id('MayRequest', 'DisplayRule'),
  mayRead: id('MayRead', 'DisplayRule'),
} as const;

const image = (icon: string): string => `$webresource:stl3_/icons/${icon}.svg`;

const button = (command: RibbonCommand, place: RibbonPlace, sequence: number): XmlElement => {
  const label = `$LocLabels:${id(command.key, 'LabelText')}`;
  const isSend = command.icon === 'send-to-xero';
  return element('CustomAction', { Id: id(command.key, place, 'CustomAction'), Location: location(place), Sequence: sequence }, [
    parent(
      'CommandUIDefinition',
      element('Button', {
        Id: id(command.key, place, 'Button'),
        Command: id(command.key, place, 'Command'),
        Sequence: sequence,
        TemplateAlias: 'o1',
        LabelText: label,
        Alt: label,
        ToolTipTitle: label,
        ToolTipDescription: `$LocLabels:${id(command.key, 'ToolTip')}`,
        Image16by16: isSend ? `$webresource:${webResources.sendIcon16}` : undefined,
        Image32by32: isSend ? `$webresource:${webResources.sendIcon32}` : undefined,
        ModernImage: image(command.icon),
      }),
    ),
  ]);
};

const functionOf = (name: string, parameters: readonly string[]): XmlElement =>
  element(
    'JavaScriptFunction',
    { Library: LIBRARY, FunctionName: `Stellarise.Invoice.${name}` },
    parameters.map((value) => element('CrmParameter', { Value: value })),
  );

const action = (command: RibbonCommand, place: RibbonPlace): XmlElement =>
  place === 'Form' || command.gridFunction === undefined
    ? functionOf(command.formFunction, ['PrimaryControl'])
    : functionOf(command.gridFunction, ['SelectedControlSelectedItemIds', 'SelectedControl']);

const reference = (kind: 'EnableRule' | 'DisplayRule', rule: string): XmlElement => element(kind, { Id: rule });

const definition = (command: RibbonCommand, place: RibbonPlace): XmlElement => {
  const enable = [place === 'Form' ? rules[command.needs] : rules.selected, ...(command.requests ? [rules.canSend] : [])];
  return element('CommandDefinition', { Id: id(command.key, place, 'Command') }, [
    parent('EnableRules', ...enable.map((rule) => reference('EnableRule', rule))),
    parent('DisplayRules', reference('DisplayRule', command.requests ? rules.mayRequest : rules.mayRead)),
    parent('Actions', action(command, place)),
  ]);
};

const formState = (State: string): XmlElement => element('FormStateRule', { State, Default: false });

// Paid and cancelled invoices are Disabled, and ReadOnly is what a person without the right to write sees.
const savedStates = parent('OrRule', ...['Existing', 'ReadOnly', 'Disabled'].map((state) => parent('Or', formState(state))));

const enableRules: readonly XmlElement[] = [
  element('EnableRule', { Id: rules.editable }, [formState('Existing')]),
  element('EnableRule', { Id: rules.saved }, [savedStates]),
  element('EnableRule', { Id: rules.selected }, [
    element('SelectionCountRule', { AppliesTo: 'SelectedEntity', Minimum: 1, Default: false }),
  ]),
  element('EnableRule', { Id: rules.canSend }, [
    element('CustomRule', { Library: LIBRARY, FunctionName: 'Stellarise.Invoice.canSend', Default: false }),
  ]),
];

const privilege = (rule: string, table: string, PrivilegeType: 'Create' | 'Read'): XmlElement =>
  element('DisplayRule', { Id: rule }, [
    element('EntityPrivilegeRule', { EntityName: table, PrivilegeType, PrivilegeDepth: 'Basic', Default: false }),
  ]);

const locLabel = (labelId: string, text: string): XmlElement => element('LocLabel', { Id: labelId }, [titles(text, 'ribbon')]);

const templates = parent('Templates', element('RibbonTemplates', { Id: 'Mscrm.Templates' }));

/** The diff of a table without commands of ours. */
export const emptyRibbon = (): XmlElement =>
  parent(
    'RibbonDiffXml',
    parent('CustomActions'),
    templates,
    parent('CommandDefinitions'),
    parent('RuleDefinitions', parent('TabDisplayRules'), parent('DisplayRules'), parent('EnableRules')),
    parent('LocLabels'),
  );

/** The invoice's buttons on form, list and sub-list. */
export const invoiceRibbon = (): XmlElement => {
  const placed = commands.flatMap((command, index) => placesOf(command).map((place) => ({ command, place, sequence: 15 + index * 5 })));
  return parent(
    'RibbonDiffXml',
    parent('CustomActions', ...placed.map(({ command, place, sequence }) => button(command, place, sequence))),
    templates,
    parent('CommandDefinitions', ...placed.map(({ command, place }) => definition(command, place))),
    parent(
      'RuleDefinitions',
      parent('TabDisplayRules'),
      parent(
        'DisplayRules',
        privilege(rules.mayRequest, request.logicalName, 'Create'),
        privilege(rules.mayRead, details.logicalName, 'Read'),
      ),
      parent('EnableRules', ...enableRules),
    ),
    parent(
      'LocLabels',
      ...commands.flatMap(({ key, label, tooltip }) => [locLabel(id(key, 'LabelText'), label), locLabel(id(key, 'ToolTip'), tooltip)]),
    ),
  );
};
