/** How old a call may be when its bytes leave, for the first time or once more (posting protocol, sections 2 and 4). */
import { RemoteError } from '../errors.ts';
import type { Services } from './services.ts';

/** Xero keeps a key for six minutes; after five it is not used again. */
const KEY_LASTS_MS = 5 * 60_000;

/** Whether a call of this age may be sent. Seven minutes after it was committed others may have proved it absent and sent anew. */
export const isYoung = ({ timeScale }: Pick<Services, 'timeScale'>, ageMs: number): boolean => ageMs < KEY_LASTS_MS / timeScale;

/**
 * Begins to count, before the call is committed. By two clocks, and the older age counts: one may be set back, the other stands still
 * while the machine sleeps.
 * @param monotonic milliseconds that only ever grow
 * @returns the age now
 */
export const countAge = (ledgerNow: () => number, monotonic: () => number = () => performance.now()): (() => number) => {
  const [committedAt, mark] = [ledgerNow(), monotonic()];
  return () => Math.max(ledgerNow() - committedAt, monotonic() - mark);
};

/** This process stood still after it had committed the call; nothing of it has left. */
export const tooOld = (): RemoteError =>
  new RemoteError({
    code: 'CALL_TOO_OLD',
    system: 'Xero',
    message: 'The relay stood still for minutes before the call left; others may have sent its documents meanwhile.',
    executed: 'no',
    retryable: true,
  });
