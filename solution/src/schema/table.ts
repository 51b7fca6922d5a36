/** A Dataverse table as typed data, and the shapes of its rows on the wire. */
import type {
  ChoiceColumn,
  Column,
  ColumnOptions,
  DateColumn,
  InstantColumn,
  LookupColumn,
  MemoColumn,
  TextColumn,
  YesNoColumn,
} from './columns.ts';

/** An alternate key: no two rows may share these values; rows with an empty one are not held to it. */
export interface AlternateKey {
  readonly schemaName: string;
  readonly label: string;
  readonly columns: readonly string[];
}

/** Columns by logical name. */
export type Columns = Readonly<Record<string, Column>>;

/** A table of our own. Always user-owned: ownership cannot be changed after release. */
export interface Table<L extends string = string, C extends Columns = Columns> {
  readonly schemaName: string;
  readonly logicalName: L;
  readonly setName: string;
  readonly primaryKey: string;
  /** Logical name of the column that names a row. */
  readonly primaryName: string;
  readonly label: string;
  readonly pluralLabel: string;
  readonly description: string;
  readonly columns: C;
  readonly keys: readonly AlternateKey[];
  readonly audited: boolean;
  /** Deltas can be asked for (Dataverse change tracking). */
  readonly changeTracking: boolean;
}

/** A table of Microsoft's to which we add columns and own nothing else. */
export interface ExtendedTable<L extends string = string, C extends Columns = Columns> {
  readonly schemaName: string;
  readonly logicalName: L;
  readonly setName: string;
  readonly primaryKey: string;
  readonly columns: C;
}

interface TableText {
  readonly label: string;
  readonly pluralLabel: string;
  readonly description: string;
  readonly keys?: readonly AlternateKey[];
  readonly audited?: boolean;
  readonly changeTracking?: boolean;
}

/** Dataverse's own rule for a custom table's set name. */
const setNameOf = (logicalName: string): string => logicalName + (logicalName.endsWith('s') ? 'es' : 's');

/**
 * Declares a table of ours.
 * @param schemaName as the platform shows it, such as `stl3_XeroRequest`; the logical name is its lower case.
 * @param columns by logical name; the first one is the primary name.
 */
export const table = <const S extends string, C extends Columns>(schemaName: S, wording: TableText, columns: C): Table<Lowercase<S>, C> => {
  const logicalName = schemaName.toLowerCase() as Lowercase<S>;
  return {
    schemaName,
    logicalName,
    setName: setNameOf(logicalName),
    primaryKey: `${logicalName}id`,
    primaryName: Object.keys(columns)[0] ?? '',
    label: wording.label,
    pluralLabel: wording.pluralLabel,
    description: wording.description,
    columns,
    keys: wording.keys ?? [],
    audited: wording.audited ?? false,
    changeTracking: wording.changeTracking ?? false,
  };
};

/** Declares the columns that we add to a table of Microsoft's. */
export const extendedTable = <const L extends string, C extends Columns>(
  schemaName: string,
  logicalName: L,
  setName: string,
  columns: C,
): ExtendedTable<L, C> => ({ schemaName, logicalName, setName, primaryKey: `${logicalName}id`, columns });

/** The value of one column as JSON carries it. */
type Wire<C extends Column> =
  C extends ChoiceColumn<infer Ch>
    ? Ch['values'][keyof Ch['values']]['value']
    : C extends TextColumn | MemoColumn | DateColumn | InstantColumn
      ? string
      : C extends YesNoColumn
        ? boolean
        : C extends LookupColumn
          ? never
          : number;

type LookupNames<C extends Columns> = { [K in keyof C]: C[K] extends LookupColumn ? K : never }[keyof C] & string;
type ValueNames<C extends Columns> = Exclude<keyof C & string, LookupNames<C>>;
type BindName<C extends Column> = C extends LookupColumn<infer S> ? `${S}@odata.bind` : never;

/** Name of a column as `$select` takes it: a lookup is read by its `_name_value` property. */
export type SelectName<T extends { readonly columns: Columns }> = ValueNames<T['columns']> | `_${LookupNames<T['columns']>}_value`;

/** A row as a query answers it; absent = not selected, null = empty. */
export type ReadRow<T extends { readonly columns: Columns }> = {
  readonly [K in ValueNames<T['columns']>]?: Wire<T['columns'][K]> | null;
} & { readonly [K in LookupNames<T['columns']> as `_${K}_value`]?: string | null };

/** A row as a create or update takes it: a misspelt column or an unknown choice value does not compile. */
export type WriteRow<T extends { readonly columns: Columns }> = {
  readonly [K in ValueNames<T['columns']>]?: Wire<T['columns'][K]> | null;
} & { readonly [K in LookupNames<T['columns']> as BindName<T['columns'][K]>]?: string | null };

/** The names of a query's columns, checked against the table. */
export const select = <T extends { readonly columns: Columns }>(_table: T, ...names: readonly SelectName<T>[]): string => names.join(',');

export type { ColumnOptions };
