/** Columns as attribute metadata. Lookups are not among them: a relationship makes its own. */
import type { Column, ColumnBase } from '../schema/columns.ts';
import { label, managed } from './labels.ts';

const levels = { none: 'None', recommended: 'Recommended', required: 'ApplicationRequired' } as const;
const formats = { text: 'Text', url: 'Url', email: 'Email', textarea: 'TextArea' } as const;

export const requiredLevel = ({ required }: Pick<ColumnBase, 'required'>): object =>
  managed(levels[required], 'canmodifyrequirementlevelsettings');

const kind = (column: Exclude<Column, { readonly type: 'lookup' }>): Readonly<Record<string, unknown>> => {
  switch (column.type) {
    case 'text':
      return { is: 'String', MaxLength: column.maxLength, FormatName: { Value: formats[column.format] } };
    case 'memo':
      return { is: 'Memo', MaxLength: column.maxLength, Format: 'TextArea' };
    case 'whole':
      return { is: 'Integer', MinValue: column.min, MaxValue: column.max, Format: 'None' };
    case 'decimal':
      return { is: 'Decimal', Precision: column.precision, MinValue: column.min, MaxValue: column.max };
    case 'money':
      // 2 = the currency's own precision.
      return { is: 'Money', PrecisionSource: 2 };
    case 'yesno':
      return {
        is: 'Boolean',
        DefaultValue: column.default,
        OptionSet: {
          OptionSetType: 'Boolean',
          TrueOption: { Value: 1, Label: label('Yes') },
          FalseOption: { Value: 0, Label: label('No') },
        },
      };
    case 'date':
      return { is: 'DateTime', Format: 'DateOnly', DateTimeBehavior: { Value: 'DateOnly' } };
    case 'instant':
      return { is: 'DateTime', Format: 'DateAndTime', DateTimeBehavior: { Value: 'UserLocal' } };
    case 'choice':
      return {
        is: 'Picklist',
        'GlobalOptionSet@odata.bind': `/GlobalOptionSetDefinitions(Name='${column.choice.schemaName}')`,
        ...(column.default === null ? {} : { DefaultFormValue: column.default }),
      };
  }
};

/** One attribute. @param primaryName the column that names a row */
export const attribute = (column: Exclude<Column, { readonly type: 'lookup' }>, primaryName = false): object => {
  const { is, ...more } = kind(column);
  return {
    '@odata.type': `Microsoft.Dynamics.CRM.${String(is)}AttributeMetadata`,
    AttributeType: is,
    AttributeTypeName: { Value: `${String(is)}Type` },
    SchemaName: column.schemaName,
    DisplayName: label(column.label),
    Description: label(column.description),
    RequiredLevel: requiredLevel(column),
    IsAuditEnabled: managed(column.audited, 'canmodifyauditsettings'),
    ...(primaryName ? { IsPrimaryName: true } : {}),
    ...more,
  };
};
