/** What an authority's client threw, as one of a few codes. */
import type { ConsentRefusal } from '../../core/consent-refusal.ts';
import { consentRefusalOf } from '../../core/consent-refusal.ts';
import type { ApplicationProblem } from '../run-as-application.ts';
import { RemoteError } from '../../errors.ts';

/** Every code that a draft may bear. */
export type DraftProblem =
  | ConsentRefusal
  | 'otherOrganisation'
  | 'noEnvironment'
  | 'environmentNotAllowed'
  | 'environmentNotListed'
  | 'solutionMissing'
  | 'solutionTooOld'
  | 'dynamicsForbidden'
  | 'dynamicsUnreachable'
  | 'xeroUnreachable'
  | 'stepsMissing'
  | 'belongsToAnother'
  | 'beingCreated'
  | 'sandboxNotConfirmed'
  | ApplicationProblem;

interface Answered {
  readonly error?: unknown;
  readonly error_description?: unknown;
  readonly code?: string;
}

/** Out of whatever openid-client or our own clients throw; the words of the other side stay in the log. */
export const problemOf = (problem: unknown): DraftProblem => {
  if (problem instanceof RemoteError) {
    if (problem.code === 'SOLUTION_MISSING') return 'solutionMissing';
    if (problem.code === 'SOLUTION_TOO_OLD') return 'solutionTooOld';
    if (problem.code === 'DATAVERSE_FORBIDDEN') return 'dynamicsForbidden';
    return problem.system === 'Xero' ? 'xeroUnreachable' : 'dynamicsUnreachable';
  }
  const { error, error_description: description } = problem as Answered;
  if (typeof error === 'string') return consentRefusalOf(error, typeof description === 'string' ? description : '');
  const cause = (problem as Error).cause as { readonly code?: string } | undefined;
  const code = (problem as Answered).code ?? cause?.code ?? '';
  return problem instanceof TypeError || /TIMEOUT|ECONN|ENOTFOUND|ABORT|UND_ERR/.test(code) ? 'unreachable' : 'other';
};
