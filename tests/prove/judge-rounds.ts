/** Judges by Xero's own commit journal and by what the rows in Dynamics say, never by the relay's receipts. */
import { requestState } from '@stl3/solution';
import type { World } from '../sandbox/world.ts';

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
  /** Contacts or items that were made twice. */
  readonly effects_doubled: number;
}

const invoiceIn = (url: string | null): string => /[?&]id=([0-9a-f-]{36})/i.exec(url ?? '')?.[1]?.toLowerCase() ?? '';

const doubled = (keys: readonly string[]): number => [...Map.groupBy(keys, (key) => key).values()].filter((each) => each.length > 1).length;

/** @param asked request id -> invoice id */
export const judgeRounds = (world: World, asked: ReadonlyMap<string, string>): RoundsJudgement => {
  const invoices = new Set(asked.values());
  const created = world.xero.control.journal().filter(({ kind, documentType }) => kind === 'create' && documentType === 'invoice');
  const perInvoice = Map.groupBy(created, ({ url }) => invoiceIn(url));
  const requests = new Map(world.dataverse.control.rows('stl3_xerorequest').map((row) => [row.id, row.values]));
  const stateOf = (id: string) => requests.get(id)?.['stl3_state'];
  const details = world.dataverse.control.rows('stl3_xerodetails').map(({ values }) => values);
  const inXero = world.xero.control.state().organisations.flatMap(({ invoices: all }) => all);
  const untrue = [...asked].filter(([request, invoice]) => {
    if (stateOf(request) !== requestState.values.done.value) return false;
    const row = details.find(({ stl3_invoiceid: of }) => typeof of === 'object' && of?.id === invoice);
    const document = inXero.find(({ InvoiceID }) => InvoiceID === row?.['stl3_xeroid']);
    return (
      !document ||
      invoiceIn(document.Url ?? null) !== invoice ||
      document.InvoiceNumber !== row?.['stl3_number'] ||
      document.Total !== row['stl3_total']
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
    effects_doubled:
      doubled(organisation?.contacts.flatMap(({ ContactNumber }) => ContactNumber ?? []) ?? []) +
      doubled(organisation?.items.map(({ Code }) => Code) ?? []),
  };
};
