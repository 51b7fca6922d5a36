/** RibbonDiffXml of the settings: one command on the form, which has the connection's own data read from Xero. */
import { request, settings } from '../../schema/index.ts';
import type { XmlElement } from '../xml.ts';
import { askedRule, buttonAction, commandDefinition, functionCall, privilegeRule, ribbonDiff, ribbonText, savedRule } from './shapes.ts';

const TABLE = settings.logicalName;
const id = (...parts: readonly string[]): string => ['stl3', TABLE, ...parts].join('.');
const command = id('RefreshFromXero', 'Form', 'Command');
const label = id('RefreshFromXero', 'LabelText');
const tooltip = id('RefreshFromXero', 'ToolTip');
const rules = {
  saved: id('Saved', 'EnableRule'),
  canRefresh: id('CanRefresh', 'EnableRule'),
  mayRequest: id('MayRequest', 'DisplayRule'),
} as const;

/** The button on the settings form. @param library script that holds its functions */
export const settingsRibbon = (library: string): XmlElement =>
  ribbonDiff({
    actions: [
      buttonAction({
        customActionId: id('RefreshFromXero', 'Form', 'CustomAction'),
        buttonId: id('RefreshFromXero', 'Form', 'Button'),
        commandId: command,
        labelId: label,
        tooltipId: tooltip,
        location: `Mscrm.Form.${TABLE}.MainTab.Actions.Controls._children`,
        sequence: 15,
        icon: 'refresh',
      }),
    ],
    commands: [
      commandDefinition(
        command,
        { enable: [rules.saved, rules.canRefresh], display: rules.mayRequest },
        functionCall(library, 'Stellarise.Settings.refreshFromXero', ['PrimaryControl']),
      ),
    ],
    displayRules: [privilegeRule(rules.mayRequest, request.logicalName, 'Create')],
    enableRules: [savedRule(rules.saved), askedRule(rules.canRefresh, library, 'Stellarise.Settings.canRefresh', ['PrimaryControl'])],
    texts: [
      ribbonText(label, 'Refresh from Xero'),
      ribbonText(tooltip, 'Reads accounts, tax types, branding themes, tracking, currencies and lock dates from Xero now.'),
    ],
  });
