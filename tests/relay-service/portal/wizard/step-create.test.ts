import { expect, test } from '@jest/globals';
import { html } from '../../../../relay-service/src/portal/html.ts';
import { stepCreate } from '../../../../relay-service/src/portal/wizard/step-create.ts';
import type { WizardView } from '../../../../relay-service/src/portal/wizard/view.ts';

const signedIn = { xero_grant_id: 'x', tenant_id: 't', xero_connection_id: 'c', entra_grant_id: 'e', answers: { environment: {} } };

const page = (installed: string | null, draft: object = signedIn, isSeen = true): string => {
  const part = stepCreate({
    draft: { id: 'draft', connection_id: null, answers: { environment: null }, ...draft },
    formToken: html``,
    facts: { asks: { plan: false, timeZone: false }, solution: isSeen ? { installed } : null },
  } as unknown as WizardView);
  // It is a String object, which `toContain` takes for a list.
  return (part as string).slice(0);
};

test('"Everything is ready" stood beside "the solution is not in this environment yet"', () => {
  expect(page(null)).not.toContain('Everything is ready');
  expect(page(null)).toContain('Only the solution is missing now');
  expect(page('0.1.0.0')).toContain('Only the solution is missing now');
});

test('with the solution there, everything is ready; without the sign-ins it is not possible', () => {
  expect(page('1.0.0.0')).toContain('Everything is ready');
  expect(page('1.0.0.0', {})).toContain('once the steps above are done');
});

test('"only the solution is missing" stood there when Dynamics had only not answered in time', () => {
  expect(page(null, signedIn, false)).not.toMatch(/Only the solution is missing|Everything is ready/);
  expect(page(null, signedIn, false)).toContain('Dynamics does not say at this moment whether the solution is installed');
});
