import { exportState, optionName, requestAction, requestState, verdict, xeroStatus } from '@stl3/solution';
import type { DetailsRow, RequestRow, StatusRows } from './status-rows.ts';
import type { Texts } from './texts.ts';

export type Tone = 'neutral' | 'progress' | 'success' | 'warning' | 'danger';

export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly alarming: boolean;
}

/** What the card shows: texts and tones, no rows and no choices any more. */
export interface Status {
  readonly badge: string;
  readonly tone: Tone;
  /** Something is under way: a spinner turns and the feed keeps asking. */
  readonly busy: boolean;
  readonly number: string | null;
  readonly link: string | null;
  readonly organisation: string | null;
  readonly message: string | null;
  readonly messageTone: Tone;
  readonly remedyLink: string | null;
  readonly facts: readonly Fact[];
}

/** How values are written: a wall between this describer and the browser's locale and clock. */
export interface Formats {
  readonly money: (amount: number, currency: string) => string;
  readonly date: (isoDate: string) => string;
  /** Calendar date of the person who looks, as ISO text. */
  readonly today: string;
}

type ExportState = keyof typeof exportState.values;

const tones: Readonly<Record<ExportState, Tone>> = {
  notSent: 'neutral',
  checked: 'neutral',
  waiting: 'progress',
  sending: 'progress',
  checkingWithXero: 'progress',
  sent: 'success',
  needsChoice: 'warning',
  blocked: 'danger',
  partPaid: 'success',
  paid: 'success',
  credited: 'neutral',
  voided: 'neutral',
  deleted: 'neutral',
};
const verdictTones: Readonly<Record<keyof typeof verdict.values, Tone>> = { ready: 'success', blocked: 'danger', needsChoice: 'warning' };
const busyStates: readonly ExportState[] = ['waiting', 'sending', 'checkingWithXero'];

const filled = (value: string | null | undefined): string | null => (value === undefined || value === '' ? null : value);
const isWebAddress = (value: string | null): value is string => value !== null && /^https?:\/\//i.test(value);
// A link column takes any text, and a script address must never become something to click.
const safeLink = (value: string | null | undefined): string | null => {
  const link = filled(value);
  return isWebAddress(link) ? link : null;
};

const factsOf = (row: DetailsRow, text: Texts, formats: Formats): Fact[] => {
  const currency = row.stl3_currencycode ?? '';
  const money = (label: string, amount: number | null | undefined): Fact[] =>
    amount === null || amount === undefined || currency === '' ? [] : [{ label, value: formats.money(amount, currency), alarming: false }];
  const due = filled(row.stl3_duedate);
  const overdue =
    due !== null && due < formats.today && (row.stl3_due ?? 0) > 0 && row.stl3_xerostatus === xeroStatus.values.authorised.value;
  const status = optionName(xeroStatus, row.stl3_xerostatus);
  return [
    ...(status === undefined ? [] : [{ label: text('status'), value: text(`xero_${status}`), alarming: false }]),
    ...(filled(row.stl3_date) === null ? [] : [{ label: text('date'), value: formats.date(row.stl3_date ?? ''), alarming: false }]),
    ...(due === null
      ? []
      : [{ label: text('due_date'), value: overdue ? `${formats.date(due)} · ${text('overdue')}` : formats.date(due), alarming: overdue }]),
    ...money(text('total'), row.stl3_total),
    ...money(text('amount_due'), row.stl3_due),
  ];
};

const isOpen = (request: RequestRow | null): request is RequestRow =>
  request !== null &&
  (request.stl3_state === requestState.values.requested.value || request.stl3_state === requestState.values.taken.value);

/** True once nothing more will happen by itself. */
export const isSettled = ({ details, request }: StatusRows): boolean => {
  const state = optionName(exportState, details?.stl3_exportstate);
  return !isOpen(request) && (state === undefined || !busyStates.includes(state));
};

type Head = Pick<Status, 'badge' | 'tone' | 'busy' | 'message' | 'messageTone' | 'remedyLink'>;

const openRequestHead = (request: RequestRow, state: ExportState | undefined, text: Texts): Head => {
  const action = optionName(requestAction, request.stl3_action) ?? 'send';
  const taken = request.stl3_state === requestState.values.taken.value;
  // The relay's own word is more exact than what the request alone can tell.
  const badge =
    state === 'sending' || state === 'checkingWithXero' ? text(`state_${state}`) : text(taken ? `doing_${action}` : 'state_waiting');
  return {
    badge,
    tone: 'progress',
    busy: true,
    message: taken ? null : text('waiting_for_connector'),
    messageTone: 'neutral',
    remedyLink: null,
  };
};

const refusedHead = (request: RequestRow, state: ExportState | undefined, text: Texts): Head => {
  const inXero = state !== undefined && !['notSent', 'checked', 'blocked', 'needsChoice'].includes(state);
  const shown = state === 'needsChoice' ? 'needsChoice' : 'blocked';
  const tone = inXero ? tones[state] : tones[shown];
  return {
    // A refused action takes nothing away from a document that Xero holds.
    badge: text(inXero ? `state_${state}` : `state_${shown}`),
    tone,
    busy: false,
    message:
      [request.stl3_result, request.stl3_remedy]
        .map(filled)
        .filter((part) => part !== null)
        .join(' ') || text('state_refused'),
    messageTone: inXero ? 'warning' : tone,
    remedyLink: safeLink(request.stl3_remedylink),
  };
};

const detailsHead = (row: DetailsRow, state: ExportState, text: Texts): Head => {
  const checkedAs = state === 'checked' ? optionName(verdict, row.stl3_verdict) : undefined;
  const tone = checkedAs === undefined ? tones[state] : verdictTones[checkedAs];
  return {
    badge: text(checkedAs === undefined ? `state_${state}` : `verdict_${checkedAs}`),
    tone,
    busy: busyStates.includes(state),
    message: filled(row.stl3_message),
    messageTone: tone === 'danger' || tone === 'warning' ? tone : 'neutral',
    remedyLink: safeLink(row.stl3_remedylink),
  };
};

const nothingHead = (text: Texts): Head => ({
  badge: text('state_notSent'),
  tone: 'neutral',
  busy: false,
  message: text('not_sent_yet'),
  messageTone: 'neutral',
  remedyLink: null,
});

// A refusal that Xero Details already tells, or that later news has overtaken, is not told twice.
const isNewsworthyRefusal = (request: RequestRow | null, row: DetailsRow | null): request is RequestRow => {
  if (request?.stl3_state !== requestState.values.refused.value) return false;
  if (row === null) return true;
  const asked = Date.parse(request.createdon ?? '');
  const written = Date.parse(row.modifiedon ?? '');
  return filled(row.stl3_message) === null || Number.isNaN(written) || Number.isNaN(asked) || asked > written;
};

const headOf = ({ details, request }: StatusRows, text: Texts): Head => {
  const state = optionName(exportState, details?.stl3_exportstate);
  if (isOpen(request)) return openRequestHead(request, state, text);
  if (isNewsworthyRefusal(request, details)) return refusedHead(request, state, text);
  return details === null || state === undefined ? nothingHead(text) : detailsHead(details, state, text);
};

/** Says what the rows mean to the person who looks at the invoice. */
export const describeStatus = (rows: StatusRows, text: Texts, formats: Formats): Status => ({
  ...headOf(rows, text),
  number: filled(rows.details?.stl3_number),
  link: safeLink(rows.details?.stl3_xerolink),
  organisation: filled(rows.details?.stl3_organisationname),
  facts: rows.details === null || filled(rows.details.stl3_number) === null ? [] : factsOf(rows.details, text, formats),
});
