/** What a check found: one line for people. */

/** The groups of import errors that can be known beforehand, by their number. */
export const groups = {
  0: 'file',
  1: 'zip',
  2: 'xml',
  3: 'envelope',
  4: 'roots',
  5: 'ids',
  6: 'prefix',
  7: 'names',
  8: 'tables',
  9: 'relationships',
  10: 'money',
  11: 'choices',
  12: 'keys',
  13: 'forms',
  14: 'views',
  15: 'quick-views',
  16: 'ribbon',
  17: 'web-resources',
  18: 'control',
  19: 'webhooks',
  20: 'roles',
  21: 'app',
  22: 'environment-variables',
  23: 'dependencies',
  24: 'removals',
  25: 'twins',
} as const;
export type Group = keyof typeof groups;

export interface Finding {
  readonly group: Group;
  /** File in the zip. */
  readonly file: string;
  readonly message: string;
}

export const finding = (group: Group, file: string, message: string): Finding => ({ group, file, message });

/** `file: group: what`, one line. */
export const describe = ({ group, file, message }: Finding): string => `${file}: ${groups[group]}: ${message.replaceAll(/\s+/g, ' ')}`;
