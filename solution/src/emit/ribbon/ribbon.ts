/** RibbonDiffXml of the invoice: classic commands, because they can be validated and work in every app. */
import { details, invoice, request, webResources } from '../../schema/index.ts';
import type { XmlElement } from '../xml.ts';
import { element } from '../xml.ts';
import type { RibbonCommand, RibbonPlace } from './commands.ts';
import { commands, placesOf } from './commands.ts';
import {
  askedRule,
  buttonAction,
  commandDefinition,
  editableRule,
  functionCall,
  privilegeRule,
  ribbonDiff,
  ribbonText,
  savedRule,
} from './shapes.ts';

const TABLE = invoice.logicalName;
const LIBRARY = webResources.invoiceScript;
const id = (...parts: readonly string[]): string => ['stl3', TABLE, ...parts].join('.');
const call = (name: string): string => `Stellarise.Invoice.${name}`;

const groups: Readonly<Record<RibbonPlace, string>> = { Form: 'Actions', HomepageGrid: 'Management', SubGrid: 'Management' };
const location = (place: RibbonPlace): string => `Mscrm.${place}.${TABLE}.MainTab.${groups[place]}.Controls._children`;

const rules = {
  editable: id('Editable', 'EnableRule'),
  saved: id('Saved', 'EnableRule'),
  selected: id('Selected', 'EnableRule'),
  canSend: id('CanSend', 'EnableRule'),
  canAllocate: id('CanAllocate', 'EnableRule'),
  mayRequest: id('MayRequest', 'DisplayRule'),
  mayRead: id('MayRead', 'DisplayRule'),
} as const;

const button = (command: RibbonCommand, place: RibbonPlace, sequence: number): XmlElement =>
  buttonAction({
    customActionId: id(command.key, place, 'CustomAction'),
    buttonId: id(command.key, place, 'Button'),
    commandId: id(command.key, place, 'Command'),
    labelId: id(command.key, 'LabelText'),
    tooltipId: id(command.key, 'ToolTip'),
    location: location(place),
    sequence,
    icon: command.icon,
    ...(command.icon === 'send-to-xero' ? { classic: { small: webResources.sendIcon16, large: webResources.sendIcon32 } } : {}),
  });

const action = (command: RibbonCommand, place: RibbonPlace): XmlElement =>
  place === 'Form' || command.gridFunction === undefined
    ? functionCall(LIBRARY, call(command.formFunction), ['PrimaryControl'])
    : functionCall(LIBRARY, call(command.gridFunction), ['SelectedControlSelectedItemIds', 'SelectedControl']);

const definition = (command: RibbonCommand, place: RibbonPlace): XmlElement => {
  const enable = [
    place === 'Form' ? rules[command.needs] : rules.selected,
    ...(command.requests ? [rules.canSend] : []),
    ...(command.credits ? [rules.canAllocate] : []),
  ];
  const display = command.requests ? rules.mayRequest : rules.mayRead;
  return commandDefinition(id(command.key, place, 'Command'), { enable, display }, action(command, place));
};

const enableRules: readonly XmlElement[] = [
  editableRule(rules.editable),
  savedRule(rules.saved),
  element('EnableRule', { Id: rules.selected }, [
    element('SelectionCountRule', { AppliesTo: 'SelectedEntity', Minimum: 1, Default: false }),
  ]),
  askedRule(rules.canSend, LIBRARY, call('canSend')),
  askedRule(rules.canAllocate, LIBRARY, call('canAllocate'), ['PrimaryControl']),
];

/** The invoice's buttons on form, list and sub-list. */
export const invoiceRibbon = (): XmlElement => {
  const placed = commands.flatMap((command, index) => placesOf(command).map((place) => ({ command, place, sequence: 15 + index * 5 })));
  return ribbonDiff({
    actions: placed.map(({ command, place, sequence }) => button(command, place, sequence)),
    commands: placed.map(({ command, place }) => definition(command, place)),
    displayRules: [
      privilegeRule(rules.mayRequest, request.logicalName, 'Create'),
      privilegeRule(rules.mayRead, details.logicalName, 'Read'),
    ],
    enableRules,
    texts: commands.flatMap(({ key, label, tooltip }) => [
      ribbonText(id(key, 'LabelText'), label),
      ribbonText(id(key, 'ToolTip'), tooltip),
    ]),
  });
};
