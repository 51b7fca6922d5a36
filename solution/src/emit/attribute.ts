/** One column of a table, ours or the platform's. */
import { labelled } from './labels.ts';
import type { XmlElement } from './xml.ts';
import { element, leaves } from './xml.ts';

/** What every column says, whoever made it. */
export interface AttributeSpec {
  readonly schemaName: string;
  /** The platform's own name of the type (XSD: CrmDataType). */
  readonly type: string;
  readonly required: 'none' | 'recommended' | 'required' | 'systemrequired';
  readonly mask: string;
  readonly create: boolean;
  readonly update: boolean;
  readonly custom: boolean;
  readonly audited: boolean;
  /** Kept in another column; only the platform has such. */
  readonly logical?: true;
  readonly since: string;
  readonly label: string;
  readonly description: string;
  /** What only this type has. */
  readonly details: readonly XmlElement[];
}

/** Where a column may be shown. */
export const SHOWN = 'ValidForAdvancedFind|ValidForForm|ValidForGrid';
/** Mask of the column that names a row. */
export const PRIMARY_NAME = `PrimaryName|${SHOWN}|RequiredForForm`;

const bit = (value: boolean): 0 | 1 => (value ? 1 : 0);

/** The column as `customizations.xml` holds it. */
export const attribute = (spec: AttributeSpec): XmlElement => {
  const name = spec.schemaName.toLowerCase();
  return element('attribute', { PhysicalName: spec.schemaName }, [
    ...leaves({
      Type: spec.type,
      Name: name,
      LogicalName: name,
      RequiredLevel: spec.required,
      DisplayMask: spec.mask === '' ? undefined : spec.mask,
      ImeMode: 'auto',
      ValidForUpdateApi: bit(spec.update),
      ValidForReadApi: 1,
      ValidForCreateApi: bit(spec.create),
      IsCustomField: bit(spec.custom),
      IsAuditEnabled: bit(spec.audited),
      IsLogical: spec.logical === true ? 1 : undefined,
      IsSecured: 0,
      IntroducedVersion: spec.since,
      IsCustomizable: 1,
      IsRenameable: 1,
      CanModifySearchSettings: 1,
      CanModifyRequirementLevelSettings: bit(spec.type !== 'primarykey'),
      CanModifyAdditionalSettings: 1,
      SourceType: 0,
      IsGlobalFilterEnabled: 0,
      IsSortableEnabled: 0,
      CanModifyGlobalFilterSettings: 1,
      CanModifyIsSortableSettings: 1,
      IsDataSourceSecret: 0,
    }),
    ...spec.details,
    labelled('displaynames', spec.label),
    labelled('Descriptions', spec.description),
  ]);
};

/** What only one type of column has. */
export const details = {
  text: (maxLength: number, format: string) => leaves({ Format: format, MaxLength: maxLength, Length: maxLength * 2 }),
  memo: (maxLength: number) => leaves({ Format: '', MaxLength: maxLength }),
  whole: (min: number, max: number, format: '' | 'none') => leaves({ Format: format, MinValue: min, MaxValue: max }),
  decimal: (min: number | string, max: number, accuracy: number) => leaves({ MinValue: min, MaxValue: max, Accuracy: accuracy }),
  // AccuracySource 2: the precision of the row's currency.
  money: (calculationOf?: string) =>
    leaves({
      MinValue: -922337203685477,
      MaxValue: 922337203685477,
      Accuracy: calculationOf === undefined ? 2 : 4,
      AccuracySource: 2,
      CalculationOf: calculationOf,
    }),
  /** Behaviour 1 = UserLocal (an instant), 2 = DateOnly (a calendar date). */
  date: (format: 'date' | 'datetime', behavior: 1 | 2, changeable: boolean) =>
    leaves({ Format: format, CanChangeDateTimeBehavior: bit(changeable), Behavior: behavior }),
  lookup: () => [...leaves({ LookupStyle: 'single' }), element('LookupTypes')],
  /** User (8) or team (9); these numbers are the same everywhere. */
  owner: () => [
    ...leaves({ LookupStyle: 'single' }),
    element(
      'LookupTypes',
      {},
      [8, 9].map((type) => element('LookupType', { id: '00000000-0000-0000-0000-000000000000' }, [type])),
    ),
  ],
  choice: (optionSetName: string, value: number) => leaves({ AppDefaultValue: value, OptionSetName: optionSetName }),
  inline: (value: number, set: XmlElement) => [...leaves({ AppDefaultValue: value }), set],
} as const;
