/** Global choices and the two-valued sets of yes-no columns. */
import type { Choice } from '../schema/index.ts';
import { vocabulary } from './vocabulary-list.ts';
import { labelled } from './labels.ts';
import type { XmlElement } from './xml.ts';
import { element, leaves, parent } from './xml.ts';

interface OptionSet {
  readonly name: string;
  readonly type: 'picklist' | 'bit' | 'state' | 'status';
  readonly global: boolean;
  readonly label: string;
  readonly description: string;
  readonly since: string;
}

/** The element that all option sets share; `values` is its `options`, `states` or `statuses`. */
export const optionSet = (set: OptionSet, values: XmlElement): XmlElement =>
  element('optionset', { Name: set.name, localizedName: set.global ? set.label : undefined }, [
    ...leaves({
      OptionSetType: set.type,
      IsGlobal: set.global ? 1 : undefined,
      IntroducedVersion: set.since,
      IsCustomizable: 1,
    }),
    labelled('displaynames', set.label),
    labelled('Descriptions', set.description),
    values,
  ]);

/** One value with its label: an `option`, `state` or `status`. */
export const optionValue = (
  name: 'option' | 'state' | 'status',
  label: string,
  attributes: Readonly<Record<string, string | number>>,
): XmlElement => element(name, attributes, [labelled('labels', label)]);

const options = (values: readonly { readonly value: number; readonly label: string }[]): XmlElement =>
  parent('options', ...values.map(({ value, label }) => optionValue('option', label, { value })));

/** The set that a yes-no column carries itself. */
export const yesNoSet = (table: string, column: string, label: string, since: string): XmlElement =>
  optionSet(
    { name: `${table}_${column}`, type: 'bit', global: false, label, description: '', since },
    options([
      { value: 1, label: 'Yes' },
      { value: 0, label: 'No' },
    ]),
  );

const globalSet = (choice: Choice): XmlElement =>
  optionSet(
    { name: choice.schemaName, type: 'picklist', global: true, label: choice.label, description: '', since: '1.0.0.0' },
    options(Object.values(choice.values)),
  );

/** Every global choice, in the order of their names. */
export const globalChoices = (): XmlElement => parent('optionsets', ...vocabulary.map(globalSet));
