/** Refresh from Xero on the settings form: accounts, tax types, themes, tracking, currencies and lock dates of their connection. */
import { connectorOf, settingsId } from './connector-of-settings.ts';
import { failureText } from './failures.ts';
import { showOnForm } from './notifications.ts';
import type { Answer } from './request-rows.ts';
import { createDataRequest, findOpenDataRequest } from './request-rows.ts';
import { recordId } from './record-id.ts';
import { text } from './strings.ts';
import { waitForAnswers } from './wait-for-answer.ts';

type Form = Xrm.FormContext;

// A second click while the first one is under way must not make a second request.
const underWay = new Set<string>();

const sentence = (...parts: readonly (string | null)[]): string => parts.filter((part) => part !== null && part !== '').join(' ');

const showAnswer = (form: Form, answer: Answer | undefined): void => {
  if (answer === undefined) showOnForm(form, text('data_still_working'), 'INFO');
  else if (answer.refused) showOnForm(form, sentence(answer.result ?? text('data_refused_without_text'), answer.remedy), 'ERROR');
  else {
    const finished = answer.answeredOn === null ? new Date() : new Date(answer.answeredOn);
    const said = sentence(answer.result ?? text('data_done_without_text'), answer.remedy);
    showOnForm(form, text('data_done', said, finished.toLocaleTimeString()), 'INFO');
  }
};

const askAndWait = async (form: Form, id: string): Promise<void> => {
  showOnForm(form, text('data_progress'), 'INFO');
  const connectorId = await connectorOf(id);
  if (connectorId === null) {
    showOnForm(form, text('data_no_connector'), 'ERROR');
    return;
  }
  const open = await findOpenDataRequest(connectorId);
  if (open !== null) showOnForm(form, text('data_already_open'), 'INFO');
  const name = form.data.entity.getPrimaryAttributeValue() || text('these_settings');
  const requestId = recordId(open ?? (await createDataRequest(connectorId, name)));
  showAnswer(form, (await waitForAnswers([requestId])).get(requestId));
};

/** Asks for them and shows on the form what was read and when, or why not; nothing on the form is saved or read again for it. */
export const refreshFromXero = async (form: Form): Promise<void> => {
  const id = settingsId(form);
  if (underWay.has(id)) return;
  underWay.add(id);
  try {
    if (id === '') showOnForm(form, text('data_save_first'), 'WARNING');
    else await askAndWait(form, id);
  } catch (thrown) {
    showOnForm(form, failureText(thrown, 'data'), 'ERROR');
  } finally {
    underWay.delete(id);
  }
};
