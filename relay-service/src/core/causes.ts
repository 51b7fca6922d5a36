/** The catalogue of causes: a stable code for everything that can stand between an invoice and Xero, and its words. */
import { afterCauses } from './causes/after-causes.ts';
import type { Cause } from './causes/cause.ts';
import { changeCauses } from './causes/change-causes.ts';
import { contactCauses } from './causes/contact-causes.ts';
import { invoiceCauses } from './causes/invoice-causes.ts';
import { lineCauses } from './causes/line-causes.ts';
import { requestCauses } from './causes/request-causes.ts';
import { settingsCauses } from './causes/settings-causes.ts';
import { xeroCauses } from './causes/xero-causes.ts';
import type { Mapped, Reason } from './document.ts';

export const causes = {
  ...requestCauses,
  ...invoiceCauses,
  ...lineCauses,
  ...settingsCauses,
  ...contactCauses,
  ...changeCauses,
  ...afterCauses,
  ...xeroCauses,
};

/** Codes are for ever: ledger, history and support know a cause by its code alone. */
export type CauseCode = keyof typeof causes;

export const isCauseCode = (code: string): code is CauseCode => Object.hasOwn(causes, code);

/** The catalogue's entry for a code; undefined for a code of a newer version. */
export const causeOf = (code: string): Cause | undefined => (isCauseCode(code) ? causes[code] : undefined);

export type Values = Readonly<Record<string, string | number>>;

const fill = (template: string, values: Values): string =>
  template.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? 'unknown'));

/** Names a cause, with its words filled in. `line` counts from 1, 0 is what the settings add; `field` is `table.column`. */
export const reason = (code: CauseCode, given: Values = {}, field?: string): Reason => {
  const { message, remedy } = causes[code];
  const line = typeof given['line'] === 'number' ? given['line'] : 0;
  const values = { place: line === 0 ? 'in the settings' : `of line ${line}`, ...given };
  return {
    code,
    message: fill(message, values),
    remedy: fill(remedy, values),
    ...(line === 0 ? {} : { line }),
    ...(field === undefined ? {} : { field }),
  };
};

/** A choice is asked for only once nothing else stands in the way. */
export const verdictOf = (reasons: readonly Reason[]): Exclude<Mapped['verdict'], 'Ready'> =>
  reasons.every(({ code }) => causeOf(code)?.choice === true) ? 'NeedsChoice' : 'Blocked';
