import { announceRequest } from './announce.ts';
import { failureText } from './failures.ts';
import type { CauseGroup } from './group-by-cause.ts';
import { inParallel } from './in-parallel.ts';
import { mailsToGo } from './mails-to-go.ts';
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
    const { id = '', name = '' } = invoices[index] ?? {};
    const nothing = { id, name, reason: '', remedy: '', cause: null, link: null };
    if (result.status === 'rejected') return { ...nothing, kind: 'failed', reason: failureText(result.reason) };
    const answer = answers.get(result.value);
    if (answer === undefined) return { ...nothing, kind: 'open' };
    const { result: reason, remedy, cause, remedyLink: link } = answer;
    return { ...nothing, kind: answer.refused ? 'refused' : 'done', reason: reason ?? '', remedy: remedy ?? '', cause, link };
  });
};

/** Opens where the cause is mended, and offers to ask once more for all that it blocked. */
const fixAndResend = (action: Action, { link, outcomes }: CauseGroup, grid: Xrm.Controls.GridControl | null): Xrm.App.Action => {
  const again: Xrm.App.Action = {
    actionLabel: text('resend_button'),
    eventHandler: () => void askForInvoices(action, outcomes, grid),
  };
  if (link === null) return again;
  const openAndOffer = (): void => {
    Xrm.Navigation.openUrl(link);
    void showBanner(text('resend_when_mended', outcomes.length), 'warning', again);
  };
  return { actionLabel: text('fix_button'), eventHandler: openAndOffer };
};

/** Asks for an action on these invoices and sums up what became of them in one notification. */
const askForInvoices = async (
  action: Action,
  invoices: readonly InvoiceReference[],
  grid: Xrm.Controls.GridControl | null,
): Promise<void> => {
  if (underWay) return;
  underWay = true;
  try {
    const { message, level, toFix } = summarise(await outcomesOf(action, invoices));
    await showBanner(message, level, toFix === null ? undefined : fixAndResend(action, toFix, grid));
    grid?.refresh();
  } catch (thrown) {
    await showBanner(failureText(thrown), 'error');
  } finally {
    underWay = false;
  }
};

let counting = false;

/** Mails cannot be called back, so a person hears how many go out before any of it is asked for. */
const mailsAreMeant = async (action: Action, invoices: readonly InvoiceReference[]): Promise<boolean> => {
  if (counting) return false;
  counting = true;
  try {
    const mails = await mailsToGo(action, invoices);
    if (mails === 0) return true;
    const { confirmed } = await Xrm.Navigation.openConfirmDialog({
      title: text('confirm_mails_title'),
      text: text('confirm_mails', invoices.length, mails),
      confirmButtonLabel: text('confirm_mails_button'),
    });
    return confirmed;
  } finally {
    counting = false;
  }
};

/** Asks for an action on every selected invoice and sums up what became of them in one notification. */
export const requestFromGrid = async (
  selectedIds: readonly string[],
  grid: Xrm.Controls.GridControl | null,
  action: Action,
): Promise<void> => {
  if (underWay) return;
  try {
    const invoices = selectedInvoices(selectedIds, grid);
    if (invoices.length === 0) await showBanner(text('no_selection'), 'warning');
    else if (await mailsAreMeant(action, invoices)) await askForInvoices(action, invoices, grid);
  } catch (thrown) {
    await showBanner(failureText(thrown), 'error');
  }
};
