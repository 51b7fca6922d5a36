/** Which of the platform's controls shows which type of column (ids counted over real exports). */
import type { Column } from '../../schema/index.ts';
import { extendedTables, tables } from '../../schema/index.ts';
import { microsoftColumns } from '../microsoft-columns.ts';

/** Class ids of the platform's form controls. */
export const classIds = {
  text: '4273edbd-ac1d-40d3-9fb2-095c621b552d',
  lookup: '270bd3db-d9af-4782-9025-509e298dec0a',
  choice: '3ef39988-22bb-4f0b-bbbe-64b5a3748aee',
  status: '5d68b988-0661-4db2-bc3e-17598ad3be6c',
  yesNo: '67fac785-cd58-4f9f-abb3-4b7ddc6ed5ed',
  date: '5b773807-9fb2-42db-97c3-7a91eff8adff',
  decimal: 'c3efe0c3-0ec6-42be-8349-cbd9079dfd8e',
  whole: 'c6d124ca-7eda-4a60-aea9-7fb8d318b68f',
  money: '533b9e00-756b-4312-95a0-dc888637ac78',
  memo: 'e0dece4b-6fc8-4a8f-a065-082708572369',
  email: 'ada2203e-b4cd-49be-9ddf-234642b43b52',
  url: '71716b6c-711e-476c-8ab8-5d11542bfb47',
  quickView: '5c5600e0-1d6e-4205-a272-be80da87fd42',
  subGrid: 'e7a81278-8635-4d9e-8d4d-59480b391c5b',
} as const;

type Control = keyof typeof classIds;

/** A column as forms see it, whoever made it. */
export interface FormColumn {
  readonly control: Control;
  readonly label: string;
}

const system: Readonly<Record<string, FormColumn>> = {
  ownerid: { control: 'lookup', label: 'Owner' },
  createdby: { control: 'lookup', label: 'Created By' },
  createdon: { control: 'date', label: 'Created On' },
  modifiedon: { control: 'date', label: 'Modified On' },
  statecode: { control: 'choice', label: 'Status' },
  statuscode: { control: 'status', label: 'Status Reason' },
  transactioncurrencyid: { control: 'lookup', label: 'Currency' },
};

const controlFor = (column: Column): Control => {
  switch (column.type) {
    case 'text':
      return column.format === 'url' || column.format === 'email' ? column.format : 'text';
    case 'memo':
    case 'whole':
    case 'decimal':
    case 'money':
    case 'date':
    case 'choice':
    case 'lookup':
      return column.type;
    case 'yesno':
      return 'yesNo';
    case 'instant':
      return 'date';
  }
};

/**
 * A column by its table's and its own logical name.
 * @throws {Error} if the table has no such column: a form would not import with it
 */
export const columnOf = (table: string, name: string): FormColumn => {
  const own = [...tables, ...extendedTables].find(({ logicalName }) => logicalName === table)?.columns[name];
  if (own !== undefined) return { control: controlFor(own), label: own.label };
  const theirs = microsoftColumns[table]?.[name] ?? (microsoftColumns[table] === undefined ? system[name] : undefined);
  if (theirs === undefined) throw new Error(`${table} has no column ${name}`);
  return theirs;
};

/** Class id of the control that shows a column. */
export const classOfColumn = (table: string, name: string): string => classIds[columnOf(table, name).control];
