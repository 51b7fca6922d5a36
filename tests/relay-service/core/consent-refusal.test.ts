import { expect, test } from '@jest/globals';
import { consentRefusalOf, mendedByAdministrator } from '../../../relay-service/src/core/consent-refusal.ts';

test.each([
  ['access_denied', 'AADSTS65004: User declined to consent to access the app.', 'declined'],
  ['consent_required', 'AADSTS65001: The user or administrator has not consented to use the application.', 'needsAdminApproval'],
  ['invalid_grant', 'AADSTS90094: The grant requires admin permission.', 'needsAdminApproval'],
  ['access_denied', 'AADSTS90094: An administrator must approve; the publisher is unverified.', 'unverifiedPublisher'],
  ['access_denied', 'AADSTS900941: Administrator consent is required. App is considered risky.', 'unverifiedPublisher'],
  ['interaction_required', 'AADSTS53003: Access has been blocked by Conditional Access policies.', 'conditionalAccess'],
  ['access_denied', 'AADSTS50105: The signed in user is not assigned to a role for the application.', 'notAssigned'],
  ['invalid_grant', "AADSTS50020: User account 'a' does not exist in tenant 'b'.", 'notInTenant'],
  ['invalid_client', 'AADSTS650052: The app needs access to a service that your organization has not subscribed to.', 'noDynamics'],
  ['invalid_client', 'AADSTS7000215: Invalid client secret provided.', 'secretRefused'],
  ['invalid_grant', 'AADSTS54005: OAuth2 Authorization code was already redeemed.', 'codeSpent'],
  ['access_denied', '', 'declined'],
  ['server_error', '', 'unreachable'],
  ['something_new', 'AADSTS1234567: Nobody has seen this.', 'other'],
  ['', '', 'other'],
])('%s, %s is %s', (error, description, refusal) => {
  expect(consentRefusalOf(error, description)).toBe(refusal);
});

test('an administrator mends what needs approval, nothing else', () => {
  expect(
    ['needsAdminApproval', 'unverifiedPublisher', 'declined', 'conditionalAccess', 'other'].map((of) =>
      mendedByAdministrator(of as 'other'),
    ),
  ).toEqual([true, true, false, false, false]);
});
