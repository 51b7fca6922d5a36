/** Judges by Xero's own commit journal and by what the rows in Dynamics say, never by the relay's receipts. */
import { exportState, requestState } from '@stl3/solution';
import type { World } from '../sandbox/world.ts';
import { copyNumbered } from './new-invoices.ts';

const effects = ['email', 'note', 'allocation'] as const;
type Effect = (typeof effects)[number];

export interface RoundsJudgement {
  readonly posted: number;
  readonly duplicates: number;
  readonly lost: number;
  /** Requests that nobody answered. */
  readonly in_doubt_left: number;
  /** Requests that were refused though nothing was wrong. */
  readonly refused_falsely: number;
  /** Answered rows that say something else than Xero holds. */
  readonly rows_untrue: number;
  /** Contacts, items, mails, notes of one sending and allocations of one credit note that are there twice. */
  readonly effects_doubled: number;
  /** What followed documents at all. */
  readonly effects_seen: Readonly<Record<Effect, number>>;
}

const invoiceIn = (url: string | null): string => /[?&]id=([0-9a-f-]{36})/i.exec(url ?? '')?.[1]?.toLowerCase() ?? '';

const doubled = (keys: readonly string[]): number => [...Map.groupBy(keys, (key) => key).values()].filter((each) => each.length > 1).length;

/** Where a document stands of which Dynamics says that it is done. */
const inXeroStates: readonly unknown[] = (['sent', 'partPaid', 'paid', 'credited'] as const).map((name) => exportState.values[name].value);

/** @param asked request id -> invoice id */
export const judgeRounds = (world: World, asked: ReadonlyMap<string, string>): RoundsJudgement => {
  const invoices = new Set(asked.values());
  const journal = world.xero.control.journal();
  const created = journal.filter(
    ({ kind, documentType }) => kind === 'create' && (documentType === 'invoice' || documentType === 'creditnote'),
  );
  // A credit note bears no address; its number is the clerk's.
  const perInvoice = Map.groupBy(created, ({ url, number }) => invoiceIn(url) || copyNumbered(number ?? ''));
  const numbersOf = (documentType: Effect) => journal.flatMap((row) => (row.documentType === documentType ? (row.number ?? []) : []));
  const requests = new Map(world.dataverse.control.rows('stl3_xerorequest').map((row) => [row.id, row.values]));
  const stateOf = (id: string) => requests.get(id)?.['stl3_state'];
  const details = world.dataverse.control.rows('stl3_xerodetails').map(({ values }) => values);
  const inXero = world.xero.control.state().organisations.flatMap(({ invoices: all, creditNotes }) => [...all, ...creditNotes]);
  const untrue = [...asked].filter(([request, invoice]) => {
    if (stateOf(request) !== requestState.values.done.value) return false;
    const row = details.find(({ stl3_invoiceid: of }) => typeof of === 'object' && of?.id === invoice);
    const document = inXero.find(({ InvoiceID }) => InvoiceID === row?.['stl3_xeroid']);
    return (
      !document ||
      (document.Url ? invoiceIn(document.Url) : copyNumbered(document.InvoiceNumber)) !== invoice ||
      document.InvoiceNumber !== row?.['stl3_number'] ||
      document.Total !== row['stl3_total'] ||
      !inXeroStates.includes(row['stl3_exportstate'])
    );
  });
  const organisation = world.xero.control.state().organisations[0];
  return {
    posted: [...invoices].filter((id) => perInvoice.has(id)).length,
    duplicates: [...perInvoice.values()].filter((rows) => rows.length > 1).length,
    lost: [...invoices].filter((id) => !perInvoice.has(id)).length,
    in_doubt_left: [...asked.keys()].filter(
      (id) => stateOf(id) !== requestState.values.done.value && stateOf(id) !== requestState.values.refused.value,
    ).length,
    refused_falsely: [...asked.keys()].filter((id) => stateOf(id) === requestState.values.refused.value).length,
    rows_untrue: untrue.length,
    effects_seen: { email: numbersOf('email').length, note: numbersOf('note').length, allocation: numbersOf('allocation').length },
    effects_doubled:
      doubled(organisation?.contacts.flatMap(({ ContactNumber }) => ContactNumber ?? []) ?? []) +
      doubled(organisation?.items.map(({ Code }) => Code) ?? []) +
      effects.reduce((sum, what) => sum + doubled(numbersOf(what)), 0),
  };
};
