/** Signs before the states in lists: the functions that the views' columns name. Each answers an icon and a tooltip. */
import {
  connectionState as connectionStates,
  exportState as exportStates,
  historyResult as historyResults,
  requestState as requestStates,
} from '@stl3/solution';

type Sign = 'done' | 'busy' | 'warning' | 'failed' | 'none';
/** Name of a web resource and the tooltip over it; empty = no sign. */
type Icon = readonly [icon: string, tooltip: string];
interface Choice {
  readonly values: Readonly<Record<string, { readonly value: number }>>;
}
type SignsOf<Of extends Choice> = Readonly<Record<keyof Of['values'], Sign>>;

const NO_SIGN: Icon = ['', ''];

/** The platform writes a row as JSON: a choice's number in `<column>_Value`, its words in the user's language in `<column>`. */
const readRow = (rowData: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(rowData) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
};

const signOf = <Of extends Choice>(rowData: string, column: string, choice: Of, signs: SignsOf<Of>): Icon => {
  const row = readRow(rowData);
  // A column of a linked table bears the link's alias before its name.
  const key = Object.keys(row).find((name) => name === `${column}_Value` || name.endsWith(`.${column}_Value`));
  if (key === undefined) return NO_SIGN;
  const value = Number(row[key]);
  const state = Object.keys(choice.values).find((name) => choice.values[name]?.value === value);
  if (state === undefined) return NO_SIGN;
  const words = row[key.slice(0, -'_Value'.length)];
  return [`stl3_/icons/state-${signs[state as keyof Of['values']]}.svg`, typeof words === 'string' ? words : ''];
};

/** Where an invoice stands on its way to Xero. */
export const exportState = (rowData: string): Icon =>
  signOf(rowData, 'stl3_exportstate', exportStates, {
    notSent: 'none',
    checked: 'none',
    waiting: 'busy',
    sending: 'busy',
    checkingWithXero: 'busy',
    sent: 'done',
    partPaid: 'done',
    paid: 'done',
    credited: 'done',
    voided: 'none',
    deleted: 'none',
    blocked: 'failed',
    needsChoice: 'warning',
  });

/** Whether a connection can reach Xero. */
export const connectionState = (rowData: string): Icon =>
  signOf(rowData, 'stl3_connectionstate', connectionStates, {
    connected: 'done',
    reconnect: 'failed',
    disconnected: 'failed',
    copied: 'warning',
    takenOver: 'warning',
  });

/** Where a request stands. */
export const requestState = (rowData: string): Icon =>
  signOf(rowData, 'stl3_state', requestStates, { requested: 'busy', taken: 'busy', done: 'done', refused: 'failed' });

/** How something ended. */
export const historyResult = (rowData: string): Icon =>
  signOf(rowData, 'stl3_result', historyResults, { succeeded: 'done', refused: 'warning', failed: 'failed', checking: 'busy' });
