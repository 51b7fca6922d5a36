/** Events of a Xero webhook (Xero webhooks API, OpenAPI description). They say that something changed, never what. */

export interface XeroEvent {
  readonly category: string;
  readonly type: string;
  readonly tenantId: string;
  readonly resourceId: string;
}

export type XeroEvents =
  /** An empty payload: Xero tries whether signatures are checked here. */
  | { readonly kind: 'intent-to-receive' }
  | { readonly kind: 'events'; readonly events: readonly XeroEvent[] }
  | { readonly kind: 'unreadable' };

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads a verified body; events of categories that are not known yet are kept, for the reader to pass over. */
export const parseXeroEvents = (body: string): XeroEvents => {
  try {
    const { events } = JSON.parse(body) as { readonly events?: unknown };
    if (!Array.isArray(events)) return { kind: 'unreadable' };
    if (events.length === 0) return { kind: 'intent-to-receive' };
    return {
      kind: 'events',
      events: events.map((event: Readonly<Record<string, unknown>>) => ({
        category: textOf(event['eventCategory']),
        type: textOf(event['eventType']),
        tenantId: textOf(event['tenantId']),
        resourceId: textOf(event['resourceId']),
      })),
    };
  } catch {
    return { kind: 'unreadable' };
  }
};
