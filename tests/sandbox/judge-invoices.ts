/** What became of the company's invoices, judged by what both stand-ins hold and never by what the relay says of itself. */
import type { World } from './world.ts';

export interface Judgement {
  /** Invoices of Dynamics whose request was answered with Done. */
  readonly sent: readonly string[];
  readonly xeroInvoices: number;
  /** Invoices of Dynamics that Xero holds more than once. */
  readonly duplicates: readonly string[];
  /** Invoices whose total differs between both sides. */
  readonly mismatched: readonly string[];
  /** Answered with Done and not in Xero. */
  readonly lost: readonly string[];
}

const DONE = 715_330_002;

const invoiceIdIn = (url: string | undefined): string => /[?&]id=([0-9a-f-]{36})/i.exec(url ?? '')?.[1]?.toLowerCase() ?? '';

export const judgeInvoices = (world: World): Judgement => {
  const inXero = world.xero.control.state().organisations.flatMap(({ invoices }) => invoices);
  const byInvoice = Map.groupBy(inXero, ({ Url }) => invoiceIdIn(Url));
  const inDynamics = new Map(world.dataverse.control.rows('invoice').map((row) => [row.id, row.values]));
  const sent = new Set(
    world.dataverse.control.rows('stl3_xerorequest').flatMap(({ values }) => {
      const invoice = values['stl3_invoiceid'];
      return values['stl3_state'] === DONE && typeof invoice === 'object' && invoice !== null ? [invoice.id] : [];
    }),
  );
  const ids = [...byInvoice.keys()];
  return {
    sent: [...sent],
    xeroInvoices: inXero.length,
    duplicates: ids.filter((id) => (byInvoice.get(id)?.length ?? 0) > 1),
    mismatched: ids.filter((id) => byInvoice.get(id)?.some(({ Total }) => Total !== inDynamics.get(id)?.['totalamount'])),
    lost: [...sent].filter((id) => !byInvoice.has(id)),
  };
};
