import { isSettled } from './describe-status.ts';
import type { StatusRows } from './status-rows.ts';

/** Name of the channel on which the form's script says that it made a request. */
export const REQUEST_CREATED = 'stellarise:request-created';

export type Snapshot =
  | { readonly kind: 'loading' }
  | { readonly kind: 'rows'; readonly rows: StatusRows }
  | { readonly kind: 'failed'; readonly denied: boolean; readonly rows: StatusRows | null };

export interface StatusFeed {
  /** Looks at once, and keeps looking until the end state. */
  readonly wake: () => void;
  readonly stop: () => void;
}

// Most answers come within seconds; whatever takes longer than a minute waits for a person or a date.
const pause = (watched: number): number => (watched < 10_000 ? 500 : watched < 60_000 ? 2000 : 10_000);

// One lost look is nothing that a person needs to know.
const FAILURES_TO_TELL = 3;

/**
 * Reads the status again and again until it is settled, then rests until something wakes it.
 * @param read gives the rows; it rejects where they cannot be read
 * @param isDenied tells a refusal that more looks cannot cure from a failure that they may
 * @param tell is given each new snapshot
 */
export const startStatusFeed = (
  read: () => Promise<StatusRows>,
  isDenied: (thrown: unknown) => boolean,
  tell: (snapshot: Snapshot) => void,
): StatusFeed => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let round = 0;
  let awakeSince = 0;
  let failures = 0;
  let newest: StatusRows | null = null;

  const again = (): void => {
    // A tab that nobody sees asks nothing; it looks at once when it is shown.
    if (!document.hidden) timer = setTimeout(() => void look(), pause(Date.now() - awakeSince));
  };

  const look = async (): Promise<void> => {
    const mine = ++round;
    try {
      const rows = await read();
      if (mine !== round) return;
      failures = 0;
      newest = rows;
      tell({ kind: 'rows', rows });
      if (!isSettled(rows)) again();
    } catch (thrown) {
      if (mine !== round) return;
      failures += 1;
      const denied = isDenied(thrown);
      if (denied || newest === null || failures >= FAILURES_TO_TELL) tell({ kind: 'failed', denied, rows: newest });
      if (!denied) again();
    }
  };

  const wake = (): void => {
    clearTimeout(timer);
    awakeSince = Date.now();
    void look();
  };

  const stop = (): void => {
    clearTimeout(timer);
    round += 1;
  };
  wake();
  return { wake, stop };
};

/**
 * Wakes the feed when the person comes back to the page or the form's script made a request for this invoice.
 * @returns ends the listening
 */
export const listenForReasonsToLook = (invoiceId: string, wake: () => void): (() => void) => {
  const onVisibility = (): void => {
    if (!document.hidden) wake();
  };
  window.addEventListener('focus', wake);
  document.addEventListener('visibilitychange', onVisibility);
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(REQUEST_CREATED);
  channel?.addEventListener('message', (event: MessageEvent<{ readonly invoiceId?: string }>) => {
    if (event.data.invoiceId === invoiceId) wake();
  });
  return () => {
    window.removeEventListener('focus', wake);
    document.removeEventListener('visibilitychange', onVisibility);
    channel?.close();
  };
};
