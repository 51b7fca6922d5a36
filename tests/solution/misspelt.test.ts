import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Room } from './compile-snippets.ts';
import { compileSnippets } from './compile-snippets.ts';

const rooms: readonly (readonly [name: string, room: Room])[] = [
  ['relay-service', { config: 'tsconfig.json', folder: 'relay-service/src/dataverse' }],
  ['webresources', { config: 'webresources/tsconfig.json', folder: 'webresources/src' }],
  ['pcf-controls', { config: 'pcf-controls/tsconfig.json', folder: 'pcf-controls/XeroStatus' }],
];

const query = (...names: readonly string[]): string => `
import { request, select } from '@stl3/solution';
export const columns: string = select(request, ${names.map((name) => `'${name}'`).join(', ')});
`;
const write = (property: string, value: string): string => `
import type { WriteRow, request } from '@stl3/solution';
import { requestAction, requestState } from '@stl3/solution';
export const known = [requestAction, requestState];
export const row: WriteRow<typeof request> = { stl3_name: 'Send INV-1', ${JSON.stringify(property)}: ${value} };
`;
const read = (property: string): string => `
import type { ReadRow, request } from '@stl3/solution';
export const value = (row: ReadRow<typeof request>): unknown => row.${property};
`;

const snippets = {
  query: query('stl3_state', 'stl3_result', '_stl3_invoiceid_value'),
  misspeltQuery: query('stl3_state', 'stl3_resullt'),
  queriedLookup: query('stl3_invoiceid'),
  columnOfAnotherTable: query('stl3_exportstate'),
  write: write('stl3_action', 'requestAction.values.send.value'),
  bind: write('stl3_InvoiceId@odata.bind', "'/invoices(11111111-1111-4111-8111-111111111111)'"),
  misspeltWrite: write('stl3_acton', 'requestAction.values.send.value'),
  misspeltBind: write('stl3_invoiceid@odata.bind', "'/invoices(11111111-1111-4111-8111-111111111111)'"),
  unknownChoiceValue: write('stl3_state', '715330009'),
  valueOfAnotherChoice: write('stl3_state', 'requestAction.values.accept.value'),
  misspeltChoiceName: write('stl3_state', 'requestState.values.refussed.value'),
  textForChoice: write('stl3_state', "'Requested'"),
  numberForText: write('stl3_result', '4711'),
  read: read('stl3_state'),
  misspeltRead: read('stl3_sate'),
} as const;

describe.each(rooms)('in %s', (_name, room) => {
  let said: Readonly<Record<keyof typeof snippets, readonly string[]>>;
  beforeAll(() => {
    said = compileSnippets(room, snippets);
  });

  test.each(['query', 'write', 'bind', 'read'] as const)('a right %s compiles', (name) => {
    expect(said[name]).toEqual([]);
  });

  test.each([
    ['misspeltQuery', /"stl3_resullt"' is not assignable/],
    ['queriedLookup', /"stl3_invoiceid"' is not assignable/],
    ['columnOfAnotherTable', /"stl3_exportstate"' is not assignable/],
    ['misspeltWrite', /stl3_acton.* does not exist in type/],
    ['misspeltBind', /stl3_invoiceid@odata\.bind.* does not exist in type/],
    ['unknownChoiceValue', /'715330009' is not assignable/],
    ['valueOfAnotherChoice', /'715330006' is not assignable/],
    ['misspeltChoiceName', /'refussed' does not exist on type/],
    ['textForChoice', /'"Requested"' is not assignable|'string' is not assignable/],
    ['numberForText', /'number' is not assignable to type 'string'/],
    ['misspeltRead', /'stl3_sate' does not exist on type/],
  ] as const)('%s does not', (name, message) => {
    expect(said[name]).toHaveLength(1);
    expect(said[name][0]).toMatch(message);
  });
});
