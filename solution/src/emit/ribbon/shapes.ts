/** The pieces that every ribbon is made of. */
import { titles } from '../labels.ts';
import type { XmlElement } from '../xml.ts';
import { element, parent } from '../xml.ts';

/** One button at one place. */
export interface RibbonButton {
  readonly customActionId: string;
  readonly buttonId: string;
  readonly commandId: string;
  readonly labelId: string;
  readonly tooltipId: string;
  readonly location: string;
  readonly sequence: number;
  /** File of the icon without folder and ending. */
  readonly icon: string;
  /** Web resources of the pictures that the classic interface shows. */
  readonly classic?: { readonly small: string; readonly large: string };
}

/** A button as a custom action. */
export const buttonAction = (of: RibbonButton): XmlElement => {
  const label = `$LocLabels:${of.labelId}`;
  return element('CustomAction', { Id: of.customActionId, Location: of.location, Sequence: of.sequence }, [
    parent(
      'CommandUIDefinition',
      element('Button', {
        Id: of.buttonId,
        Command: of.commandId,
        Sequence: of.sequence,
        TemplateAlias: 'o1',
        LabelText: label,
        Alt: label,
        ToolTipTitle: label,
        ToolTipDescription: `$LocLabels:${of.tooltipId}`,
        Image16by16: of.classic && `$webresource:${of.classic.small}`,
        Image32by32: of.classic && `$webresource:${of.classic.large}`,
        ModernImage: `$webresource:stl3_/icons/${of.icon}.svg`,
      }),
    ),
  ]);
};

/** A command: when it shows, when it can be clicked, and what it calls. */
export const commandDefinition = (
  id: string,
  rules: { readonly enable: readonly string[]; readonly display: string },
  call: XmlElement,
): XmlElement =>
  element('CommandDefinition', { Id: id }, [
    parent('EnableRules', ...rules.enable.map((rule) => element('EnableRule', { Id: rule }))),
    parent('DisplayRules', element('DisplayRule', { Id: rules.display })),
    parent('Actions', call),
  ]);

const parameters = (values: readonly string[]): readonly XmlElement[] => values.map((value) => element('CrmParameter', { Value: value }));

/** A call of a function in a script of the zip. @param library name of the web resource */
export const functionCall = (library: string, name: string, values: readonly string[]): XmlElement =>
  element('JavaScriptFunction', { Library: `$webresource:${library}`, FunctionName: name }, parameters(values));

/** An enable rule that a function answers. */
export const askedRule = (id: string, library: string, name: string, values: readonly string[] = []): XmlElement =>
  element('EnableRule', { Id: id }, [
    element('CustomRule', { Library: `$webresource:${library}`, FunctionName: name, Default: false }, parameters(values)),
  ]);

const formState = (State: string): XmlElement => element('FormStateRule', { State, Default: false });

/** The row is saved and open for changes. */
export const editableRule = (id: string): XmlElement => element('EnableRule', { Id: id }, [formState('Existing')]);

/** The row is saved: paid and cancelled invoices are Disabled, and ReadOnly is what a person without the right to write sees. */
export const savedRule = (id: string): XmlElement =>
  element('EnableRule', { Id: id }, [
    parent('OrRule', ...['Existing', 'ReadOnly', 'Disabled'].map((state) => parent('Or', formState(state)))),
  ]);

/** The person has a right on a table. */
export const privilegeRule = (id: string, table: string, PrivilegeType: 'Create' | 'Read'): XmlElement =>
  element('DisplayRule', { Id: id }, [
    element('EntityPrivilegeRule', { EntityName: table, PrivilegeType, PrivilegeDepth: 'Basic', Default: false }),
  ]);

/** A text of the ribbon. */
export const ribbonText = (id: string, text: string): XmlElement => element('LocLabel', { Id: id }, [titles(text, 'ribbon')]);

/** What a ribbon holds; a table without commands of ours holds nothing. */
export interface RibbonParts {
  readonly actions?: readonly XmlElement[];
  readonly commands?: readonly XmlElement[];
  readonly displayRules?: readonly XmlElement[];
  readonly enableRules?: readonly XmlElement[];
  readonly texts?: readonly XmlElement[];
}

/** The diff of a table, in the order that the XSD's sequence wants. */
export const ribbonDiff = ({ actions = [], commands = [], displayRules = [], enableRules = [], texts = [] }: RibbonParts): XmlElement =>
  parent(
    'RibbonDiffXml',
    parent('CustomActions', ...actions),
    parent('Templates', element('RibbonTemplates', { Id: 'Mscrm.Templates' })),
    parent('CommandDefinitions', ...commands),
    parent('RuleDefinitions', parent('TabDisplayRules'), parent('DisplayRules', ...displayRules), parent('EnableRules', ...enableRules)),
    parent('LocLabels', ...texts),
  );
