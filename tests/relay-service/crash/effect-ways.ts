/** The table of what follows a document: mails, notes, allocations, contacts; and how often each stands at Xero when the relay dies around a move. */
import { randomUUID } from 'node:crypto';
import { contactUpdates, invoiceType, sendStatus } from '@stl3/solution';
import type { EffectKind, EffectState } from '../../../relay-service/src/core/effect-states.ts';
import type { Fault, FaultName } from '../../sandbox/faults.ts';
import { copyInvoice } from '../../prove/new-invoices.ts';
import type { Stage } from './stage.ts';
import { asking } from '../jobs/asking.ts';

export type EffectMoveName = `${EffectState | 'nothing'} > ${EffectState}`;

export interface EffectEnd {
  readonly state: EffectState;
  /** How often it was done at Xero, by its own journal. */
  readonly times: number;
}
/** A life that is about to be played. */
export interface Begun {
  readonly request: string;
  /** The invoice; of a contact the customer. */
  readonly subject: string;
}
export interface EffectWay {
  readonly kind: Exclude<EffectKind, 'cancellation'>;
  readonly given: (stage: Stage) => Promise<Begun>;
  readonly faults?: readonly Fault[];
  readonly path: readonly EffectMoveName[];
  readonly end: EffectEnd;
  /** At which moves the relay dies, and how it ends then; the way's end where nothing is said. */
  readonly deaths: Partial<Record<EffectMoveName, { readonly before?: EffectEnd; readonly after?: EffectEnd }>>;
}

const authorised = { stl3_sendstatus: sendStatus.values.authorised.value };
const once: EffectEnd = { state: 'done', times: 1 };
const never: EffectEnd = { state: 'refused', times: 0 };
/** Nothing at Xero tells, so that nothing is repeated: it went out, or it did not. */
const unsure = (times: 0 | 1): EffectEnd => ({ state: 'unsure', times });

const at = (kind: EffectWay['kind'], name: FaultName, more: Omit<Fault, 'name'> = {}): Fault => ({
  name,
  ...{
    email: { method: 'POST', path: '/Email$' },
    note: { method: 'PUT', path: '/History$' },
    allocation: { method: 'PUT', path: '/Allocations$' },
    contact: { method: 'POST', path: '^Contacts/' },
  }[kind],
  ...more,
});

const company = (stage: Stage) => asking(() => stage.world);
const settle = (stage: Stage, { note = false, inStep = false, demo = false } = {}): void => {
  const { settings, organisation, change } = company(stage);
  organisation().IsDemoCompany = demo;
  change('stl3_dynamicsxeroconnector', { stl3_isdemo: demo });
  settings({
    stl3_mappingsconfirmed: true,
    stl3_historynote: note,
    stl3_contactupdates: contactUpdates.values[inStep ? 'keepInStep' : 'never'].value,
  });
};
const sendOf = (stage: Stage, invoiceId: string, choices: Readonly<Record<string, unknown>> = {}): Promise<string> =>
  company(stage).ask(invoiceId, 'financeManager', 'send', { ...authorised, ...choices });

const invoiceOf = (stage: Stage): string => copyInvoice(stage.world, company(stage).plain(), `K-${randomUUID().slice(0, 8)}`);

const noted = async (stage: Stage): Promise<Begun> => {
  settle(stage, { note: true });
  const subject = invoiceOf(stage);
  return { subject, request: await sendOf(stage, subject) };
};
export const mailed = async (stage: Stage, demo = false): Promise<Begun> => {
  settle(stage, { demo });
  const subject = invoiceOf(stage);
  return { subject, request: await sendOf(stage, subject, { stl3_sendemail: true }) };
};
/** An invoice that is in Xero, and the credit note of it that is to be sent. */
export const credited = async (stage: Stage): Promise<Begun> => {
  settle(stage);
  const invoice = invoiceOf(stage);
  const subject = invoiceOf(stage);
  await stage.live(await sendOf(stage, invoice));
  company(stage).change(
    'invoice',
    { 'stl3_CreditsInvoiceId@odata.bind': `/invoices(${invoice})`, stl3_invoicetype: invoiceType.values.salesCreditNote.value },
    subject,
  );
  return { subject, request: await sendOf(stage, subject) };
};
/** A customer who was sent an invoice and has changed since. */
const changed = async (stage: Stage): Promise<Begun> => {
  settle(stage, { inStep: true });
  const { customer } = company(stage).plain();
  await stage.live(await sendOf(stage, invoiceOf(stage)));
  company(stage).change(customer.kind, { telephone1: `07 ${String(stage.ledger.now()).slice(-8)}` }, customer.id);
  return { subject: customer.id, request: await sendOf(stage, invoiceOf(stage)) };
};
/** A mail that was refused for a draft, which is approved now. */
const approved = async (stage: Stage): Promise<Begun> => {
  settle(stage);
  const subject = invoiceOf(stage);
  await stage.live(await company(stage).ask(subject, 'clerk', 'send', { stl3_sendemail: true }));
  return { subject, request: await company(stage).ask(subject, 'financeManager', 'approve') };
};
/** The ledger proves to be older than what it was told. */
const restore = (stage: Stage): void => {
  const [connector] = stage.world.dataverse.control.rows('stl3_dynamicsxeroconnector');
  const sequence = Number(connector?.values['stl3_ledgersequence']);
  company(stage).change('stl3_dynamicsxeroconnector', { stl3_ledgersequence: sequence + 5 });
};
/** A note is owed when the ledger goes back. */
const restored = async (stage: Stage): Promise<Begun> => {
  const begun = await noted(stage);
  await stage.live(begun.request, { watch: async () => (await stage.effect('note', begun.subject)) === 'wanted' });
  restore(stage);
  return begun;
};
/** A mail was refused and nobody told when the ledger goes back; nothing would refuse it now. */
const refusedAndRestored = async (stage: Stage): Promise<Begun> => {
  const begun = await mailed(stage, true);
  await stage.live(begun.request, { watch: async () => (await stage.effect('email', begun.subject)) === 'refused' });
  settle(stage);
  restore(stage);
  return begun;
};

const begun = ['nothing > wanted', 'wanted > intended'] as const;
const plainly = [...begun, 'intended > done'] as const;
/** Where a lost answer is never asked for again. */
const atMostOnce = {
  'nothing > wanted': {},
  'wanted > intended': { after: unsure(0) },
  'intended > done': { before: unsure(1) },
} as const;

export const effectWays: Readonly<Record<string, EffectWay>> = {
  'a mail': { kind: 'email', given: (stage) => mailed(stage), path: plainly, end: once, deaths: atMostOnce },
  'a mail from a demo company': {
    kind: 'email',
    given: (stage) => mailed(stage, true),
    path: ['nothing > wanted', 'wanted > refused'],
    end: never,
    deaths: { 'wanted > refused': {} },
  },
  'a note': { kind: 'note', given: noted, path: plainly, end: once, deaths: atMostOnce },
  'a note that Xero refuses': {
    kind: 'note',
    given: noted,
    faults: [at('note', 'server-error', { status: 400, times: 9 })],
    path: [...begun, 'intended > refused'],
    end: never,
    deaths: { 'intended > refused': { before: unsure(0) } },
  },
  'a note that Xero has no room for': {
    kind: 'note',
    given: noted,
    faults: [at('note', 'rate-limited')],
    path: [...begun, 'intended > wanted', 'wanted > intended', 'intended > done'],
    end: once,
    deaths: { 'intended > wanted': { before: unsure(0) } },
  },
  'a note whose answer is lost': {
    kind: 'note',
    given: noted,
    faults: [at('note', 'answer-lost')],
    path: [...begun, 'intended > unsure'],
    end: unsure(1),
    deaths: { 'intended > unsure': {} },
  },
  'a mail that is asked for again': {
    kind: 'email',
    given: approved,
    path: ['refused > wanted', 'wanted > intended', 'intended > done'],
    end: once,
    deaths: { 'refused > wanted': {} },
  },
  'a note of a ledger that was restored': {
    kind: 'note',
    given: restored,
    path: ['wanted > unsure'],
    end: unsure(0),
    deaths: { 'wanted > unsure': {} },
  },
  'a mail that a ledger which was restored had refused': {
    kind: 'email',
    given: refusedAndRestored,
    path: ['refused > unsure'],
    end: unsure(0),
    deaths: { 'refused > unsure': {} },
  },
  'an allocation': {
    kind: 'allocation',
    given: credited,
    path: plainly,
    end: once,
    deaths: { 'nothing > wanted': {}, 'wanted > intended': {}, 'intended > done': {} },
  },
  'an allocation whose answer is lost': {
    kind: 'allocation',
    given: credited,
    faults: [at('allocation', 'answer-lost')],
    path: [...begun, 'intended > wanted', 'wanted > done'],
    end: once,
    deaths: { 'intended > wanted': {}, 'wanted > done': {} },
  },
  'a contact': {
    kind: 'contact',
    given: changed,
    path: ['done > wanted', 'wanted > intended', 'intended > done'],
    end: once,
    deaths: { 'done > wanted': {}, 'wanted > intended': {}, 'intended > done': {} },
  },
};
