import { announceRequest } from './announce.ts';
import { failureText } from './failures.ts';
import { inParallel } from './in-parallel.ts';
import { showBanner } from './notifications.ts';
import { recordId } from './record-id.ts';
import type { Action, InvoiceReference } from './request-rows.ts';
import { createRequest, findOpenRequest } from './request-rows.ts';
import { text } from './strings.ts';
import type { GridOutcome } from './summary.ts';
import { summarise } from './summary.ts';
import { waitForAnswers } from './wait-for-answer.ts';

// Six is what a browser keeps open to one host anyway; more would only queue there, unseen.
const PARALLEL_CREATES = 6;

let underWay = false;

const selectedInvoices = (selectedIds: readonly string[], grid: Xrm.Controls.GridControl | null): InvoiceReference[] => {
  const names = new Map<string, string>();
  grid
    ?.getGrid()
    .getSelectedRows()
    .forEach((row) => {
      const entity = row.data.entity;
      names.set(recordId(entity.getId()), entity.getPrimaryAttributeValue());
    });
  const ids = [...new Set(selectedIds.map(recordId))];
  return ids.map((id) => ({ id, name: names.get(id) ?? id }));
};

const askForAll = async (action: Action, invoices: readonly InvoiceReference[]): Promise<PromiseSettledResult<string>[]> => {
  let asked = 0;
  const progress = (): void => Xrm.Utility.showProgressIndicator(text('many_requesting', asked, invoices.length));
  progress();
  try {
    return await inParallel(invoices, PARALLEL_CREATES, async (invoice) => {
      const id = (await findOpenRequest(action, invoice.id)) ?? (await createRequest(action, invoice));
      announceRequest(invoice.id);
      asked += 1;
      progress();
      return recordId(id);
    });
  } finally {
    Xrm.Utility.closeProgressIndicator();
  }
};

const outcomesOf = async (action: Action, invoices: readonly InvoiceReference[]): Promise<GridOutcome[]> => {
  const asked = await askForAll(action, invoices);
  const requestIds = asked.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (requestIds.length > 0) await showBanner(text('many_waiting', 0, requestIds.length), 'information');
  const answers = await waitForAnswers(requestIds, (answered) => {
    void showBanner(text('many_waiting', answered, requestIds.length), 'information');
  });
  return asked.map((result, index): GridOutcome => {
    const name = invoices[index]?.name ?? '';
    if (result.status === 'rejected') return { name, kind: 'failed', reason: failureText(result.reason) };
    const answer = answers.get(result.value);
    if (answer === undefined) return { name, kind: 'open', reason: '' };
    return { name, kind: answer.refused ? 'refused' : 'done', reason: answer.result ?? '' };
  });
};

/** Asks for an action on every selected invoice and sums up what became of them in one notification. */
export const requestFromGrid = async (
  selectedIds: readonly string[],
  grid: Xrm.Controls.GridControl | null,
  action: Action,
): Promise<void> => {
  if (underWay) return;
  underWay = true;
  try {
    const invoices = selectedInvoices(selectedIds, grid);
    if (invoices.length === 0) {
      await showBanner(text('no_selection'), 'warning');
      return;
    }
    const summary = summarise(await outcomesOf(action, invoices));
    await showBanner(summary.message, summary.level);
    grid?.refresh();
  } catch (thrown) {
    await showBanner(failureText(thrown), 'error');
  } finally {
    underWay = false;
  }
};
