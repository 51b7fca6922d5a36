import { expect, test } from '@jest/globals';
import { exportState, requestState } from '@stl3/solution';
import type { World } from '../sandbox/world.ts';
import { judgeRounds } from './judge-rounds.ts';
import { copyNumbered } from './new-invoices.ts';

const INVOICE = copyNumbered('P-1');
const XERO_ID = 'd3a1c0de-0000-4000-8000-000000000001';
const url = `https://org.crm.dynamics.com/main.aspx?id=${INVOICE}`;
const create = { kind: 'create', documentType: 'invoice', number: 'INV-1', url };
const follows = (documentType: string) => ({ kind: 'create', documentType, number: 'INV-1', url: null });
const document = { InvoiceID: XERO_ID, InvoiceNumber: 'INV-1', Total: 110, Url: url };
const details = {
  stl3_invoiceid: { table: 'invoice', id: INVOICE },
  stl3_xeroid: XERO_ID,
  stl3_number: 'INV-1',
  stl3_total: 110,
  stl3_exportstate: exportState.values.sent.value,
};
const done = { stl3_state: requestState.values.done.value };
const rightly = { journal: [create, follows('email'), follows('note'), follows('allocation')], details, request: done };

const judged = ({ journal, details: row, request }: { journal: readonly object[]; details: object; request: object }) => {
  const tables: Readonly<Record<string, readonly object[]>> = {
    stl3_xerorequest: [{ id: 'asked', values: request }],
    stl3_xerodetails: [{ values: row }],
  };
  const world = {
    xero: {
      control: {
        journal: () => journal,
        state: () => ({ organisations: [{ invoices: [document], creditNotes: [], contacts: [], items: [] }] }),
      },
    },
    dataverse: { control: { rows: (table: string) => tables[table] } },
  };
  return judgeRounds(world as unknown as World, new Map([['asked', INVOICE]]));
};
const clean = { posted: 1, duplicates: 0, lost: 0, in_doubt_left: 0, refused_falsely: 0, rows_untrue: 0, effects_doubled: 0 };

// What judges the proof must itself be able to say no.
test.each([
  ['all as it should be', rightly, {}],
  ['two documents of one invoice', { ...rightly, journal: [create, create] }, { duplicates: 1 }],
  ['no document', { ...rightly, journal: [] }, { posted: 0, lost: 1 }],
  ['two mails', { ...rightly, journal: [create, follows('email'), follows('email')] }, { effects_doubled: 1 }],
  ['two notes', { ...rightly, journal: [create, follows('note'), follows('note')] }, { effects_doubled: 1 }],
  ['two allocations', { ...rightly, journal: [create, follows('allocation'), follows('allocation')] }, { effects_doubled: 1 }],
  ['another number on the row', { ...rightly, details: { ...details, stl3_number: 'INV-2' } }, { rows_untrue: 1 }],
  ['another total on the row', { ...rightly, details: { ...details, stl3_total: 100 } }, { rows_untrue: 1 }],
  [
    'done, and still "Checking with Xero"',
    { ...rightly, details: { ...details, stl3_exportstate: exportState.values.checkingWithXero.value } },
    { rows_untrue: 1 },
  ],
  ['no answer', { ...rightly, request: { stl3_state: requestState.values.taken.value } }, { in_doubt_left: 1 }],
  ['refused', { ...rightly, request: { stl3_state: requestState.values.refused.value } }, { refused_falsely: 1 }],
])('%s', (_, given, differs) => {
  expect(judged(given)).toMatchObject({ ...clean, ...differs });
});
