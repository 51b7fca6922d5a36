/** Columns that the platform gives every user-owned table; real exports list them, so we do. */
import type { Table } from '../schema/index.ts';
import type { AttributeSpec } from './attribute.ts';
import { SHOWN, attribute, details } from './attribute.ts';
import { holdsMoney } from './columns.ts';
import { optionSet, optionValue } from './option-set.ts';
import type { XmlElement } from './xml.ts';
import { parent } from './xml.ts';

const SINCE = '1.0.0.0';

const system = (
  schemaName: string,
  type: string,
  label: string,
  description: string,
  rest: Partial<AttributeSpec> & Pick<AttributeSpec, 'details'>,
): AttributeSpec => ({
  schemaName,
  type,
  required: 'none',
  mask: SHOWN,
  create: false,
  update: false,
  custom: false,
  audited: false,
  since: SINCE,
  label,
  description,
  ...rest,
});

const lookup = (schemaName: string, label: string, description: string, rest: Partial<AttributeSpec> = {}): AttributeSpec =>
  system(schemaName, 'lookup', label, description, { details: details.lookup(), ...rest });

const instant = (schemaName: string, label: string, description: string, rest: Partial<AttributeSpec> = {}): AttributeSpec =>
  system(schemaName, 'datetime', label, description, { details: details.date('datetime', 1, false), ...rest });

const whole = (schemaName: string, label: string, description: string, min: number, rest: Partial<AttributeSpec> = {}): AttributeSpec =>
  system(schemaName, 'int', label, description, { details: details.whole(min, 2_147_483_647, ''), ...rest });

const stateSet = (table: Table): XmlElement =>
  optionSet(
    {
      name: `${table.logicalName}_statecode`,
      type: 'state',
      global: false,
      label: 'Status',
      description: `Status of the ${table.label}`,
      since: SINCE,
    },
    parent(
      'states',
      optionValue('state', 'Active', { value: 0, defaultstatus: 1, invariantname: 'Active' }),
      optionValue('state', 'Inactive', { value: 1, defaultstatus: 2, invariantname: 'Inactive' }),
    ),
  );

const statusSet = (table: Table): XmlElement =>
  optionSet(
    {
      name: `${table.logicalName}_statuscode`,
      type: 'status',
      global: false,
      label: 'Status Reason',
      description: `Reason for the status of the ${table.label}`,
      since: SINCE,
    },
    parent('statuses', optionValue('status', 'Active', { value: 1, state: 0 }), optionValue('status', 'Inactive', { value: 2, state: 1 })),
  );

const primaryKey = (table: Table): AttributeSpec =>
  system(`${table.schemaName}Id`, 'primarykey', table.label, `Unique identifier of the ${table.label}.`, {
    required: 'systemrequired',
    mask: 'ValidForAdvancedFind|RequiredForGrid',
    create: true,
    details: [],
  });

const everywhere: readonly AttributeSpec[] = [
  lookup('CreatedBy', 'Created By', 'User who created the row.'),
  instant('CreatedOn', 'Created On', 'When the row was created.'),
  lookup('CreatedOnBehalfBy', 'Created By (Delegate)', 'Delegate who created the row.'),
  whole('ImportSequenceNumber', 'Import Sequence Number', 'Number of the import that created the row.', -2_147_483_648, {
    mask: 'ValidForAdvancedFind',
    create: true,
  }),
  lookup('ModifiedBy', 'Modified By', 'User who modified the row.'),
  instant('ModifiedOn', 'Modified On', 'When the row was modified.'),
  lookup('ModifiedOnBehalfBy', 'Modified By (Delegate)', 'Delegate who modified the row.'),
  instant('OverriddenCreatedOn', 'Record Created On', 'When the row was migrated.', {
    mask: 'ValidForAdvancedFind|ValidForGrid',
    create: true,
    details: details.date('date', 1, false),
  }),
  system('OwnerId', 'owner', 'Owner', 'Owner of the row.', {
    required: 'systemrequired',
    mask: `${SHOWN}|RequiredForForm`,
    create: true,
    update: true,
    details: details.owner(),
  }),
  lookup('OwningBusinessUnit', 'Owning Business Unit', 'Business unit that owns the row.'),
  lookup('OwningTeam', 'Owning Team', 'Team that owns the row.', { mask: '', logical: true }),
  lookup('OwningUser', 'Owning User', 'User who owns the row.', { mask: '', logical: true }),
  whole('TimeZoneRuleVersionNumber', 'Time Zone Rule Version Number', 'For internal use only.', -1, {
    mask: '',
    create: true,
    update: true,
  }),
  whole('UTCConversionTimeZoneCode', 'UTC Conversion Time Zone Code', 'Time zone when the row was created.', -1, {
    mask: '',
    create: true,
    update: true,
  }),
];

const currency: readonly AttributeSpec[] = [
  system('ExchangeRate', 'decimal', 'Exchange Rate', 'Rate between the currency of the row and the base currency.', {
    details: details.decimal('1E-10', 100_000_000_000, 12),
  }),
  lookup('TransactionCurrencyId', 'Currency', 'Currency of the amounts of the row.', { create: true, update: true }),
];

const states = (table: Table): readonly AttributeSpec[] => [
  system('statecode', 'state', 'Status', `Status of the ${table.label}`, {
    required: 'systemrequired',
    update: true,
    details: [stateSet(table)],
  }),
  system('statuscode', 'status', 'Status Reason', `Reason for the status of the ${table.label}`, {
    create: true,
    update: true,
    details: [statusSet(table)],
  }),
];

/** Names of the platform's columns of a table, in lower case. */
export const systemColumnNames = (table: Table): readonly string[] =>
  [primaryKey(table), ...everywhere, ...states(table), ...(holdsMoney(table.columns) ? currency : [])].map(({ schemaName }) =>
    schemaName.toLowerCase(),
  );

/** The platform's columns of a table. */
export const systemColumns = (table: Table): readonly XmlElement[] =>
  [primaryKey(table), ...everywhere, ...states(table), ...(holdsMoney(table.columns) ? currency : [])].map(attribute);
