/** What is owed of a connection, in the budget that posting leaves: a round takes a few, and stops where Xero has no room. */
import type { EffectKind } from '../../core/effect-states.ts';
import { RemoteError } from '../../errors.ts';
import { readConnection } from '../../dataverse/read-connection.ts';
import { writeEffect } from '../../dataverse/write-effects.ts';
import type { StoredConnection } from '../../store/connections.ts';
import { dueEffects, effectWasTold, moveEffect, noteEffect, settleAbandonedEffects } from '../../store/effects.ts';
import type { Lease } from '../../store/lanes.ts';
import type { EffectsTable } from '../../store/schema.ts';
import { holdFence } from '../hold-fence.ts';
import { restFor } from '../put-off.ts';
import type { Services } from '../services.ts';
import { runAllocation } from './allocate.ts';
import { runCancellation } from './cancel.ts';
import { runContact } from './contact.ts';
import type { EffectContext, RunEffect } from './context.ts';
import { runEmail } from './email.ts';
import { runNote } from './note.ts';

const AT_ONCE = 10;
/** A round goes on with posting after so long. */
const ROUND_MS = 3_000;

const runs: Readonly<Record<EffectKind, RunEffect>> = {
  allocation: runAllocation,
  email: runEmail,
  note: runNote,
  contact: runContact,
  cancellation: runCancellation,
};

/** Runs one effect and tells what became of it. */
const runOne = async (context: EffectContext, due: EffectsTable): Promise<void> => {
  const { services, stored } = context;
  const { ledger } = services;
  // Refused but not told: why is not kept, so that it is asked once more; nothing was sent.
  const again = due.state === 'refused' && (await moveEffect(ledger, due, 'refused', 'wanted'));
  const effect: EffectsTable = again ? { ...due, state: 'wanted' } : due;
  const outcome = await runs[due.kind](context, effect);
  if (outcome) await writeEffect(services.dataverse(stored.environment), outcome);
  await effectWasTold(ledger, due.id);
};

/** Serves what is owed while the lane is held. Safe to repeat and to be cut off anywhere. */
export const runEffects = async (services: Services, stored: StoredConnection, lease: Lease): Promise<void> => {
  const { ledger, log } = services;
  await settleAbandonedEffects(ledger, stored.id, lease);
  const due = await dueEffects(ledger, stored.id, AT_ONCE);
  if (due.length === 0) return;
  const connection = await readConnection(services.dataverse(stored.environment), stored.connector_id);
  // A copied environment, or a relay that another one has followed, mails and cancels nothing.
  if (!connection || (await holdFence(services, stored, connection)) !== 'held') return;
  const context = { services, stored, lease, connection, xero: services.xero(stored, 'extras') };
  const until = performance.now() + ROUND_MS;
  for (const effect of due) {
    if (performance.now() > until) return;
    try {
      await runOne(context, effect);
    } catch (problem) {
      const { code = null, retryAfterMs = null } = problem instanceof RemoteError ? problem : {};
      if (code !== 'XERO_LIMIT')
        log.error({ err: problem, effect: effect.id, kind: effect.kind }, 'an effect failed; it is tried again later');
      await noteEffect(ledger, effect.id, {
        due_at: ledger.now() + (retryAfterMs ?? restFor(services, { hindrance: 'effect-failed' })),
      });
      if (code === 'XERO_LIMIT') return;
    }
  }
};
