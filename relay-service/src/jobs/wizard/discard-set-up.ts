/** A set-up that nobody wants any more: what it opened at Xero is closed again, and its tokens are forgotten. */
import type { Draft } from '../../store/drafts.ts';
import { discardDraft, forgetDraftsOf, openDrafts } from '../../store/drafts.ts';
import { forgetUnused } from '../../store/unused-grants.ts';
import { closeUnused, revokeIfLast } from '../close-at-xero.ts';
import { unlessBeingCreated } from './create-connection.ts';
import type { WizardServices } from './services.ts';

/** What was chosen, and what could have been. */
const opened = ({ xero_connection_id: id, tenant_id: tenantId, answers }: Draft): Parameters<typeof closeUnused>[2] => [
  ...(id === null || tenantId === null ? [] : [{ id, tenantId }]),
  ...answers.organisations.map((could) => ({ id: could.connectionId, tenantId: could.tenantId })),
];

const closeAtXero = async ({ config, ledger, tokens, log }: WizardServices, draft: Draft): Promise<void> => {
  const grantId = draft.xero_grant_id;
  // A custom connection is made and ended in Xero alone; once removed it could not be set up again from here.
  if (grantId === null || config.XERO_CUSTOM_CONNECTION) return;
  try {
    const atXero = { apiUrl: config.XERO_API_URL, accessToken: () => tokens.xero(grantId) };
    await closeUnused(ledger, atXero, opened(draft));
    await revokeIfLast(atXero, () => tokens.revoke(grantId));
  } catch (failure) {
    log.warn({ err: failure, draft: draft.id }, 'what a set-up opened at Xero could not be closed; the person can, under Connected apps');
  }
};

/** Throws a set-up away. What it has become part of, a connection that works or is made right now in another tab or relay, stays as it is. */
export const discardSetUp = async (services: WizardServices, draft: Draft): Promise<void> => {
  await unlessBeingCreated(services.ledger, draft.id, async () => {
    if (!(await discardDraft(services.ledger, draft.id))) return;
    await closeAtXero(services, draft);
    await forgetUnused(services.ledger, [draft.xero_grant_id, draft.entra_grant_id, draft.answers.discoveryGrantId]);
  });
};

/** Throws away every set-up of an account that is about to be deleted; finished ones name the person as well. */
export const discardSetUpsOf = async (services: WizardServices, accountId: string): Promise<void> => {
  for (const draft of await openDrafts(services.ledger, accountId)) await discardSetUp(services, draft);
  await forgetDraftsOf(services.ledger, accountId);
};
