/** Columns as the stand-in knows them: type, limits, and when a caller may write them. */

export type ColumnType =
  'text' | 'memo' | 'whole' | 'bigint' | 'decimal' | 'money' | 'yesno' | 'date' | 'instant' | 'id' | 'choice' | 'lookup';

/** A way from a lookup to one of its targets: `name` is the navigation property, in the casing that a bind must use. */
export interface Navigation {
  readonly name: string;
  readonly target: string;
}

export interface Column {
  readonly type: ColumnType;
  readonly max?: number;
  readonly min?: number;
  /** Digits behind the point; money without one takes the currency's. */
  readonly precision?: number;
  readonly options?: Readonly<Record<number, string>>;
  /** Of a status reason: the reasons that each state allows, its default first. */
  readonly reasons?: Readonly<Record<number, readonly number[]>>;
  readonly navigations?: readonly Navigation[];
  /** May be given on create. */
  readonly create: boolean;
  /** May be changed later. */
  readonly update: boolean;
  /** Readable; a secret such as a webhook's key is not. */
  readonly read: boolean;
  readonly default?: unknown;
  /** Version of our solution that brought it; Microsoft's own have none. */
  readonly since?: () => string;
}

export interface TableDefinition {
  readonly schemaName: string;
  readonly logicalName: string;
  readonly setName: string;
  readonly primaryKey: string;
  readonly primaryName: string;
  /** Table whose privileges guard this one: `prvRead` + this name. */
  readonly guardedBy: string;
  readonly owned: 'user' | 'organization';
  readonly columns: Readonly<Record<string, Column>>;
  readonly keys: readonly (readonly string[])[];
}

type Rules = Partial<Pick<Column, 'create' | 'update' | 'read' | 'default' | 'min' | 'max' | 'precision'>>;
const column = (type: ColumnType, rules: Rules = {}): Column => ({ type, create: true, update: true, read: true, ...rules });

export const computed: Rules = { create: false, update: false };
export const onCreateOnly: Rules = { update: false };

export const text = (max: number, rules: Rules = {}): Column => column('text', { ...rules, max });
export const memo = (max: number, rules: Rules = {}): Column => column('memo', { ...rules, max });
export const whole = (rules: Rules = {}): Column => column('whole', rules);
export const decimal = (precision: number, rules: Rules = {}): Column => column('decimal', { ...rules, precision });
export const money = (rules: Rules = {}): Column => column('money', rules);
export const yesNo = (rules: Rules = {}): Column => column('yesno', { default: false, ...rules });
export const date = (rules: Rules = {}): Column => column('date', rules);
export const instant = (rules: Rules = {}): Column => column('instant', rules);
export const id = (rules: Rules = {}): Column => column('id', rules);
export const choice = (options: Readonly<Record<number, string>>, rules: Rules = {}): Column => ({ ...column('choice', rules), options });
/** @param navigations navigation property -> target table */
export const lookup = (navigations: Readonly<Record<string, string | readonly string[]>>, rules: Rules = {}): Column => ({
  ...column('lookup', rules),
  navigations: Object.entries(navigations).flatMap(([name, targets]) => [targets].flat().map((target) => ({ name, target }))),
});
