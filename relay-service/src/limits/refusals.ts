/** What is told who cannot be let in: nothing was sent, and when to come back. */
import { RemoteError } from '../errors.ts';

const refusal = (code: string, message: string, retryAfterMs: number | null): RemoteError =>
  new RemoteError({
    code,
    system: 'Xero',
    message,
    executed: 'no',
    retryable: true,
    retryAfterMs: retryAfterMs === null ? null : Math.max(50, Math.ceil(retryAfterMs)),
  });

/** The minute, or the five at once. */
export const limitReached = (retryAfterMs: number): RemoteError =>
  refusal('XERO_LIMIT', "Xero's limit of calls is used up for the moment.", retryAfterMs);

/** The day, or what of it is kept for clicks. @param retryAfterMs null = nobody knows when the day ends */
export const dayLimitReached = (retryAfterMs: number | null): RemoteError =>
  refusal('XERO_DAY_LIMIT', "Xero's limit of calls is used up for today.", retryAfterMs);

/** Xero gave no answer several times in a row. */
export const notAnswering = (retryAfterMs: number): RemoteError => refusal('XERO_NOT_ANSWERING', 'Xero is not answering.', retryAfterMs);
