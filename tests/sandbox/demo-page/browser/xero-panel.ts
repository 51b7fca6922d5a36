/** Beside the app: what Xero holds at this moment, and a way to let something go wrong on purpose. */
import { element, fill } from './element.ts';
import { money } from './formats.ts';

interface XeroInvoice {
  readonly id: string;
  readonly number: string;
  readonly contact: string;
  readonly status: string;
  readonly total: number;
  readonly currency: string;
}
interface XeroView {
  readonly organisation: string;
  readonly demo: boolean;
  readonly count: number;
  readonly invoices: readonly XeroInvoice[];
  readonly faults: readonly string[];
}

const LOOK_EVERY_MS = 1000;
const faultLabels: Readonly<Record<string, string>> = {
  'answer-lost': 'Save it, but lose the answer',
  'server-error': 'Answer with an error (503)',
  latency: 'Take eight seconds',
};
const statuses: Readonly<Record<string, string>> = {
  DRAFT: 'Draft',
  SUBMITTED: 'Awaiting approval',
  AUTHORISED: 'Awaiting payment',
  PAID: 'Paid',
  VOIDED: 'Voided',
  DELETED: 'Deleted',
};

const rowOf = (invoice: XeroInvoice): HTMLElement =>
  element(
    'li',
    { class: 'xero-row', 'data-number': invoice.number },
    element(
      'div',
      { class: 'xero-line' },
      element('strong', {}, invoice.number),
      element('span', { class: 'number' }, money(invoice.total, invoice.currency)),
    ),
    element(
      'div',
      { class: 'xero-line quiet' },
      element('span', { class: 'ellipsis' }, invoice.contact),
      element('span', { class: `pill pill-${invoice.status.toLowerCase()}` }, statuses[invoice.status] ?? invoice.status),
    ),
  );

const setFault = async (name: string): Promise<void> => {
  await fetch('/_demo/fault', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name }) });
};

/** Draws the panel and keeps it up to date. */
export const startXeroPanel = (panel: HTMLElement): void => {
  const title = element('h2', {}, 'Xero');
  const organisation = element('p', { class: 'quiet', id: 'xero-organisation' });
  const list = element('ul', { class: 'xero-list', id: 'xero-invoices' });
  const fault = element(
    'select',
    { id: 'fault', 'aria-label': 'Let the next invoice go wrong', change: () => void setFault(fault.value) },
    element('option', { value: '' }, 'Nothing goes wrong'),
    ...Object.entries(faultLabels).map(([name, label]) => element('option', { value: name }, label)),
  );
  fill(
    panel,
    element(
      'header',
      { class: 'xero-head' },
      element('div', { class: 'xero-mark', 'aria-hidden': 'true' }, 'x'),
      element('div', {}, title, organisation),
    ),
    element('label', { class: 'fault' }, element('span', { class: 'quiet' }, 'The next time an invoice is posted'), fault),
    list,
  );
  let drawn = '';
  const look = async (): Promise<void> => {
    try {
      const text = await (await fetch('/_demo/xero')).text();
      if (text === drawn) return;
      drawn = text;
      const view = JSON.parse(text) as XeroView;
      organisation.textContent = `${view.organisation} · ${String(view.count)} ${view.count === 1 ? 'invoice' : 'invoices'}`;
      if (document.activeElement !== fault) fault.value = view.faults[0] ?? '';
      fill(
        list,
        ...(view.invoices.length === 0
          ? [element('li', { class: 'quiet empty' }, 'No invoices yet. Send one and it appears here.')]
          : view.invoices.map(rowOf)),
      );
    } catch {
      // The demo was stopped; the list stays as it was.
    }
  };
  void look();
  setInterval(() => void look(), LOOK_EVERY_MS);
};
