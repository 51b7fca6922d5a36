import type { Column } from '@stl3/solution';
import { settings as settingsTable } from '@stl3/solution';
import { isTimeZone } from '../../core/dates.ts';
import type { Row } from '../../dataverse/rows.ts';
import type { ReadFile } from './files.ts';
import { oneRow, WrongFile } from './files.ts';

const checkValue = (name: string, value: unknown, column: Column): void => {
  if (value === null) return;
  if (column.type === 'yesno' && typeof value !== 'boolean')
    throw new WrongFile(`has ${name} = ${JSON.stringify(value)}; true or false is needed`);
  if (column.type !== 'choice') return;
  const options = Object.entries(column.choice.values).map(([option, { value: number }]) => ({ option, number }));
  if (!options.some(({ number }) => number === value || String(number) === value))
    throw new WrongFile(
      `has ${name} = ${JSON.stringify(value)}; its values are ${options.map(({ option, number }) => `${String(number)} (${option})`).join(', ')}`,
    );
};

/**
 * A settings row as the Web API answers it; a column that is absent has its default.
 * @throws {WrongFile}
 */
export const readSettingsFile = (text: string): ReadFile<Row> => {
  const row = oneRow(text, 'settings row');
  const ours = Object.keys(row).filter((name) => /^_?stl3_/.test(name) && !name.includes('@') && name !== settingsTable.primaryKey);
  if (ours.length === 0 && Object.keys(row).some((name) => !name.startsWith('@')) && !(settingsTable.primaryKey in row))
    throw new WrongFile('holds no settings row: none of its columns is one of the settings');
  const columns: Readonly<Record<string, Column>> = settingsTable.columns;
  const columnOf = (name: string): Column | undefined => {
    const lookup = columns[/^_(.+)_value$/.exec(name)?.[1] ?? ''];
    return lookup?.type === 'lookup' ? lookup : columns[name]?.type === 'lookup' ? undefined : columns[name];
  };
  for (const name of ours) {
    const column = columnOf(name);
    if (column) checkValue(name, row[name], column);
  }
  const zone = row['stl3_timezone'];
  if (typeof zone === 'string' && zone !== '' && !isTimeZone(zone)) throw new WrongFile(`has a time zone that does not exist: ${zone}`);
  return { content: row, notes: ours.filter((name) => !columnOf(name)).map((name) => `has ${name}, which the settings do not have`) };
};
