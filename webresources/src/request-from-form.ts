import { announceRequest } from './announce.ts';
import { failureText } from './failures.ts';
import { clearBanner, clearForm, showBanner, showOnForm } from './notifications.ts';
import { recordId } from './record-id.ts';
import type { Action, Answer, InvoiceReference } from './request-rows.ts';
import { createRequest, findOpenRequest } from './request-rows.ts';
import { text } from './strings.ts';
import { waitForAnswers } from './wait-for-answer.ts';

// A second click while the first one is under way must not make a second request.
const underWay = new Set<string>();

/** The invoice that the form shows; its id is empty until it was saved. */
export const invoiceOf = (form: Xrm.FormContext): InvoiceReference => ({
  id: recordId(form.data.entity.getId()),
  name: form.data.entity.getPrimaryAttributeValue() || text('this_invoice'),
});

const saveIfDirty = async (form: Xrm.FormContext): Promise<boolean> => {
  if (!form.data.entity.getIsDirty()) return true;
  try {
    await form.data.save();
    return true;
  } catch {
    // The platform itself marks what is wrong on the form.
    return false;
  }
};

const sentence = (...parts: readonly (string | null)[]): string => parts.filter((part) => part !== null && part !== '').join(' ');

/** What is mended on the form that is open already needs no way there. */
const remedyAction = ({ remedyLink: link }: Answer, invoice: InvoiceReference): Xrm.App.Action | undefined => {
  const leadsHere = link?.includes(`etn=invoice&id=${invoice.id}`) === true;
  return link === null || leadsHere ? undefined : { actionLabel: text('remedy_button'), eventHandler: () => Xrm.Navigation.openUrl(link) };
};

const showAnswer = async (form: Xrm.FormContext, invoice: InvoiceReference, answer: Answer | undefined): Promise<void> => {
  if (answer === undefined) {
    showOnForm(form, text('still_working', invoice.name), 'INFO');
    return;
  }
  clearForm(form);
  if (answer.refused) {
    const message = sentence(answer.result ?? text('refused_without_text', invoice.name), answer.remedy);
    showOnForm(form, message, 'ERROR');
    const action = remedyAction(answer, invoice);
    if (action !== undefined) await showBanner(message, 'error', action);
  } else {
    await showBanner(sentence(answer.result ?? text('done_without_text', invoice.name), answer.remedy), 'success');
  }
};

// Reading again would throw away what the person has typed since the click.
const refreshIfClean = async (form: Xrm.FormContext): Promise<void> => {
  if (!form.data.entity.getIsDirty()) await form.data.refresh(false);
};

const askAndWait = async (form: Xrm.FormContext, action: Action, invoice: InvoiceReference): Promise<void> => {
  showOnForm(form, text(`${action}_progress`, invoice.name), 'INFO');
  await clearBanner();
  const open = await findOpenRequest(action, invoice.id);
  if (open !== null) showOnForm(form, text('already_open', invoice.name), 'INFO');
  const requestId = recordId(open ?? (await createRequest(action, invoice)));
  announceRequest(invoice.id);
  const answers = await waitForAnswers([requestId]);
  await showAnswer(form, invoice, answers.get(requestId));
  await refreshIfClean(form);
};

/** Asks for an action on the form's invoice and shows the answer; what fails is said on the form and never thrown. */
export const requestFromForm = async (form: Xrm.FormContext, action: Action): Promise<void> => {
  // A new invoice has no id yet and there is one new form at a time, so the empty id is as good a key as any.
  const key = `${action}:${recordId(form.data.entity.getId())}`;
  if (underWay.has(key)) return;
  underWay.add(key);
  try {
    if (!(await saveIfDirty(form))) {
      showOnForm(form, text('not_saved'), 'ERROR');
      return;
    }
    const invoice = invoiceOf(form);
    if (invoice.id === '') showOnForm(form, text('save_first'), 'WARNING');
    else await askAndWait(form, action, invoice);
  } catch (thrown) {
    showOnForm(form, failureText(thrown), 'ERROR');
  } finally {
    underWay.delete(key);
  }
};
