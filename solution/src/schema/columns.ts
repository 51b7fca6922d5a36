/**
 * Column kinds of a Dataverse table, as typed data.
 * The wire shapes follow "Web API types and operations" (Microsoft Learn): choices are numbers, money and decimals are numbers,
 * dates are ISO text, a lookup is read as `_name_value` and written as `SchemaName@odata.bind`.
 */
import type { Choice } from './choices.ts';

/** Who may leave it empty. `required` is enforced by forms only, `systemrequired` by the platform. */
export type RequiredLevel = 'none' | 'recommended' | 'required';

/** What every column says about itself. */
export interface ColumnBase {
  readonly schemaName: string;
  readonly label: string;
  readonly description: string;
  readonly required: RequiredLevel;
  /** Kept in Dataverse's audit history. */
  readonly audited: boolean;
  /** Solution version in which the column first shipped. */
  readonly since: string;
}

export interface TextColumn extends ColumnBase {
  readonly type: 'text';
  readonly maxLength: number;
  readonly format: 'text' | 'url' | 'email' | 'textarea';
}
export interface MemoColumn extends ColumnBase {
  readonly type: 'memo';
  readonly maxLength: number;
}
export interface WholeColumn extends ColumnBase {
  readonly type: 'whole';
  readonly min: number;
  readonly max: number;
}
export interface DecimalColumn extends ColumnBase {
  readonly type: 'decimal';
  readonly precision: number;
  readonly min: number;
  readonly max: number;
}
export interface MoneyColumn extends ColumnBase {
  readonly type: 'money';
}
export interface YesNoColumn extends ColumnBase {
  readonly type: 'yesno';
  readonly default: boolean;
}
export interface DateColumn extends ColumnBase {
  readonly type: 'date';
}
export interface InstantColumn extends ColumnBase {
  readonly type: 'instant';
}
export interface ChoiceColumn<C extends Choice = Choice> extends ColumnBase {
  readonly type: 'choice';
  readonly choice: C;
  readonly default: number | null;
}
export interface LookupColumn<S extends string = string> extends ColumnBase {
  readonly type: 'lookup';
  readonly schemaName: S;
  readonly target: string;
  /** Name of the one-to-many relationship that carries the lookup. */
  readonly relationship: string;
  /** What happens to this row when the row it points at is deleted. */
  readonly onDelete: 'RemoveLink' | 'Cascade' | 'Restrict';
}

export type Column =
  | TextColumn
  | MemoColumn
  | WholeColumn
  | DecimalColumn
  | MoneyColumn
  | YesNoColumn
  | DateColumn
  | InstantColumn
  | ChoiceColumn
  | LookupColumn;

/** What an author of a table may leave to the default. */
export interface ColumnOptions {
  readonly required?: RequiredLevel;
  readonly audited?: boolean;
  readonly since?: string;
}

const base = <S extends string>(schemaName: S, label: string, description: string, options: ColumnOptions) => ({
  schemaName,
  label,
  description,
  required: options.required ?? ('none' as const),
  audited: options.audited ?? false,
  since: options.since ?? '1.0.0.0',
});

/** Single line of text. `maxLength` in characters, at most 4,000. */
export const text = (
  schemaName: string,
  label: string,
  maxLength: number,
  description: string,
  options: ColumnOptions & { readonly format?: TextColumn['format'] } = {},
): TextColumn => ({ ...base(schemaName, label, description, options), type: 'text', maxLength, format: options.format ?? 'text' });

/** Several lines of text. */
export const memo = (
  schemaName: string,
  label: string,
  maxLength: number,
  description: string,
  options: ColumnOptions = {},
): MemoColumn => ({
  ...base(schemaName, label, description, options),
  type: 'memo',
  maxLength,
});

/** Whole number between `min` and `max`, both included. */
export const whole = (
  schemaName: string,
  label: string,
  description: string,
  options: ColumnOptions & { readonly min?: number; readonly max?: number } = {},
): WholeColumn => ({
  ...base(schemaName, label, description, options),
  type: 'whole',
  min: options.min ?? 0,
  max: options.max ?? 2_147_483_647,
});

/** Decimal with `precision` digits behind the point. */
export const decimal = (
  schemaName: string,
  label: string,
  precision: number,
  description: string,
  options: ColumnOptions & { readonly min?: number; readonly max?: number } = {},
): DecimalColumn => ({
  ...base(schemaName, label, description, options),
  type: 'decimal',
  precision,
  min: options.min ?? 0,
  max: options.max ?? 100_000_000_000,
});

/** Amount in the row's own currency, rounded to that currency's precision by Dataverse. */
export const money = (schemaName: string, label: string, description: string, options: ColumnOptions = {}): MoneyColumn => ({
  ...base(schemaName, label, description, options),
  type: 'money',
});

/** Yes or no. */
export const yesNo = (
  schemaName: string,
  label: string,
  description: string,
  options: ColumnOptions & { readonly default?: boolean } = {},
): YesNoColumn => ({ ...base(schemaName, label, description, options), type: 'yesno', default: options.default ?? false });

/** Calendar date without a time zone (behaviour DateOnly). */
export const date = (schemaName: string, label: string, description: string, options: ColumnOptions = {}): DateColumn => ({
  ...base(schemaName, label, description, options),
  type: 'date',
});

/** Instant, shown in the user's time zone (behaviour UserLocal). */
export const instant = (schemaName: string, label: string, description: string, options: ColumnOptions = {}): InstantColumn => ({
  ...base(schemaName, label, description, options),
  type: 'instant',
});

/** One value of a global choice. */
export const choice = <C extends Choice>(
  schemaName: string,
  label: string,
  of: C,
  description: string,
  options: ColumnOptions & { readonly default?: keyof C['values'] } = {},
): ChoiceColumn<C> => ({
  ...base(schemaName, label, description, options),
  type: 'choice',
  choice: of,
  default: options.default === undefined ? null : (of.values[options.default as string]?.value ?? null),
});

/** Reference to one row of `target` (logical name), by the relationship of that name. */
export const lookup = <const S extends string>(
  schemaName: S,
  label: string,
  target: string,
  relationship: string,
  description: string,
  options: ColumnOptions & { readonly onDelete?: LookupColumn['onDelete'] } = {},
): LookupColumn<S> => ({
  ...base(schemaName, label, description, options),
  type: 'lookup',
  target,
  relationship,
  onDelete: options.onDelete ?? 'RemoveLink',
});
