/** A set-up that nobody wants any more: what it opened at Xero is closed again, and its tokens are forgotten. */
import type { Draft } from '../../store/drafts.ts';
import { discardDraft, draftsOnTheirWay, forgetDraftsOf } from '../../store/drafts.ts';
import { forgetUnused } from '../../store/unused-grants.ts';
import { leaveConsent } from '../leave-at-xero.ts';
import { openedAtXero } from './connect-xero.ts';
import { unlessBeingCreated } from './create-connection.ts';
import type { WizardServices } from './services.ts';

/** Throws a set-up away. What it has become part of, a connection that works or is made right now in another tab or relay, stays as it is. */
export const discardSetUp = async (services: WizardServices, draft: Draft): Promise<void> => {
  await unlessBeingCreated(services.ledger, draft.id, async () => {
    if (!(await discardDraft(services.ledger, draft.id))) return;
    await leaveConsent(services, draft.xero_grant_id, openedAtXero(draft));
    await forgetUnused(services.ledger, [draft.entra_grant_id, draft.answers.discoveryGrantId]);
  });
};

/** Throws away every set-up of an account that is about to be deleted, also what was chosen after one was finished; finished ones name the person as well. */
export const discardSetUpsOf = async (services: WizardServices, accountId: string): Promise<void> => {
  for (const draft of await draftsOnTheirWay(services.ledger, accountId)) await discardSetUp(services, draft);
  await forgetDraftsOf(services.ledger, accountId);
};
