/**
 * Webhooks of an app: one address for all its organisations. The address proves itself first ("intent to receive"), then each commit of
 * an invoice or contact is posted, signed (Xero developer documentation, "Webhooks"; payload by the published OpenAPI description).
 */
import { randomBytes } from 'node:crypto';
import type { IntentCheck } from './intent-to-receive.ts';
import { checkIntent } from './intent-to-receive.ts';
import { postSigned, signatureOf } from './sign-webhook.ts';
import type { JournalRow, XeroState } from './state.ts';

/** At once, then ever further apart, for a day; divided by the stand-in's time scale. */
export const RETRY_AFTER_MS: readonly number[] = [0, 60_000, 300_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 28_800_000];

export interface WebhookEvent {
  readonly resourceUrl: string;
  readonly resourceId: string;
  readonly tenantId: string;
  readonly tenantType: 'ORGANISATION';
  readonly eventCategory: 'INVOICE' | 'CONTACT';
  readonly eventType: 'CREATE' | 'UPDATE';
  /** UTC without a Z, as Xero writes it. */
  readonly eventDateUtc: string;
}
/** One batch of events and how it went; `deliveredAt` null until it was taken or given up. */
export interface XeroDelivery {
  readonly events: readonly WebhookEvent[];
  readonly createdAt: number;
  /** Answer of each attempt; null where none came in time. */
  readonly statuses: (number | null)[];
  deliveredAt: number | null;
  givenUp: boolean;
  readonly lost: boolean;
}
export interface Registration {
  readonly url: string;
  readonly key: string;
}

const categories = { invoice: ['INVOICE', 'Invoices'], contact: ['CONTACT', 'Contacts'] } as const;

const eventOf = (origin: string, row: JournalRow): WebhookEvent | null => {
  // Credit notes have a category of their own, which nobody subscribes to here.
  if (row.documentType !== 'invoice' && row.documentType !== 'contact') return null;
  const [eventCategory, collection] = categories[row.documentType];
  return {
    resourceUrl: `${origin}/api.xro/2.0/${collection}/${row.id}`,
    resourceId: row.id,
    tenantId: row.tenantId,
    tenantType: 'ORGANISATION',
    eventCategory,
    eventType: row.kind === 'create' ? 'CREATE' : 'UPDATE',
    eventDateUtc: new Date(row.at).toISOString().replace('Z', ''),
  };
};

/** Sends events of a stand-in's commits; `close` drops what is waiting. */
export const createXeroWebhooks = (state: XeroState) => {
  const timers = new Set<NodeJS.Timeout>();
  const closing = new AbortController();
  const deliveries: XeroDelivery[] = [];
  let registration: Registration | null = null;
  let sequence = 0;
  let waiting: WebhookEvent[] = [];

  const later = (ms: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };

  const attempt = async (to: Registration, body: string, delivery: XeroDelivery): Promise<void> => {
    const answer = await postSigned(to.url, body, signatureOf(to.key, body), closing.signal);
    if (closing.signal.aborted || registration !== to) return;
    delivery.statuses.push(answer?.status ?? null);
    const pause = RETRY_AFTER_MS[delivery.statuses.length - 1];
    if (answer?.status === 200) delivery.deliveredAt = state.now();
    else if (pause === undefined) {
      // Xero switches the subscription off and writes a mail.
      delivery.givenUp = true;
      registration = null;
    } else later(pause / state.options.timeScale, () => void attempt(to, body, delivery));
  };

  const send = (to: Registration, events: readonly WebhookEvent[]): void => {
    const firstEventSequence = sequence + 1;
    sequence += events.length;
    const payload = { events, firstEventSequence, lastEventSequence: sequence, entropy: randomBytes(10).toString('hex').toUpperCase() };
    const body = JSON.stringify(payload);
    const take = state.faults.take.bind(null, 'POST', `/webhook/${events.map(({ eventCategory }) => eventCategory).join()}`);
    const lateMs = (take('webhook-late')?.seconds ?? 0) * 1000;
    const lost = take('webhook-lost') !== undefined;
    const times = take('webhook-twice') ? 2 : 1;
    for (let time = 0; time < times; time++) {
      const delivery: XeroDelivery = { events, createdAt: state.now(), statuses: [], deliveredAt: null, givenUp: false, lost };
      deliveries.push(delivery);
      if (!lost) later(lateMs, () => void attempt(to, body, delivery));
    }
  };

  return {
    deliveries: (): readonly XeroDelivery[] => deliveries,
    registration: (): Registration | null => registration,
    /** Checks the intent to receive; only an address that passes is registered. */
    register: async (to: Registration): Promise<IntentCheck> => {
      const check = await checkIntent(to, closing.signal);
      if (check.passed) registration = to;
      return check;
    },
    remove: (): void => {
      registration = null;
      waiting = [];
    },
    /** To be told of each commit; those of one moment travel in one batch. */
    onCommit: (row: JournalRow): void => {
      const event = eventOf(state.origin, row);
      if (!event || !registration) return;
      waiting.push(event);
      if (waiting.length > 1) return;
      later(0, () => {
        const events = waiting;
        waiting = [];
        if (registration && events.length > 0) send(registration, events);
      });
    },
    /** As after a reset of the stand-in. */
    forget: (): void => {
      registration = null;
      waiting = [];
      deliveries.length = 0;
      sequence = 0;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
    close: (): void => {
      closing.abort();
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
export type XeroWebhooks = ReturnType<typeof createXeroWebhooks>;
