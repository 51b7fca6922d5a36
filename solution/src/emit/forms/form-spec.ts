/** What a form is made of, as data. */

/** One place on a form. */
export type CellSpec =
  | {
      readonly kind: 'column';
      readonly column: string;
      readonly label?: string;
      readonly locked?: boolean;
      /** Takes the section's whole width. */
      readonly wide?: boolean;
      /** Height in rows. */
      readonly rows?: number;
      /** View that a lookup opens with. */
      readonly view?: string;
    }
  /** The status control, bound to an empty text column. */
  | { readonly kind: 'status'; readonly column: string; readonly label: string }
  /** A quick view of the row that a lookup points at. */
  | { readonly kind: 'quickView'; readonly column: string; readonly label: string; readonly table: string; readonly formId: string }
  /** A list of the rows that point at this one. */
  | {
      readonly kind: 'subGrid';
      readonly id: string;
      readonly label: string;
      readonly table: string;
      readonly relationship: string;
      readonly viewId: string;
    };

export interface SectionSpec {
  readonly name: string;
  /** Empty = no heading. */
  readonly label: string;
  readonly columns?: 1 | 2;
  readonly cells: readonly CellSpec[];
}

export interface TabSpec {
  readonly name: string;
  readonly label: string;
  /** Sections from top to bottom, in columns from left to right. */
  readonly columns: readonly (readonly SectionSpec[])[];
}

export interface FormSpec {
  readonly table: string;
  readonly key: string;
  readonly type: 'main' | 'quick';
  readonly title: string;
  readonly description: string;
  readonly since: string;
  readonly tabs: readonly TabSpec[];
  /** Columns that the head of the form shows. */
  readonly header: readonly string[];
  /** Nothing on it can be typed into: the relay writes these rows. */
  readonly locked: boolean;
  /** Shown to whom no other form is open. Never so on a table of Microsoft's. */
  readonly fallback: boolean;
  readonly script?: { readonly library: string; readonly onLoad: string };
}

/** A column's cell. */
export const field = (column: string, options: Omit<Extract<CellSpec, { kind: 'column' }>, 'kind' | 'column'> = {}): CellSpec => ({
  kind: 'column',
  column,
  ...options,
});

/** Cells of several columns. */
export const fields = (...columns: readonly string[]): readonly CellSpec[] => columns.map((column) => field(column));

/** A section of cells. */
export const section = (name: string, label: string, ...cells: readonly CellSpec[]): SectionSpec => ({ name, label, cells });

/** A section of columns, one below the other. */
export const columns = (name: string, label: string, ...names: readonly string[]): SectionSpec => section(name, label, ...fields(...names));

/** A tab of columns of sections. */
export const tab = (name: string, label: string, ...of: TabSpec['columns']): TabSpec => ({ name, label, columns: of });

/** A column over the whole width, several rows high. */
export const wide = (column: string, rows: number): CellSpec => field(column, { wide: true, rows });
