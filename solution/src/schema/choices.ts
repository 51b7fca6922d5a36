/** Global choices (option sets) and the rule for their values: publisher's option value prefix x 10,000, counted from 0. */

/** Value of the first option of every choice: option value prefix 71533. */
export const FIRST_OPTION_VALUE = 715_330_000;

export interface ChoiceOption {
  readonly value: number;
  readonly label: string;
}
export interface Choice {
  readonly schemaName: string;
  readonly label: string;
  readonly values: Readonly<Record<string, ChoiceOption>>;
}

type Add<Base extends number, K> = K extends keyof OffsetTable ? OffsetTable[K] : Base;
// Literal types for the values, so that a choice's number is a compile-time constant; grow the list with the longest choice.
interface OffsetTable {
  0: 715330000;
  1: 715330001;
  2: 715330002;
  3: 715330003;
  4: 715330004;
  5: 715330005;
  6: 715330006;
  7: 715330007;
  8: 715330008;
  9: 715330009;
  10: 715330010;
  11: 715330011;
  12: 715330012;
  13: 715330013;
  14: 715330014;
  15: 715330015;
}
type Offsets = Readonly<Record<string, readonly [offset: keyof OffsetTable, label: string]>>;
type Values<O extends Offsets> = { readonly [K in keyof O]: { readonly value: Add<never, O[K][0]>; readonly label: string } };

/**
 * Declares a choice. The offset is written out and never changes: a value that has shipped keeps its meaning for ever,
 * a retired one is not given out again.
 */
export const defineChoice = <const O extends Offsets>(
  schemaName: string,
  label: string,
  offsets: O,
): { readonly schemaName: string; readonly label: string; readonly values: Values<O> } => ({
  schemaName,
  label,
  values: Object.fromEntries(
    Object.entries(offsets).map(([name, [offset, optionLabel]]) => [name, { value: FIRST_OPTION_VALUE + offset, label: optionLabel }]),
  ) as Values<O>,
});

/** Name of the option that has this value, or undefined. */
export const optionName = <C extends Choice>(of: C, value: number | null | undefined): (keyof C['values'] & string) | undefined =>
  Object.entries(of.values).find(([, option]) => option.value === value)?.[0];
