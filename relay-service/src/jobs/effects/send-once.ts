/** The one place from which an effect's call leaves: committed before its first byte, sent once, moved by what the answer says. */
import { randomUUID } from 'node:crypto';
import { afterLostAnswer } from '../../core/effect-states.ts';
import { RemoteError } from '../../errors.ts';
import { intendEffect, moveEffect } from '../../store/effects.ts';
import type { EffectsTable } from '../../store/schema.ts';
import type { FrozenCall } from '../../xero/post-documents.ts';
import { restFor } from '../put-off.ts';
import type { EffectContext } from './context.ts';

const TIMEOUT_MS = 30_000;

export type Sent =
  | { readonly kind: 'done' }
  /** Xero's own words. */
  | { readonly kind: 'refused'; readonly detail: string }
  /** It stays owed: not sent, or to be read again. */
  | { readonly kind: 'later' }
  | { readonly kind: 'unsure' };

/** Sends an effect that is wanted. */
export const sendOnce = async (
  { services, lease }: EffectContext,
  effect: EffectsTable,
  call: (frozen: FrozenCall) => Promise<void>,
): Promise<Sent> => {
  const { ledger, lanes, log } = services;
  const later = async (asksMs: number | null = null): Promise<Sent> => {
    const rest = restFor(services, { hindrance: 'effect-unsettled', asksMs });
    await moveEffect(ledger, effect, 'intended', 'wanted', { due_at: ledger.now() + rest });
    return { kind: 'later' };
  };
  if (!(await intendEffect(ledger, effect, lease, TIMEOUT_MS))) return { kind: 'later' };
  // A process that was stopped here for long must not send what a successor has settled meanwhile.
  if (!(await lanes.maySend(lease.laneId, lease.epoch))) return later();
  try {
    await call({ idempotencyKey: randomUUID(), timeoutMs: TIMEOUT_MS });
  } catch (problem) {
    if (!(problem instanceof RemoteError)) throw problem;
    log.warn(
      { code: problem.code, status: problem.status, executed: problem.executed, effect: effect.id, kind: effect.kind },
      'an effect got no good answer',
    );
    if (problem.executed === 'unknown') {
      const to = afterLostAnswer(effect.kind);
      if (to === 'wanted') return later();
      await moveEffect(ledger, effect, 'intended', to, { cause: 'ANSWER_LOST' });
      return { kind: 'unsure' };
    }
    if (problem.retryable) return later(problem.retryAfterMs);
    await moveEffect(ledger, effect, 'intended', 'refused', { cause: 'XERO_REFUSED_EFFECT' });
    return { kind: 'refused', detail: problem.detail ?? '' };
  }
  await moveEffect(ledger, effect, 'intended', 'done');
  return { kind: 'done' };
};
