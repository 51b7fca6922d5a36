/** What came back instead of a consent, put into a stable code and plain words ("Microsoft Entra authentication and authorization error codes"; RFC 6749 section 4.1.2.1). */

/** Why a sign-in or consent did not succeed. */
export type ConsentRefusal =
  | 'declined'
  | 'needsAdminApproval'
  | 'unverifiedPublisher'
  | 'conditionalAccess'
  | 'notAssigned'
  | 'notInTenant'
  | 'noDynamics'
  | 'relayNotRegistered'
  | 'secretRefused'
  | 'codeSpent'
  | 'scopeRefused'
  | 'stateUnknown'
  | 'tooLate'
  | 'noOrganisation'
  | 'wrongOrganisationType'
  | 'unreachable'
  | 'other';

/** Entra's numbers; what a number means changes never, its text does. */
const aadsts: Readonly<Record<string, ConsentRefusal>> = {
  // The user or administrator has not consented, and this user cannot.
  65001: 'needsAdminApproval',
  90094: 'needsAdminApproval',
  90095: 'needsAdminApproval',
  90093: 'needsAdminApproval',
  // Consent of users is off for publishers that are not verified, or the app counts as risky.
  900941: 'unverifiedPublisher',
  900971: 'unverifiedPublisher',
  650051: 'needsAdminApproval',
  65004: 'declined',
  53000: 'conditionalAccess',
  53001: 'conditionalAccess',
  53002: 'conditionalAccess',
  53003: 'conditionalAccess',
  53004: 'conditionalAccess',
  50005: 'conditionalAccess',
  50097: 'conditionalAccess',
  50158: 'conditionalAccess',
  530003: 'conditionalAccess',
  530034: 'conditionalAccess',
  50105: 'notAssigned',
  50020: 'notInTenant',
  50034: 'notInTenant',
  16000: 'notInTenant',
  650052: 'noDynamics',
  650057: 'noDynamics',
  500011: 'noDynamics',
  700016: 'relayNotRegistered',
  50011: 'relayNotRegistered',
  7000215: 'secretRefused',
  7000222: 'secretRefused',
  54005: 'codeSpent',
  70008: 'codeSpent',
  9002313: 'codeSpent',
};

/** OAuth's own words, where no number says more. */
const oauthErrors: Readonly<Record<string, ConsentRefusal>> = {
  access_denied: 'declined',
  consent_required: 'needsAdminApproval',
  interaction_required: 'conditionalAccess',
  unauthorized_client: 'relayNotRegistered',
  invalid_client: 'secretRefused',
  invalid_grant: 'codeSpent',
  invalid_scope: 'scopeRefused',
  temporarily_unavailable: 'unreachable',
  server_error: 'unreachable',
};

/**
 * Classifies an authority's refusal.
 * @param error OAuth's `error`
 * @param description its `error_description`; Entra ID begins it with `AADSTS` and a number
 */
export const consentRefusalOf = (error: string, description: string): ConsentRefusal => {
  const number = /AADSTS(\d+)/.exec(description)?.[1];
  const known = number === undefined ? undefined : aadsts[number];
  // The same number with and without the publisher's trouble: the text is all that tells them apart.
  if (known === 'needsAdminApproval' && /unverified|not (been )?verified|risky/i.test(description)) return 'unverifiedPublisher';
  return known ?? oauthErrors[error] ?? 'other';
};

/** Refusals that an administrator of the company's Entra ID mends, by the link that the wizard makes. */
export const mendedByAdministrator = (refusal: ConsentRefusal): boolean =>
  refusal === 'needsAdminApproval' || refusal === 'unverifiedPublisher';
